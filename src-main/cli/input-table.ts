import { AppError } from '@shared/core/errors.ts';
import { formatCount, quote } from '@shared/core/text.ts';
import { cellText, type RawColumn, type RawTable } from '@shared/data/raw-table.ts';
import { createCellReader } from '@shared/export/read-cell.ts';
import type { RawValue } from '@shared/model/column-catalog.ts';
import type { ModelInput } from '@shared/model/model-file.ts';
import type { TableFormat } from '@shared/model/table-source.ts';
import { readTableFile } from '../tables/read-table-file.ts';

/** Of a header, in a message. */
const NAMES_SHOWN = 10;

/**
 * The rows of a table as a model takes them, from a file of any form that Ninestep reads. Throws TABLE_INVALID with row
 * and column at the first cell that the model cannot take, so that no answer stands in the wrong line. `trained`: how the
 * table was written that the model was trained on.
 */
export async function readInputTable(
  path: string,
  inputs: readonly ModelInput[],
  trained: TableFormat | null = null,
): Promise<RawValue[][]> {
  const table = await readAsTrained(path, inputs, trained);
  // Where nothing follows an empty row, no answer can stand in the wrong line.
  const repaired = table.remarks.find(
    ({ kind, rows }) =>
      kind === 'ragged-rows' || (kind === 'empty-rows' && rows.some((row) => row < table.rows - 1)),
  );
  if (repaired !== undefined) {
    refuse(path, `${repaired.message} Correct the file, so that every answer stands in the line of its row.`);
  }
  const readers = inputs.map((input) => columnReader(path, input, findColumn(path, table, input.name)));
  return Array.from({ length: table.rows }, (_, row) => readers.map((read) => read(row)));
}

/**
 * The table, its numbers as those that the model was trained on where they can be read so, too: in a few rows of 1.234 and
 * 2.500 nothing says that the point stands for thousands, but in the model's own table something did.
 */
export async function readAsTrained(
  path: string,
  inputs: readonly ModelInput[],
  trained: TableFormat | null,
): Promise<RawTable> {
  const found = await readTableFile(path, null);
  if (trained?.type !== 'csv' || found.format.type !== 'csv') return found.table;
  const { decimal, thousands } = trained;
  const { format } = found;
  if (format.delimiter !== trained.delimiter) return found.table;
  if (format.decimal === decimal && format.thousands === thousands) return found.table;
  const { table } = await readTableFile(path, { ...format, decimal, thousands });
  const names = new Set(inputs.map(({ name }) => name));
  const isRead = table.columns.every(
    (column, c) => !names.has(column.name) || numbersIn(column) >= numbersIn(found.table.columns[c]!),
  );
  return isRead ? table : found.table;
}

function numbersIn(column: RawColumn): number {
  return column.kind === 'numbers' ? column.values.length - column.others.size : 0;
}

export function findColumn(path: string, table: RawTable, name: string): RawColumn {
  const found = table.columns.find((column) => column.name === name);
  if (found !== undefined) return found;
  const names = table.columns.map((column) => quote(column.name));
  const more = names.length > NAMES_SHOWN ? `, and ${formatCount(names.length - NAMES_SHOWN)} more` : '';
  const known = names.slice(0, NAMES_SHOWN).join(', ');
  return refuse(path, `There is no column ${quote(name)}. The table has: ${known}${more}.`);
}

function columnReader(path: string, input: ModelInput, cells: RawColumn): (row: number) => RawValue {
  const readCell = createCellReader(input);
  return (row) => {
    const value = cells.kind === 'numbers' ? cells.values[row]! : NaN;
    const cell = Number.isNaN(value) ? cellText(cells, row) : value;
    try {
      const read = readCell(cell);
      return 'levels' in input || Number.isNaN(read) ? cell : read;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return refuse(path, `Row ${formatCount(row + 1)}, column ${error.message}`);
    }
  };
}

function refuse(path: string, problem: string): never {
  throw new AppError('TABLE_INVALID', `${path}: ${problem}`, { at: path });
}
