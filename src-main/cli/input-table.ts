import { AppError } from '@shared/core/errors.ts';
import { formatCount, quote } from '@shared/core/text.ts';
import { cellText, type RawColumn, type RawTable } from '@shared/data/raw-table.ts';
import { readCell } from '@shared/export/read-cell.ts';
import type { RawValue } from '@shared/model/column-catalog.ts';
import type { ModelInput } from '@shared/model/model-file.ts';
import { readTableFile } from '../tables/read-table-file.ts';

/** Of a header, in a message. */
const NAMES_SHOWN = 10;

/**
 * The rows of a table as a model takes them, from a file of any form that Ninestep reads. Throws TABLE_INVALID with row
 * and column at the first cell that the model cannot take, so that no answer stands in the wrong line.
 */
export async function readInputTable(path: string, inputs: readonly ModelInput[]): Promise<RawValue[][]> {
  const { table } = await readTableFile(path, null);
  const repaired = table.remarks.find(({ kind }) => kind === 'ragged-rows' || kind === 'empty-rows');
  if (repaired !== undefined) {
    refuse(path, `${repaired.message} Correct the file, so that every answer stands in the line of its row.`);
  }
  const columns = inputs.map(({ name }) => findColumn(path, table, name));
  return Array.from({ length: table.rows }, (_, row) =>
    inputs.map((input, i) => readRow(path, input, columns[i]!, row)),
  );
}

function findColumn(path: string, table: RawTable, name: string): RawColumn {
  const found = table.columns.find((column) => column.name === name);
  if (found !== undefined) return found;
  const names = table.columns.map((column) => quote(column.name));
  const more = names.length > NAMES_SHOWN ? `, and ${formatCount(names.length - NAMES_SHOWN)} more` : '';
  const known = names.slice(0, NAMES_SHOWN).join(', ');
  return refuse(path, `There is no column ${quote(name)}. The table has: ${known}${more}.`);
}

function readRow(path: string, input: ModelInput, cells: RawColumn, row: number): RawValue {
  const value = cells.kind === 'numbers' ? cells.values[row]! : NaN;
  const cell = Number.isNaN(value) ? cellText(cells, row) : value;
  try {
    const read = readCell(input, cell);
    return 'levels' in input || Number.isNaN(read) ? cell : read;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return refuse(path, `Row ${formatCount(row + 1)}, column ${error.message}`);
  }
}

function refuse(path: string, problem: string): never {
  throw new AppError('TABLE_INVALID', `${path}: ${problem}`, { at: path });
}
