import type { ModelDescription } from '../../../state/model.svelte.ts';

/** One cell of a row to try an exported file with, as its language is to write it. */
export type ExampleCell =
  | { readonly name: string; readonly kind: 'number'; readonly value: number }
  /** Days since 1970-01-01, UTC. */
  | { readonly name: string; readonly kind: 'date'; readonly value: number }
  | { readonly name: string; readonly kind: 'text'; readonly value: string };

/** Columns that are written out; a row of more of them would hide the line that matters. */
const MOST_COLUMNS = 12;

/** A typical row: the mean of each number, in few digits, and the most frequent level. Null where there are too many columns. */
export function exampleRow(inputs: ModelDescription['inputs']): readonly ExampleCell[] | null {
  return inputs.length > MOST_COLUMNS ? null : inputs.map(exampleCell);
}

function exampleCell(input: ModelDescription['inputs'][number]): ExampleCell {
  const { name } = input;
  if ('levels' in input) return { name, kind: 'text', value: input.typical };
  if (input.type === 'date') return { name, kind: 'date', value: Math.round(input.mean) };
  const few = Number(input.mean.toPrecision(3));
  const inside = Math.min(input.max, Math.max(input.min, few));
  return { name, kind: 'number', value: input.type === 'integer' ? Math.round(inside) : inside };
}

/** Days since 1970-01-01 → `[year, month 1 to 12, day]`, UTC. */
export function calendarDay(days: number): readonly [number, number, number] {
  const date = new Date(days * 86_400_000);
  return [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
}
