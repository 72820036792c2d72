import { AppError } from '@shared/core/errors.ts';
import { LIMITS } from '@shared/core/limits.ts';
import { quote } from '@shared/core/text.ts';
import { inferColumns } from '@shared/data/infer/infer-columns.ts';
import { cellText, type RawTable } from '@shared/data/raw-table.ts';
import { suggestExperiment } from '@shared/data/suggest/suggest-experiment.ts';
import type { Request, Response } from '@shared/ipc/contract.ts';
import type { TableColumn } from '@shared/model/column-catalog.ts';
import type { DataSource } from '@shared/model/data-catalog.ts';
import type { Experiment } from '@shared/model/experiment.ts';
import type { FileSource } from '@shared/model/table-source.ts';
import { previewTableFile } from '../tables/read-table-file.ts';
import { hashOfFile, type ReadOptions } from '../tables/table-file.ts';
import { experimentName } from './experiment-name.ts';
import { keepDecisions, levelsOf } from './keep-decisions.ts';
import { readFile, tableOf } from './tables.ts';

/* What the window asks about tables, worked out in the service process. Paths are absolute. */

/** Reads a table and suggests an experiment on it. */
export async function openExperiment(
  request: Request<'table:open'>['table'],
  options: ReadOptions,
): Promise<Experiment> {
  if (request.kind === 'path') {
    const { table, source } = await readFile(request.path, request.format, options);
    return suggested(source, inferColumns(table));
  }
  const { source } = request;
  // The columns of formulas follow from the formulas.
  return suggested(source, source.kind === 'formula' ? [] : inferColumns(await tableOf(source, options)));
}

function suggested(source: DataSource, columns: TableColumn[]): Experiment {
  return suggestExperiment({ source, columns }, experimentName(source));
}

/** The experiment on its file as that is now, whatever it was when it was opened. */
export async function refreshTable(experiment: Experiment, options: ReadOptions): Promise<Experiment> {
  const before = experiment.data.source;
  if (before.kind !== 'file') return experiment;
  const { table, source } = await readFile(before.path, before.format, options);
  const columns = keepDecisions(inferColumns(table), experiment.data.columns, table);
  return { ...experiment, data: { ...experiment.data, source, columns } };
}

/** Whether a file is the one that a source speaks of, and the source as the file is. */
export async function compareTable(
  source: FileSource,
  options: ReadOptions,
): Promise<{ isSame: boolean; source: FileSource }> {
  if ((await hashOfFile(source.path, options)) === source.hash) return { isSame: true, source };
  return { isSame: false, source: (await readFile(source.path, source.format, options)).source };
}

/** How much of a table is shown before all of it has been read. */
const PEEK = { rowCount: 50, columnCount: 50 };

/** The first rows of a text table, from the head of its file alone. */
export async function peek(
  { path, format }: Request<'table:peek'>,
  options: ReadOptions,
): Promise<Response<'table:peek'>> {
  const found = await previewTableFile(path, format, options);
  if (found === null) return { head: null };
  const names = found.table.columns.slice(0, PEEK.columnCount).map(({ name }) => name);
  return { head: { names, cells: cellsOf(found.table, { firstRow: 0, firstColumn: 0, ...PEEK }) } };
}

export async function readRows({ source, ...range }: Request<'table:rows'>): Promise<Response<'table:rows'>> {
  return { cells: cellsOf(await tableOf(source, {}), range) };
}

/** Cells as they stand in the table, long texts cut; rows and columns beyond its ends are left out. */
function cellsOf(
  { rows, columns }: RawTable,
  { firstRow, rowCount, firstColumn, columnCount }: Omit<Request<'table:rows'>, 'source'>,
): (string | null)[][] {
  const shown = columns.slice(firstColumn, firstColumn + columnCount);
  return Array.from({ length: Math.max(0, Math.min(rowCount, rows - firstRow)) }, (_, k) =>
    shown.map((column) => cellText(column, firstRow + k)?.slice(0, LIMITS.textLength) ?? null),
  );
}

/** The levels that a column would have as a category. */
export async function readLevels({
  source,
  column,
}: Request<'table:levels'>): Promise<Response<'table:levels'>> {
  const table = await tableOf(source, {});
  const cells = table.columns.find(({ name }) => name === column);
  if (cells !== undefined) return levelsOf(cells, table.rows);
  throw new AppError('INVALID_VALUE', `column: The table has no column ${quote(column)}. Open it anew.`, {
    at: 'column',
  });
}
