import type { TableColumn } from '../model/column-catalog.ts';
import type { InterpretedColumn } from './interpret-columns.ts';

/** Rows that lack nothing they must have, as places in the table, in its order. */
export function usableRows(rows: number, columns: readonly InterpretedColumn[]): Uint32Array {
  const needed = columns.filter(({ column }) => mustHaveValue(column)).map(({ values }) => values);
  const usable = new Uint32Array(rows);
  let count = 0;
  for (let row = 0; row < rows; row++) {
    if (needed.some((values) => Number.isNaN(values[row]))) continue;
    usable[count] = row;
    count += 1;
  }
  return usable.subarray(0, count);
}

/** Nothing may stand in for a target, or for what says how a row counts and where it belongs. */
function mustHaveValue(column: TableColumn): boolean {
  return column.role !== 'input' || (column.type !== 'text' && column.missing === 'drop');
}
