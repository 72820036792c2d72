import { prepareExperiment } from '@shared/data/prepare.ts';
import type { PreparedData } from '@shared/data/prepared-data.ts';
import type { RawTable } from '@shared/data/raw-table.ts';
import type { DataSource } from '@shared/model/data-catalog.ts';
import type { Experiment } from '@shared/model/experiment.ts';
import type { FileSource, TableFormat } from '@shared/model/table-source.ts';
import { readTableFile } from '../tables/read-table-file.ts';
import { TableCache } from '../tables/table-cache.ts';
import type { ReadOptions } from '../tables/table-file.ts';

/* The tables that the service process holds. Paths that reach it are absolute. */

const ABSOLUTE = { baseDirectory: null };
const cache = new TableCache();
let lastAsked: Promise<unknown> = Promise.resolve();

/**
 * The table of a source, read again only where its file was changed. One at a time: a window that asks for rows and for a
 * profile at once must not have a large file read twice.
 */
export function tableOf(source: DataSource, options: ReadOptions): Promise<RawTable> {
  const table = lastAsked.then(() => cache.get(source, { ...ABSOLUTE, ...options }));
  lastAsked = table.catch(() => undefined);
  return table;
}

/** An experiment's data, prepared from the table that is held. Throws AppError where that cannot be. */
export async function prepareHeld(experiment: Experiment): Promise<PreparedData> {
  return prepareExperiment(experiment, await tableOf(experiment.data.source, {}));
}

/** A file's table as it is now, and the source that stands for it. `format` null: found out from the file. */
export async function readFile(
  path: string,
  format: TableFormat | null,
  options: ReadOptions,
): Promise<{ table: RawTable; source: FileSource }> {
  const { table, format: found, rows, hash } = await readTableFile(path, format, options);
  const source: FileSource = { kind: 'file', path, format: found, rows, hash };
  await cache.remember(source, table, ABSOLUTE);
  return { table, source };
}
