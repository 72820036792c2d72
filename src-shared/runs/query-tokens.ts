import { OPERATORS, type Operator } from './query-compare.ts';
import { QueryError } from './query-problem.ts';

/** Every token knows its characters [start, end). */
export type Token = { readonly start: number; readonly end: number } & (
  | { readonly kind: 'open' | 'close' | 'or' | 'and' | 'not' }
  | { readonly kind: 'word'; readonly text: string }
  | {
      readonly kind: 'compare';
      readonly field: string;
      readonly operator: Operator;
      readonly value: string;
      /** Where the operator ends and the value begins. */
      readonly valueStart: number;
    }
);

/** A field: a name, `best:` and `last:` before it, and the steps of a path to a setting. */
const FIELD = /(?:(?:best|last):(?=[A-Za-z]))?[A-Za-z][\w-]*(?:\.[\w-]+|\["(?:[^"\\]|\\.)*"\]|\[\d+\])*/y;
const OPERATOR = new RegExp(OPERATORS.join('|'), 'y');
const SPACE = /\s+/y;
const BARE = /[^\s()"]+/y;

/** A query's text → its tokens. Throws QueryError where a quotation does not end or a value is missing. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    at += lengthAt(SPACE, text, at);
    if (at >= text.length) break;
    const token = tokenAt(text, at);
    tokens.push(token);
    at = token.end;
  }
  return tokens;
}

function tokenAt(text: string, start: number): Token {
  const char = text[start];
  if (char === '(') return { kind: 'open', start, end: start + 1 };
  if (char === ')') return { kind: 'close', start, end: start + 1 };
  if (char === '-' && /[\w("]/.test(text[start + 1] ?? '')) return { kind: 'not', start, end: start + 1 };
  return compareAt(text, start) ?? wordAt(text, start);
}

function compareAt(text: string, start: number): Token | null {
  const fieldEnd = start + lengthAt(FIELD, text, start);
  if (fieldEnd === start) return null;
  const length = lengthAt(OPERATOR, text, fieldEnd);
  if (length === 0) return null;
  const operator = text.slice(fieldEnd, fieldEnd + length) as Operator;
  const field = text.slice(start, fieldEnd);
  const valueStart = fieldEnd + length;
  if (valueStart >= text.length || /[\s)]/.test(text[valueStart]!)) {
    throw new QueryError(
      `Say what ${field} is compared with, straight after the “${operator}”.`,
      start,
      valueStart,
    );
  }
  const { value, end } = valueAt(text, valueStart);
  return { kind: 'compare', field, operator, value, valueStart, start, end };
}

function wordAt(text: string, start: number): Token {
  const { value, end } = valueAt(text, start);
  const isQuoted = text[start] === '"';
  const lower = value.toLowerCase();
  if (!isQuoted && (lower === 'or' || lower === 'and' || lower === 'not')) return { kind: lower, start, end };
  return { kind: 'word', text: value, start, end };
}

/** A value in quotation marks, in which `\"` stands for one, or all up to the next space or parenthesis. */
function valueAt(text: string, start: number): { value: string; end: number } {
  if (text[start] !== '"') {
    const end = start + Math.max(1, lengthAt(BARE, text, start));
    return { value: text.slice(start, end), end };
  }
  let value = '';
  for (let at = start + 1; at < text.length; at++) {
    const char = text[at]!;
    if (char === '"') return { value, end: at + 1 };
    if (char === '\\' && at + 1 < text.length) at += 1;
    value += text[at]!;
  }
  throw new QueryError('This quotation does not end. Put a " after it.', start, text.length);
}

function lengthAt(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0].length ?? 0;
}

/** A value as it is written in a query: in quotation marks where it has to be. */
export function quoteValue(value: string): string {
  return /^[^\s()"]+$/.test(value) ? value : `"${value.replace(/["\\]/g, '\\$&')}"`;
}
