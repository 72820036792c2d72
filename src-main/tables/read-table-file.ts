import type { RawTable } from '@shared/data/raw-table.ts';
import type { TableFormat, TableFormatType } from '@shared/model/table-source.ts';
import { readCsv, readCsvHead } from './csv-reader.ts';
import type { CsvFormat } from './csv-scanner.ts';
import { detectForm } from './detect-form.ts';
import { readExcel } from './excel-reader.ts';
import { readJsonLines } from './json-lines-reader.ts';
import { readJson } from './json-reader.ts';
import { readParquet } from './parquet-reader.ts';
import { refuseTable } from './refuse-table.ts';
import { type ReadOptions, TableFile } from './table-file.ts';
import {
  csvInPieces,
  inOnePiece,
  jsonLinesInPieces,
  parquetInPieces,
  type TableInPieces,
} from './table-pieces.ts';

export interface ReadTable {
  readonly table: RawTable;
  /** As given, or as found out. */
  readonly format: TableFormat;
  readonly rows: number;
  /** `sha256:` of the file's bytes. */
  readonly hash: string;
}

const FORM_BYTES = 64 * 2 ** 10;
const PREVIEW_ROWS = 200;

/**
 * Reads a table from a file; how it is written is found out where `format` is null. Throws TABLE_INVALID and TOO_LARGE with
 * file, row and column; FILE_NOT_FOUND, FILE_UNREADABLE, FILE_TOO_LARGE; DATA_CHANGED where the file changes meanwhile;
 * CANCELLED.
 */
export async function readTableFile(
  path: string,
  format: TableFormat | null,
  options: ReadOptions = {},
): Promise<ReadTable> {
  return withFile(path, options, async (file) => {
    const { table, format: found } = await read(file, format);
    if (file.hash === null) throw new Error('The file was not read to its end.');
    return { table, format: found, rows: table.rows, hash: file.hash };
  });
}

/** How a table is to be read. */
export interface TableReadOptions extends ReadOptions {
  /** How the file is written, where it is not to be found out. */
  readonly form?: TableFormatType | undefined;
}

/**
 * As `readTableFile`, for tables that are larger than memory: the file is read once, and a second time for its rows. JSON
 * and Excel, which are read as a whole, come in one piece. `reread` reads a text table in another way.
 */
export async function withTableInPieces<T>(
  path: string,
  options: TableReadOptions,
  use: (table: TableInPieces, reread: (format: CsvFormat) => Promise<TableInPieces>) => Promise<T>,
): Promise<T> {
  return withFile(path, options, async (file) =>
    use(await inPieces(file, options.form), (format) => csvInPieces(file, format)),
  );
}

async function inPieces(file: TableFile, form?: TableFormatType): Promise<TableInPieces> {
  const type = await formOf(file, form);
  switch (type) {
    case 'csv':
      return csvInPieces(file, null);
    case 'json-lines':
      return jsonLinesInPieces(file);
    case 'parquet':
      return parquetInPieces(file);
    case 'json':
      return inOnePiece({ table: await readJson(file), format: { type } });
    case 'excel':
      return inOnePiece(await readExcel(file, null));
  }
}

/**
 * The first rows of a text table, read from the head of the file alone; null for other forms. Column kinds may yet differ
 * from those of the whole table. Throws as `readTableFile` does.
 */
export async function previewTableFile(
  path: string,
  format: TableFormat | null,
  options: ReadOptions = {},
): Promise<{ table: RawTable; format: TableFormat } | null> {
  return withFile(path, options, async (file) => {
    const type = format?.type ?? (await formOf(file));
    if (type !== 'csv') return null;
    return readCsvHead(file, format?.type === 'csv' ? format : null, PREVIEW_ROWS);
  });
}

async function withFile<T>(
  path: string,
  options: ReadOptions,
  use: (file: TableFile) => Promise<T>,
): Promise<T> {
  const file = await TableFile.open(path, options);
  try {
    return await use(file);
  } finally {
    await file.close();
  }
}

async function formOf(file: TableFile, given?: TableFormatType): Promise<TableFormatType> {
  if (file.bytes === 0) refuseTable(file.path, 'The file is empty. A table needs rows of cells.');
  return given ?? detectForm(file.path, await file.read(0, FORM_BYTES));
}

async function read(
  file: TableFile,
  format: TableFormat | null,
): Promise<{ table: RawTable; format: TableFormat }> {
  const type = format?.type ?? (await formOf(file));
  switch (type) {
    case 'csv':
      return readCsv(file, format?.type === 'csv' ? format : null);
    case 'json':
      return { table: await readJson(file), format: { type } };
    case 'json-lines':
      return { table: await readJsonLines(file), format: { type } };
    case 'parquet':
      return { table: await readParquet(file), format: { type } };
    case 'excel':
      return readExcel(file, format?.type === 'excel' ? format : null);
  }
}
