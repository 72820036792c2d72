import { AppError } from '@shared/core/errors.ts';
import { formatCount } from '@shared/core/text.ts';
import { generateTable } from '@shared/data/generate.ts';
import type { RawTable } from '@shared/data/raw-table.ts';
import { drawToySet } from '@shared/data/toy-sets.ts';
import type { DataSource } from '@shared/model/data-catalog.ts';
import type { FileSource } from '@shared/model/table-source.ts';
import { isAbsolute, resolve } from 'node:path';
import { readBundledTable } from './bundled-tables.ts';
import { readTableFile } from './read-table-file.ts';
import { hashOfFile, type ReadOptions } from './table-file.ts';

export interface OpenOptions extends ReadOptions {
  /** Of the file that holds the experiment; null where it stands in none. Relative paths begin there. */
  baseDirectory: string | null;
}

/**
 * The rows of an experiment. A file must be the one that the experiment was made with, to the byte. Throws DATA_CHANGED,
 * FILE_NOT_FOUND, and as `readTableFile`, `generateTable` and `drawToySet` do.
 */
export async function openTable(source: DataSource, options: OpenOptions): Promise<RawTable> {
  switch (source.kind) {
    case 'file':
      return openFile(source, options);
    case 'bundled':
      return readBundledTable(source.id);
    case 'toy':
      return drawToySet(source);
    case 'formula':
      return generateTable(source);
  }
}

/** Where the file of a source is. Throws FILE_NOT_FOUND for a relative path that begins nowhere. */
export function placeOf({ path }: FileSource, baseDirectory: string | null): string {
  if (isAbsolute(path)) return path;
  if (baseDirectory !== null) return resolve(baseDirectory, path);
  throw new AppError(
    'FILE_NOT_FOUND',
    `Cannot read ${path}: the path is relative, and the experiment is not kept in a file from whose folder it could begin. ` +
      'Give the whole path.',
    { at: 'data.source.path' },
  );
}

async function openFile(source: FileSource, options: OpenOptions): Promise<RawTable> {
  const path = placeOf(source, options.baseDirectory);
  try {
    const { table, hash } = await readTableFile(path, source.format, options);
    if (hash !== source.hash) refuseChanged(path, source, table.rows);
    return table;
  } catch (error) {
    throw await explained(error, path, source, options);
  }
}

/** A table that can no longer be found or read: because its file was moved or changed? */
async function explained(
  error: unknown,
  path: string,
  source: FileSource,
  options: OpenOptions,
): Promise<unknown> {
  if (!(error instanceof AppError)) return error;
  if (error.code === 'FILE_NOT_FOUND') {
    const message = `${error.message} The experiment learns from this table. Put the file back, or choose where it is now.`;
    return new AppError(error.code, message, { at: error.at, cause: error });
  }
  if (error.code !== 'TABLE_INVALID' || (await hashOfFile(path, options)) === source.hash) return error;
  return changed(path, `It can no longer be read: ${error.message}`, error);
}

function refuseChanged(path: string, source: FileSource, rows: number): never {
  const sizes =
    rows === source.rows ? '' : `It had ${formatCount(source.rows)} rows and now has ${formatCount(rows)}.`;
  throw changed(path, sizes);
}

function changed(path: string, detail: string, cause?: unknown): AppError {
  return new AppError(
    'DATA_CHANGED',
    [
      `${path} is not the file that the experiment was made with: its content has changed.`,
      detail,
      'Put the old file back, or open this one anew: its columns are then looked at again.',
    ]
      .filter((part) => part !== '')
      .join(' '),
    { at: 'data.source.hash', cause },
  );
}
