import { prepareExperiment } from '@shared/data/prepare.ts';
import type { PreparedData } from '@shared/data/prepared-data.ts';
import type { RawTable } from '@shared/data/raw-table.ts';
import type { DataSource } from '@shared/model/data-catalog.ts';
import type { Experiment } from '@shared/model/experiment.ts';
import type { TableFormat } from '@shared/model/table-source.ts';
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

/** As `TableCache.read`. `path` is absolute. */
export function readFile(
  path: string,
  format: TableFormat | null,
  options: ReadOptions,
): ReturnType<TableCache['read']> {
  return cache.read(path, format, options);
}
