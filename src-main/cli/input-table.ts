import { AppError } from '@shared/core/errors.ts';
import { formatCount, quote } from '@shared/core/text.ts';
import type { RawColumn, RawTable } from '@shared/data/raw-table.ts';
import type { ModelInput } from '@shared/model/model-file.ts';
import type { TableFormat } from '@shared/model/table-source.ts';
import type { CsvFormat } from '../tables/csv-scanner.ts';
import { readTableFile } from '../tables/read-table-file.ts';
import { type CountedColumn, numbersOrMissing } from '../tables/table-pieces.ts';

/** Of a header, in a message. */
const NAMES_SHOWN = 10;

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
  const format = formatAsTrained(found.format, trained);
  if (format === null) return found.table;
  const { table } = await readTableFile(path, format);
  return isReadAsWell(inputs, countedColumns(found.table), countedColumns(table)) ? table : found.table;
}

/** The format that was found, with the numbers of the table that the model was trained on; null where it says nothing else. */
export function formatAsTrained(found: TableFormat, trained: TableFormat | null): CsvFormat | null {
  if (trained?.type !== 'csv' || found.type !== 'csv') return null;
  const { decimal, thousands, delimiter } = trained;
  if (found.delimiter !== delimiter) return null;
  return found.decimal === decimal && found.thousands === thousands ? null : { ...found, decimal, thousands };
}

/** Whether in no column that the model takes fewer numbers are found than before. */
export function isReadAsWell(
  inputs: readonly ModelInput[],
  before: readonly CountedColumn[],
  now: readonly CountedColumn[],
): boolean {
  const names = new Set(inputs.map(({ name }) => name));
  return now.every(
    (column, c) => !names.has(column.name) || column.numbersOrMissing >= before[c]!.numbersOrMissing,
  );
}

function countedColumns({ columns }: RawTable): CountedColumn[] {
  return columns.map((column) => ({ name: column.name, numbersOrMissing: numbersOrMissing(column) }));
}

export function findColumn(path: string, table: RawTable, name: string): RawColumn {
  const found = table.columns.find((column) => column.name === name);
  if (found !== undefined) return found;
  const names = table.columns.map((column) => quote(column.name));
  const more = names.length > NAMES_SHOWN ? `, and ${formatCount(names.length - NAMES_SHOWN)} more` : '';
  const known = names.slice(0, NAMES_SHOWN).join(', ');
  return refuseInput(path, `There is no column ${quote(name)}. The table has: ${known}${more}.`);
}

export function refuseInput(path: string, problem: string): never {
  throw new AppError('TABLE_INVALID', `${path}: ${problem}`, { at: path });
}
