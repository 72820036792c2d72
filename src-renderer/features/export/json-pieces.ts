export interface JsonPiece {
  readonly kind: 'key' | 'string' | 'number' | 'word' | 'plain';
  readonly text: string;
}

const PIECES = /("(?:[^"\\]|\\.)*")(\s*:)?|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\b(?:true|false|null)\b/g;

/** JSON text → pieces to colour. Together they are the text again; cut or broken JSON does no harm. */
export function jsonPieces(text: string): JsonPiece[] {
  const pieces: JsonPiece[] = [];
  let end = 0;
  const add = (kind: JsonPiece['kind'], from: number, to: number): void => {
    if (to > from) pieces.push({ kind, text: text.slice(from, to) });
  };
  for (const match of text.matchAll(PIECES)) {
    const [whole, quoted, colon] = match;
    add('plain', end, match.index);
    const stop = match.index + (quoted ?? whole).length;
    add(kindOf(whole, quoted, colon), match.index, stop);
    end = stop;
  }
  add('plain', end, text.length);
  return pieces;
}

function kindOf(whole: string, quoted: string | undefined, colon: string | undefined): JsonPiece['kind'] {
  if (quoted !== undefined) return colon === undefined ? 'string' : 'key';
  return /^[a-z]/.test(whole) ? 'word' : 'number';
}
