import { AppError } from '../core/errors.ts';
import { LIMITS } from '../core/limits.ts';
import { formatCount, quote } from '../core/text.ts';

/**
 * JSON text → value, for files that anyone may have made. Refuses what `JSON.parse` lets through and later code trips
 * over: nesting that overflows the stack, a field named twice, and `__proto__`. `what` names the file in messages.
 */
export function parseJson(text: string, what: string): unknown {
  const withoutMark = text.startsWith('\uFEFF') ? text.slice(1) : text;
  checkDepth(withoutMark, what);
  let value: unknown;
  try {
    value = JSON.parse(withoutMark);
  } catch (error) {
    throw new AppError('FILE_NOT_JSON', notJson(withoutMark, what, error as SyntaxError), { cause: error });
  }
  checkKeys(withoutMark, what);
  return value;
}

function notJson(text: string, what: string, error: SyntaxError): string {
  if (text.trim() === '') return `${what} is empty. It should hold JSON.`;
  const told = /position (\d+)/.exec(error.message)?.[1];
  const position = told === undefined ? firstBadToken(text) : Number(told);
  const rest = text.slice(position, position + 12);
  const found = rest === '' ? 'the end comes too early, as if it was cut off' : `unexpected ${quote(rest)}`;
  const hint = /^-?(?:NaN|Infinity)/.test(rest) ? ' NaN and Infinity do not exist in JSON.' : '';
  return `${what} is not valid JSON at ${lineAndColumn(text, position)}: ${found}.${hint}`;
}

/** Where the text stops being JSON, as far as tokens and their neighbours tell. Engines do not always say it themselves. */
function firstBadToken(text: string): number {
  const token =
    /\s*([{}[\],:]|"[^"\\]*(?:\\.[^"\\]*)*"|true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)\s*/y;
  let position = 0;
  let previous = ',';
  while (position < text.length) {
    token.lastIndex = position;
    const match = token.exec(text);
    const found = match?.[1] ?? '';
    if (match === null || isMisplaced(previous, found)) return position + leadingSpace(text, position);
    position += match[0].length;
    previous = found;
  }
  return position;
}

/** A value is wanted after a comma or a colon; a comma or a colon wants something before it. */
function isMisplaced(previous: string, token: string): boolean {
  if (previous === ',' || previous === ':') return [',', ':', ']', '}'].includes(token);
  return (previous === '[' || previous === '{') && (token === ',' || token === ':');
}

function leadingSpace(text: string, position: number): number {
  return text.slice(position).length - text.slice(position).trimStart().length;
}

function lineAndColumn(text: string, position: number): string {
  const before = text.slice(0, position).split('\n');
  return `line ${formatCount(before.length)}, column ${formatCount((before.at(-1)?.length ?? 0) + 1)}`;
}

/** One pass over the characters, strings skipped, before anything recursive may see the text. */
function checkDepth(text: string, what: string): void {
  let depth = 0;
  for (let k = 0; k < text.length; k++) {
    const char = text.charCodeAt(k);
    if (char === QUOTE) k = endOfString(text, k);
    else if (char === OPEN_BRACE || char === OPEN_BRACKET) {
      depth += 1;
      if (depth > LIMITS.jsonDepth) {
        throw new AppError(
          'TOO_DEEP',
          `${what} nests deeper than ${String(LIMITS.jsonDepth)} levels at ${lineAndColumn(text, k)}. ` +
            'No file of Ninestep does; it is not one.',
        );
      }
    } else if (char === CLOSE_BRACE || char === CLOSE_BRACKET) depth -= 1;
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const COLON = 0x3a;

/** The place of the quotation mark that ends the string begun at `start`. */
function endOfString(text: string, start: number): number {
  let k = start + 1;
  while (k < text.length && text.charCodeAt(k) !== QUOTE) k += text.charCodeAt(k) === BACKSLASH ? 2 : 1;
  return k;
}

/**
 * In text known to be valid JSON, a string followed by a colon is a key of the innermost object. None may stand twice, and
 * none may be `__proto__`, which would silently vanish when objects are copied.
 */
function checkKeys(text: string, what: string): void {
  const open: Set<string>[] = [];
  for (let k = 0; k < text.length; k++) {
    const char = text.charCodeAt(k);
    if (char === OPEN_BRACE || char === OPEN_BRACKET) open.push(new Set());
    else if (char === CLOSE_BRACE || char === CLOSE_BRACKET) open.pop();
    else if (char === QUOTE) {
      const end = endOfString(text, k);
      if (isKey(text, end + 1)) {
        const key = JSON.parse(text.slice(k, end + 1)) as string;
        const keys = open.at(-1);
        if (key === '__proto__') {
          throw new AppError(
            'UNKNOWN_FIELD',
            `${what} names a field "__proto__" at ${lineAndColumn(text, k)}. Rename it.`,
            {
              at: key,
            },
          );
        }
        if (keys?.has(key) === true) {
          throw new AppError(
            'DUPLICATE_KEY',
            `${what} names the field ${quote(key)} twice in one object, at ${lineAndColumn(text, k)}. Remove one of them.`,
            { at: key },
          );
        }
        keys?.add(key);
      }
      k = end;
    }
  }
}

function isKey(text: string, after: number): boolean {
  let k = after;
  while (' \t\r\n'.includes(text.charAt(k)) && k < text.length) k += 1;
  return text.charCodeAt(k) === COLON;
}
