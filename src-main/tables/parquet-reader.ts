import { AppError } from '@shared/core/errors.ts';
import { LIMITS } from '@shared/core/limits.ts';
import { formatBytes } from '@shared/core/text.ts';
import type { RawTable } from '@shared/data/raw-table.ts';
import {
  type AsyncBuffer,
  type DecodedArray,
  type FileMetaData,
  parquetMetadataAsync,
  parquetRead,
  parquetSchema,
} from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { nameColumns } from './column-names.ts';
import { checkColumnCount, checkMemory, checkRowCount, refuseTable } from './refuse-table.ts';
import type { TableBuilder, TypedCell } from './table-builder.ts';
import type { TableFile } from './table-file.ts';
import { buildTyped, isoDate } from './typed-rows.ts';

const MS_PER_DAY = 86_400_000;

/** Dates and times as texts that say what they are, to the millisecond. */
const PARSERS = {
  timestampFromMilliseconds: (value: bigint) => isoDate(Number(value)),
  timestampFromMicroseconds: (value: bigint) => isoDate(Number(value / 1_000n)),
  timestampFromNanoseconds: (value: bigint) => isoDate(Number(value / 1_000_000n)),
  dateFromDays: (days: number | undefined) => (days === undefined ? undefined : isoDate(days * MS_PER_DAY)),
};

/** A Parquet file, group of rows by group and column by column. Throws TABLE_INVALID, TOO_LARGE, CANCELLED. */
export async function readParquet(file: TableFile): Promise<RawTable> {
  const parquet = await openParquet(file);
  return buildTyped(file.path, async (builder) => {
    builder.expectedRows = Number(parquet.metadata.num_rows);
    for await (const _ of scanGroups(parquet, builder, Infinity)) builder.checkMemory();
    return nameColumns(parquet.names);
  });
}

/** A Parquet file whose columns and groups of rows are known. */
export interface ParquetFile {
  readonly file: TableFile;
  readonly source: AsyncBuffer;
  readonly metadata: FileMetaData;
  readonly names: readonly string[];
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
  // One column of a group is unpacked at a time.
  for (const group of metadata.row_groups) {
    for (const { meta_data: column } of group.columns)
      checkMemory(path, Number(column?.total_uncompressed_size ?? 0n));
  }
  checkMemory(path, Number(metadata.num_rows) * columns);
}

/**
 * Hands the cells of all columns on to `builder`; stops after each group of rows, or part of one that has more than
 * `mostRows`: what lies before such a part is read once more for it, but not unpacked.
 */
export async function* scanGroups(
  { file, source, metadata, names }: ParquetFile,
  builder: TableBuilder,
  mostRows: number,
): AsyncGenerator<void> {
  for (const _ of names) builder.addColumn();
  for (const { rowStart, rowEnd } of partsOf(metadata, mostRows)) {
    for (const [c, name] of names.entries()) {
      builder.expectCells(rowEnd - rowStart);
      const given = await readColumn(
        file.path,
        { file: source, metadata, columns: [name], rowStart, rowEnd },
        (cell) => builder.addTyped(c, cell),
      );
      if (given !== rowEnd - rowStart)
        refuseTable(file.path, `Column "${name}" has not as many cells as it says. The file is damaged.`);
      file.throwIfCancelled();
    }
    for (let row = rowStart; row < rowEnd; row++) builder.endRow();
    file.report(file.bytes, builder.rows);
    yield;
  }
}

interface RowRange {
  readonly rowStart: number;
  readonly rowEnd: number;
}

function* partsOf({ row_groups: groups }: FileMetaData, mostRows: number): Generator<RowRange> {
  let groupEnd = 0;
  for (const group of groups) {
    let rowStart = groupEnd;
    groupEnd += Number(group.num_rows);
    while (rowStart < groupEnd) {
      const rowEnd = Math.min(groupEnd, rowStart + mostRows);
      yield { rowStart, rowEnd };
      rowStart = rowEnd;
    }
  }
}

/** Hands on every cell of a column's part; gives how many there were. */
async function readColumn(
  path: string,
  part: RowRange & { file: AsyncBuffer; metadata: FileMetaData; columns: string[] },
  add: (cell: TypedCell) => void,
): Promise<number> {
  const chunks: { rowStart: number; data: DecodedArray }[] = [];
  await understood(path, () =>
    parquetRead({
      ...part,
      compressors,
      parsers: PARSERS,
      onChunk: (chunk) => chunks.push({ rowStart: chunk.rowStart, data: chunk.columnData }),
    }),
  );
  let count = 0;
  for (const { rowStart, data } of chunks.sort((a, b) => a.rowStart - b.rowStart)) {
    // A chunk is made of whole pages, which may begin before the part and end after it.
    const end = Math.min(data.length, part.rowEnd - rowStart);
    for (let k = Math.max(0, part.rowStart - rowStart); k < end; k++) {
      add(parquetCell(data[k]));
      count += 1;
    }
  }
  return count;
}

/** Lists, maps and bytes are shown as the JSON that tells them. */
function parquetCell(value: unknown): TypedCell {
  if (typeof value !== 'object' || value === null) return value as TypedCell;
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  return JSON.stringify(value, (_key, item: unknown) => (typeof item === 'bigint' ? String(item) : item));
}

function arrayBufferOf(bytes: Buffer): ArrayBuffer {
  // What was read into memory of its own need not be copied.
  if (bytes.length === bytes.buffer.byteLength) return bytes.buffer as ArrayBuffer;
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
}

/** The library tells of a damaged file in whatever way the damage makes it fail. */
async function understood<T>(path: string, read: () => Promise<T>): Promise<T> {
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
