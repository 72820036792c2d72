import { parseQuery, type QueryNode } from './query.ts';
import { quoteValue } from './query-tokens.ts';
import type { FieldValue, RunField } from './run-field.ts';

/** A term of a query that must hold, as it is written, with its characters [start, end). */
export interface QueryTerm {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** The terms that stand side by side; an alternative is one term. Empty where the query cannot be understood. */
export function termsOf(text: string, now: number): QueryTerm[] {
  const { query } = parseQuery(text, now);
  if (query === null) return [];
  const parts: readonly QueryNode[] = query.kind === 'all' && isBare(query, text) ? query.parts : [query];
  return parts.map(({ start, end }) => ({ text: text.slice(start, end), start, end }));
}

/** A conjunction in parentheses is one term. */
function isBare(node: QueryNode, text: string): boolean {
  return text[node.start] !== '(' || (node.kind === 'all' && node.parts[0]?.start === node.start);
}

/** The query without one of its terms. */
export function withoutTerm(text: string, { start, end }: QueryTerm): string {
  const before = text.slice(0, start).replace(/\s*\band\s*$|\s+$/i, '');
  const after = text.slice(end).replace(/^\s*and\b\s*|^\s+/i, '');
  return [before, after].filter((part) => part !== '').join(' ');
}

/** The query that asks for this term as well; the same where it does already. */
export function withTerm(text: string, term: string, now: number): string {
  const trimmed = text.trim();
  if (trimmed === '') return term;
  if (termsOf(trimmed, now).some((known) => known.text === term)) return trimmed;
  const { query } = parseQuery(trimmed, now);
  return query?.kind === 'any' && isAlternative(query, trimmed)
    ? `(${trimmed}) ${term}`
    : `${trimmed} ${term}`;
}

function isAlternative(node: QueryNode, text: string): boolean {
  return node.kind === 'any' && (text[node.start] !== '(' || node.parts[0]?.start === node.start);
}

/** What asks for the runs that have this value of a field; null where nothing can. */
export function termFor(field: RunField, value: FieldValue): string | null {
  const { kind, id } = field;
  if (kind === 'picture' || value === null || value === '') return null;
  const name = kind === 'tags' ? 'tag' : id;
  if (kind === 'date') return `${name}:${localDay(Number(value))}`;
  if (typeof value === 'boolean') return `${name}:${value ? 'yes' : 'no'}`;
  if (typeof value === 'number') return Number.isFinite(value) ? `${name}=${String(value)}` : null;
  const text = typeof value === 'string' ? value : value[0];
  if (text === undefined) return null;
  return `${name}${kind === 'text' && id !== 'group' ? '=' : ':'}${quoteValue(text)}`;
}

function localDay(ms: number): string {
  const date = new Date(ms);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${String(date.getFullYear())}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
