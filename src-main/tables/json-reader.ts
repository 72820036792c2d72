import { AppError } from '@shared/core/errors.ts';
import { LIMITS } from '@shared/core/limits.ts';
import { formatCount, quote } from '@shared/core/text.ts';
import type { RawTable } from '@shared/data/raw-table.ts';
import { parseJson } from '@shared/schema/safe-json.ts';
import { nameColumns } from './column-names.ts';
import { refuseTable } from './refuse-table.ts';
import type { TableBuilder, TypedCell } from './table-builder.ts';
import type { TableFile } from './table-file.ts';
import { detectEncoding, ToUtf8 } from './text-encoding.ts';
import { buildTyped } from './typed-rows.ts';

type JsonObject = Readonly<Record<string, unknown>>;

const ADVICE = ' Save it as JSON lines, CSV or Parquet, which are read piece by piece.';
/** Rows between two looks at whether somebody has cancelled. */
const ROWS_AT_ONCE = 10_000;

/** A list of records, or an object of columns: lists, or objects by row as pandas writes them. Throws TABLE_INVALID. */
export async function readJson(file: TableFile): Promise<RawTable> {
  const bytes = await file.readWhole(LIMITS.wholeTableBytes, ADVICE);
  const text = new ToUtf8(detectEncoding(bytes)).convert(bytes, true).toString('utf8');
  const value = parseTableJson(text, file.path);
  if (Array.isArray(value)) return fromRecords(file, value);
  if (isObject(value)) return fromColumns(file, value);
  return refuseTable(
    file.path,
    `The file holds ${quote(value)}. A table is a list of records, or an object of columns.`,
  );
}

/** As `parseJson`, whose refusals are then told as those of a table. */
export function parseTableJson(text: string, what: string): unknown {
  try {
    return parseJson(text, what);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const problem =
      error.code === 'TOO_DEEP'
        ? `${what}: Cells nest deeper than ${String(LIMITS.jsonDepth)} levels. A table holds numbers and texts.`
        : error.message;
    throw new AppError('TABLE_INVALID', problem, { at: what, cause: error });
  }
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Puts records into rows; a column begins with the first record that names it. */
export class RecordRows {
  private readonly builder: TableBuilder;
  /** Name → column. A Map: names such as "constructor" are names like any other. */
  private readonly columns = new Map<string, number>();

  /** `known`: columns that are there from the first row on, even if later ones alone name them. */
  constructor(builder: TableBuilder, known: readonly string[] = []) {
    this.builder = builder;
    for (const key of known) this.columns.set(key, builder.addColumn());
  }

  get keys(): string[] {
    return [...this.columns.keys()];
  }

  add(record: JsonObject): void {
    const { builder } = this;
    const keys = Object.keys(record);
    for (const key of keys) if (!this.columns.has(key)) this.columns.set(key, builder.addColumn());
    for (const [key, column] of this.columns) {
      if (Object.hasOwn(record, key)) builder.addTyped(column, jsonCell(record[key]));
      else builder.addMissing(column);
    }
    builder.endRow();
  }

  names(): ReturnType<typeof nameColumns> {
    return nameColumns(this.keys);
  }
}

function fromRecords(file: TableFile, records: readonly unknown[]): Promise<RawTable> {
  if (records.length === 0) refuseTable(file.path, 'The list is empty. A table needs at least one record.');
  return buildTyped(file.path, async (builder) => {
    const rows = new RecordRows(builder);
    builder.expectedRows = records.length;
    for (const [r, record] of records.entries()) {
      if (!isObject(record)) {
        return refuseTable(
          file.path,
          `Row ${formatCount(r + 1)} is ${quote(record)}, not a record such as {"name": value}.`,
        );
      }
      rows.add(record);
      if (r % ROWS_AT_ONCE === 0) await breathe(file, builder);
    }
    requireColumns(file.path, builder);
    return rows.names();
  });
}

function fromColumns(file: TableFile, object: JsonObject): Promise<RawTable> {
  const names = Object.keys(object);
  const lists = names.map((name) => columnCells(file.path, name, object[name]));
  const rows = lists[0]?.length ?? 0;
  lists.forEach((list, c) => {
    if (list.length === rows) return;
    refuseTable(
      file.path,
      `Column ${quote(names[c])} has ${formatCount(list.length)} cells, but column ${quote(names[0])} has ${formatCount(rows)}. ` +
        'All columns need the same number.',
    );
  });
  if (rows === 0) refuseTable(file.path, 'The table has no rows.');
  return buildTyped(file.path, async (builder) => {
    builder.expectedRows = rows;
    names.forEach(() => builder.addColumn());
    for (let r = 0; r < rows; r++) {
      lists.forEach((list, c) => builder.addTyped(c, jsonCell(list[r])));
      builder.endRow();
      if (r % ROWS_AT_ONCE === 0) await breathe(file, builder);
    }
    return nameColumns(names);
  });
}

function columnCells(path: string, name: string, cells: unknown): readonly unknown[] {
  if (Array.isArray(cells)) return cells;
  if (isObject(cells)) return Object.values(cells);
  return refuseTable(
    path,
    `${quote(name)} is ${quote(cells)}, not a list of cells. A table is a list of records, or an object of columns.`,
  );
}

/** Lists and objects within a cell are shown as the JSON they are. */
function jsonCell(value: unknown): TypedCell {
  if (typeof value === 'object' && value !== null) return JSON.stringify(value);
  return value as TypedCell;
}

async function breathe(file: TableFile, builder: TableBuilder): Promise<void> {
  builder.checkMemory();
  file.report(file.bytes, builder.rows);
  await new Promise(setImmediate);
  file.throwIfCancelled();
}

export function requireColumns(path: string, builder: TableBuilder): void {
  if (builder.columnCount === 0)
    refuseTable(path, 'The records are empty. A record names its cells: {"name": value}.');
}
