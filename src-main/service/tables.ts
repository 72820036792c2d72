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

/** Preparing a large table takes seconds, and several things are often asked about the same one. */
let lastPrepared: { table: RawTable; key: string; data: PreparedData } | null = null;

/**
 * An experiment's data, prepared from the table that is held; that of the last one asked for is kept. Throws AppError where
 * that cannot be.
 */
export async function prepareHeld(experiment: Experiment): Promise<PreparedData> {
  const table = await tableOf(experiment.data.source, {});
  const key = JSON.stringify([experiment.data, experiment.training.loss]);
  if (lastPrepared?.table === table && lastPrepared.key === key) return lastPrepared.data;
  const data = prepareExperiment(experiment, table);
  lastPrepared = { table, key, data };
  return data;
}

/** As `TableCache.read`. `path` is absolute. */
export function readFile(
  path: string,
  format: TableFormat | null,
  options: ReadOptions,
): ReturnType<TableCache['read']> {
  return cache.read(path, format, options);
}
