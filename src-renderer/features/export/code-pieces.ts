import type { ExportFormat } from '@shared/model/export-formats.ts';
import { jsonPieces } from './json-pieces.ts';

export interface TextPiece {
  readonly kind: 'key' | 'string' | 'number' | 'word' | 'comment' | 'plain';
  readonly text: string;
}

const STRING = String.raw`"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'`;
const NUMBER = String.raw`\b\d+(?:\.\d+)?(?:[eE][+-]?\d+)?f?\b`;
/** Of the text: `$` would be the end of a line. */
const END = String.raw`(?![\s\S])`;
const C_COMMENT = String.raw`\/\*[\s\S]*?(?:\*\/|${END})|\/\/.*`;

interface Language {
  readonly comment: string;
  readonly words: string;
}

const LANGUAGES: Readonly<Record<Exclude<ExportFormat, 'json'>, Language>> = {
  javascript: {
    comment: C_COMMENT,
    words:
      'export|const|let|function|return|if|else|for|of|switch|case|default|throw|new|import|null|true|false',
  },
  python: {
    comment: String.raw`#.*|"""[\s\S]*?(?:"""|${END})`,
    words: 'def|return|if|else|for|in|import|from|as|not|and|or|is|raise|try|except|None|True|False|lambda',
  },
  c: {
    comment: C_COMMENT,
    words: 'static|inline|const|typedef|struct|return|if|else|for|int|float|double|char|void|sizeof',
  },
};

/** The text of an exported file → pieces to colour. Together they are the text again, wherever it was cut. */
export function codePieces(text: string, format: ExportFormat): TextPiece[] {
  if (format === 'json') return jsonPieces(text);
  const { comment, words } = LANGUAGES[format];
  const directive = format === 'c' ? '|^#\\w+' : '';
  const pattern = new RegExp(`(${comment})|(${STRING})|(${NUMBER})|(\\b(?:${words})\\b${directive})`, 'gm');
  const pieces: TextPiece[] = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    if (match.index > end) pieces.push({ kind: 'plain', text: text.slice(end, match.index) });
    pieces.push({ kind: kindOf(match), text: match[0] });
    end = match.index + match[0].length;
  }
  if (end < text.length) pieces.push({ kind: 'plain', text: text.slice(end) });
  return pieces;
}

function kindOf([, comment, string, number]: RegExpExecArray): TextPiece['kind'] {
  if (comment !== undefined) return 'comment';
  if (string !== undefined) return 'string';
  return number === undefined ? 'word' : 'number';
}
