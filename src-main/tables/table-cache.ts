import type { RawColumn, RawTable } from '@shared/data/raw-table.ts';
import type { DataSource } from '@shared/model/data-catalog.ts';
import type { FileSource, TableFormat } from '@shared/model/table-source.ts';
import { stat } from 'node:fs/promises';
import { type OpenOptions, openTable, placeOf } from './open-table.ts';
import { readTableFile } from './read-table-file.ts';
import type { ReadOptions } from './table-file.ts';

const CACHED_BYTES = 1.5 * 2 ** 30;

/** The path is whole: there is no folder for it to begin in. */
const ABSOLUTE = { baseDirectory: null };

interface Entry {
  readonly table: RawTable;
  readonly bytes: number;
  /** Size and time of the last change of the file; null for what comes from no file. */
  readonly state: string | null;
}

/** Keeps the tables that were asked for last, so that looking at one again does not read its file again. */
export class TableCache {
  private readonly limitBytes: number;
  /** Source → table; the one used last stands last. */
  private readonly entries = new Map<string, Entry>();

  constructor(limitBytes = CACHED_BYTES) {
    this.limitBytes = limitBytes;
  }

  /** As `openTable`, without reading where the file is as it was. */
  async get(source: DataSource, options: OpenOptions): Promise<RawTable> {
    const key = keyOf(source, options);
    const state = await stateOf(source, options);
    const known = this.entries.get(key);
    this.entries.delete(key);
    const entry = known?.state === state ? known : entryOf(await openTable(source, options), state);
    this.keep(key, entry);
    return entry.table;
  }

  /** A file's table as it is now, and the source that stands for it. `format` null: found out from the file. */
  async read(
    path: string,
    format: TableFormat | null,
    options: ReadOptions,
  ): Promise<{ table: RawTable; source: FileSource }> {
    // Before it is read: what is changed meanwhile must not pass for what was read.
    const state = await stateOfFile(path);
    const { table, format: found, rows, hash } = await readTableFile(path, format, options);
    const source: FileSource = { kind: 'file', path, format: found, rows, hash };
    this.keep(keyOf(source, ABSOLUTE), entryOf(table, state));
    return { table, source };
  }

  /** A table larger than all that is kept is not kept; the others go, oldest first, until it fits. */
  private keep(key: string, entry: Entry): void {
    this.entries.delete(key);
    if (entry.bytes > this.limitBytes) return;
    let bytes = entry.bytes;
    for (const kept of this.entries.values()) bytes += kept.bytes;
    for (const [oldest, kept] of this.entries) {
      if (bytes <= this.limitBytes) break;
      this.entries.delete(oldest);
      bytes -= kept.bytes;
    }
    this.entries.set(key, entry);
  }
}

function keyOf(source: DataSource, { baseDirectory }: OpenOptions): string {
  return JSON.stringify(
    source.kind === 'file' ? { ...source, path: placeOf(source, baseDirectory) } : source,
  );
}

async function stateOf(source: DataSource, { baseDirectory }: OpenOptions): Promise<string | null> {
  return source.kind === 'file' ? stateOfFile(placeOf(source, baseDirectory)) : null;
}

/** A file that is not there has no state; opening it will say so. */
async function stateOfFile(path: string): Promise<string> {
  try {
    const { size, mtimeMs, ino } = await stat(path);
    return `${String(size)} ${String(mtimeMs)} ${String(ino)}`;
  } catch {
    return 'gone';
  }
}

function entryOf(table: RawTable, state: string | null): Entry {
  return { table, state, bytes: table.columns.reduce((sum, column) => sum + columnBytes(column), 0) };
}

/** Roughly, for texts that V8 holds. */
const TEXT_BYTES = 64;

function columnBytes(column: RawColumn): number {
  switch (column.kind) {
    case 'numbers':
      return column.values.byteLength + TEXT_BYTES * column.others.size;
    case 'levels':
      return column.codes.byteLength + TEXT_BYTES * column.levels.length;
    case 'texts':
      return column.bytes.byteLength + column.starts.byteLength;
  }
}
