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
const WORDS_OF_TYPES = 'type|interface|declare|readonly|string|number|boolean|unknown|void';

/** How the pieces of a language are told apart: patterns, tried in this order. */
interface Language {
  readonly comment: string;
  readonly words: string;
  readonly string?: string;
}

const LANGUAGES = {
  javascript: {
    comment: C_COMMENT,
    words: String.raw`\b(?:export|const|let|function|async|await|return|if|else|for|of|switch|case|default|throw|new|import|from|null|true|false|${WORDS_OF_TYPES})\b`,
  },
  python: {
    comment: String.raw`#.*|"""[\s\S]*?(?:"""|${END})`,
    words: String.raw`\b(?:def|return|if|else|for|in|import|from|as|not|and|or|is|raise|try|except|None|True|False|lambda)\b`,
  },
  c: {
    comment: C_COMMENT,
    words: String.raw`\b(?:static|inline|const|typedef|struct|return|if|else|for|int|float|double|char|void|sizeof)\b|^#\w+`,
  },
  html: {
    comment: String.raw`<!--[\s\S]*?(?:-->|${END})`,
    words: String.raw`<\/?[A-Za-z][\w:-]*|\/?>`,
    string: String.raw`(?<==)(?:"[^"]*"|'[^']*')`,
  },
  shell: { comment: '#.*', words: String.raw`^\w+` },
} as const satisfies Record<string, Language>;

export type TextLanguage = keyof typeof LANGUAGES | 'json' | 'plain';

const BY_EXTENSION: ReadonlyMap<string, TextLanguage> = new Map([
  ['json', 'json'],
  ['mjs', 'javascript'],
  ['mts', 'javascript'],
  ['py', 'python'],
  ['h', 'c'],
  ['html', 'html'],
  ['svg', 'html'],
]);

/** By the last ending of a file's name; of all others the text is shown as it is. */
export function languageOf(fileName: string): TextLanguage {
  const extension = fileName.slice(fileName.lastIndexOf('.') + 1).toLowerCase();
  return BY_EXTENSION.get(extension) ?? 'plain';
}

/** The text of a file → pieces to colour. Together they are the text again, wherever it was cut. */
export function codePieces(text: string, language: TextLanguage): TextPiece[] {
  if (language === 'json') return jsonPieces(text);
  if (language === 'plain') return [{ kind: 'plain', text }];
  const { comment, words, string = STRING }: Language = LANGUAGES[language];
  const pattern = new RegExp(`(${comment})|(${string})|(${NUMBER})|(${words})`, 'gm');
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
