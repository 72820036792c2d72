import { AppError } from '@shared/core/errors.ts';
import { LIMITS } from '@shared/core/limits.ts';
import { formatBytes } from '@shared/core/text.ts';
import type { RawTable } from '@shared/data/raw-table.ts';
import { type AsyncBuffer, type FileMetaData, parquetMetadataAsync, parquetSchema } from 'hyparquet';
import { nameColumns } from './column-names.ts';
import { openColumns, type ParquetFile } from './parquet/open-column.ts';
import { checkColumnCount, checkMemory, checkRowCount, refuseTable } from './refuse-table.ts';
import type { TableBuilder } from './table-builder.ts';
import type { TableFile } from './table-file.ts';
import { buildTyped } from './typed-rows.ts';

/** A Parquet file, group of rows by group and column by column. Throws TABLE_INVALID, TOO_LARGE, CANCELLED. */
export async function readParquet(file: TableFile): Promise<RawTable> {
  const parquet = await openParquet(file);
  return buildTyped(file.path, async (builder) => {
    builder.expectedRows = Number(parquet.metadata.num_rows);
    for await (const _ of scanGroups(parquet, builder, Infinity)) builder.checkMemory();
    return nameColumns(parquet.names);
  });
}

/** Throws TABLE_INVALID and TOO_LARGE for what cannot be read. */
export async function openParquet(file: TableFile): Promise<ParquetFile> {
  const source: AsyncBuffer = {
    byteLength: file.bytes,
    slice: async (start, end = file.bytes) => arrayBufferOf(await file.read(start, Math.max(0, end - start))),
  };
  // The hash is of all bytes, in their order; the columns are read as they lie.
  for await (const _ of file.chunks(() => 0));
  const metadata = await understood(file.path, () => parquetMetadataAsync(source));
  const names = parquetSchema(metadata).children.map((child) => child.element.name);
  checkSizes(file.path, metadata, names.length);
  return { file, source, metadata, names };
}

function checkSizes(path: string, metadata: FileMetaData, columns: number): void {
  if (new Set(parquetSchema(metadata).children.map((child) => child.element.name)).size < columns) {
    refuseTable(path, 'Two columns have the same name. Rename one where the file was made.');
  }
  checkColumnCount(path, columns);
  checkRowCount(path, Number(metadata.num_rows));
  if (columns === 0 || metadata.num_rows === 0n) refuseTable(path, 'The table has no rows.');
  checkMemory(path, Number(metadata.num_rows) * columns);
}

/**
 * Hands the cells of all columns on to `builder`; stops after each group of rows, or part of one that has more than
 * `mostRows`. Every page is read as its cells are needed.
 */
export async function* scanGroups(
  parquet: ParquetFile,
  builder: TableBuilder,
  mostRows: number,
  heldBytes?: number,
): AsyncGenerator<void> {
  const { file, metadata, names } = parquet;
  for (const _ of names) builder.addColumn();
  for (const [g, group] of metadata.row_groups.entries()) {
    const columns = await understood(file.path, () => openColumns(parquet, g, builder.rows, heldBytes));
    for (let left = Number(group.num_rows); left > 0;) {
      const count = Math.min(mostRows, left);
      for (const [c, column] of columns.entries()) {
        builder.expectCells(count);
        await understood(file.path, () => column.handOn(builder, c, count));
        file.throwIfCancelled();
      }
      for (let row = 0; row < count; row++) builder.endRow();
      left -= count;
      file.report(file.bytes, builder.rows);
      yield;
    }
  }
}

function arrayBufferOf(bytes: Buffer): ArrayBuffer {
  // What was read into memory of its own need not be copied.
  if (bytes.length === bytes.buffer.byteLength) return bytes.buffer as ArrayBuffer;
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
}

/** The library tells of a damaged file in whatever way the damage makes it fail. */
async function understood<T>(path: string, read: () => T | Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof AppError) throw error;
    return refuseTable(
      path,
      `The file is not Parquet, is damaged, or uses a part of the format that is not read (at most ${formatBytes(LIMITS.tableMemoryBytes)}, ` +
        'not encrypted). Save it again, or as CSV.',
      error,
    );
  }
}
