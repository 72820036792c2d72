import type { RawTable, Remark } from '@shared/data/raw-table.ts';
import { PLAIN_NUMBERS } from './cell-numbers.ts';
import { NO_TEXT_COLUMNS, TableBuilder } from './table-builder.ts';

/** Reads the same cells into a builder as often as is asked, and names the columns. */
export type FillTable = (
  builder: TableBuilder,
) => Promise<{ names: readonly string[]; remarks: readonly Remark[] }>;

/** A table of cells with types; once more where texts were taken for numbers at first. */
export async function buildTyped(path: string, fill: FillTable): Promise<RawTable> {
  let builder = new TableBuilder(path, PLAIN_NUMBERS, NO_TEXT_COLUMNS);
  let { names, remarks } = await fill(builder);
  const textColumns = builder.settle();
  if (textColumns.size > 0) {
    builder = new TableBuilder(path, PLAIN_NUMBERS, textColumns);
    ({ names, remarks } = await fill(builder));
    builder.settle();
  }
  return builder.finish(names, remarks);
}

/** A date as ISO 8601 says it: the day alone at midnight, in UTC. Null for what is no date. */
export function isoDate(milliseconds: number): string | null {
  const date = new Date(milliseconds);
  if (Number.isNaN(date.getTime())) return null;
  const text = date.toISOString().slice(0, -1);
  return text.endsWith('T00:00:00.000') ? text.slice(0, -13) : text.replace(/\.000$/, '');
}
