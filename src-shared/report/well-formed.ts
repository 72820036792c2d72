/** Elements whose text is no markup. */
const RAW = new Set(['style', 'script']);
const VOID = new Set(['meta', 'br']);

const DOCTYPE = '<!doctype html>';
/** A tag as we write it: attributes in double quotes, no `<` in them. */
const TAG = /<(\/?)([a-zA-Z][a-zA-Z0-9]*)(?: [a-zA-Z][a-zA-Z0-9-]*="[^"<]*")*( \/)?>/y;
/** A piece of text as we write it. */
const TEXT = /[^<>&]+|&(?:[a-z]+|#\d+);/y;

/**
 * What is wrong with the form of a document that `element` is said to have made, or null: every tag is closed in its turn,
 * every sign that could be markup is written as text. Strict as XML is, so that a file that was cut off or changed shows.
 */
export function findMalformed(text: string): string | null {
  if (!text.startsWith(DOCTYPE)) return `It does not begin with ${DOCTYPE}.`;
  const open: string[] = [];
  let at = DOCTYPE.length;
  while (at < text.length) {
    const end = endOfPiece(text, at, open);
    if (end === null) return `At character ${String(at)} stands what is neither text nor a tag in its place.`;
    at = end;
  }
  if (open.length > 0) return `Its end is missing: ${open.join(' in ')} is not closed.`;
  return text.trimEnd() === DOCTYPE ? 'It holds nothing.' : null;
}

/** Where the text or the tag at a place ends; null where it is neither, or not in its turn. */
function endOfPiece(text: string, at: number, open: string[]): number | null {
  TEXT.lastIndex = at;
  if (TEXT.test(text)) return TEXT.lastIndex;
  TAG.lastIndex = at;
  const tag = TAG.exec(text);
  if (tag === null) return null;
  const [, closing, name = '', selfClosing] = tag;
  const end = TAG.lastIndex;
  if (VOID.has(name)) return selfClosing === undefined ? null : end;
  if (closing !== '') return open.shift() === name ? end : null;
  if (RAW.has(name)) return endOfRaw(text, end, name);
  open.unshift(name);
  return end;
}

function endOfRaw(text: string, from: number, name: string): number | null {
  const end = text.indexOf('<', from);
  const closing = `</${name}>`;
  return end >= 0 && text.startsWith(closing, end) ? end + closing.length : null;
}
