import { LIMITS } from '@shared/core/limits.ts';
import { formatBytes, quote } from '@shared/core/text.ts';
import type { RawTable } from '@shared/data/raw-table.ts';
import type { TableFormat } from '@shared/model/table-source.ts';
import { readSheet, SheetNotFoundError } from 'read-excel-file/universal';
import { CellNumbers, PLAIN_NUMBERS } from './cell-numbers.ts';
import { countedNames, nameColumns } from './column-names.ts';
import { detectHeader } from './detect-header.ts';
import { refuseTable } from './refuse-table.ts';
import type { TypedCell } from './table-builder.ts';
import type { TableFile } from './table-file.ts';
import { buildTyped, isoDate } from './typed-rows.ts';
import { unpackedBytes } from './zip-sizes.ts';

export type ExcelFormat = TableFormat & { type: 'excel' };

/** The library holds a sheet as one text, and texts of V8 end at half a gigabyte. */
const SHEET_BYTES = 500 * 2 ** 20;
const SAMPLED_ROWS = 200;

/** One sheet of a workbook. The header is found out where the format is not given. Throws TABLE_INVALID, CANCELLED. */
export async function readExcel(
  file: TableFile,
  given: ExcelFormat | null,
): Promise<{ table: RawTable; format: ExcelFormat }> {
  const bytes = await file.readWhole(LIMITS.wholeTableBytes, ' Save the sheet as CSV.');
  checkUnpackedSize(file.path, bytes);
  const rows = await readRows(file, bytes, given?.sheet ?? 1);
  file.throwIfCancelled();
  const texts = rows.slice(0, SAMPLED_ROWS).map((row) => row.map((cell) => String(cell ?? '')));
  const format: ExcelFormat = given ?? {
    type: 'excel',
    sheet: 1,
    header: detectHeader(texts, new CellNumbers(PLAIN_NUMBERS)),
  };
  return { table: await tableOf(file, rows, format), format };
}

function checkUnpackedSize(path: string, bytes: Buffer): void {
  const unpacked = unpackedBytes(bytes);
  if (unpacked === null)
    refuseTable(path, 'The file is not an Excel workbook, or is damaged. Save it again as .xlsx, or as CSV.');
  if (unpacked > SHEET_BYTES) {
    refuseTable(
      path,
      `The workbook unpacks to ${formatBytes(unpacked)}; at most ${formatBytes(SHEET_BYTES)} are read. Save the sheet as CSV.`,
    );
  }
}

async function readRows(file: TableFile, bytes: Buffer, sheet: number): Promise<TypedCell[][]> {
  try {
    const rows = await readSheet(
      bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer,
      sheet,
    );
    return rows.map((row) => row.map((cell) => excelCell(cell)));
  } catch (error) {
    const problem =
      error instanceof SheetNotFoundError
        ? `The workbook has no sheet ${String(sheet)}. Choose another one.`
        : 'The sheet cannot be read: the file is damaged, or protected by a password. Save it again as .xlsx, or as CSV.';
    return refuseTable(file.path, problem, error);
  }
}

function excelCell(cell: unknown): TypedCell {
  if (cell instanceof Date) return isoDate(cell.getTime());
  // Spaces around a text are no part of it. Errors such as #DIV/0! arrive as null: they are missing.
  return typeof cell === 'string' ? cell.trim() : (cell as TypedCell);
}

function tableOf(file: TableFile, rows: readonly TypedCell[][], { header }: ExcelFormat): Promise<RawTable> {
  const begin = rows.findIndex((row) => row.some((cell) => cell != null && cell !== ''));
  const [first, ...others] = rows.slice(Math.max(0, begin));
  if (first === undefined || begin < 0) return refuseTable(file.path, 'The sheet is empty.');
  const body = header ? others : [first, ...others];
  if (body.length === 0) refuseTable(file.path, 'The sheet holds only a header, and no rows below it.');
  return buildTyped(file.path, (builder) => {
    builder.expectedRows = body.length;
    for (const _ of first) builder.addColumn();
    for (const [r, row] of body.entries()) {
      if (row.length > first.length) {
        refuseTable(
          file.path,
          `Row ${String(r + 1)} is longer than the first: ${quote(row[first.length])} stands beside the table.`,
        );
      }
      for (let c = 0; c < first.length; c++) builder.addTyped(c, row[c]);
      builder.endRow();
    }
    builder.checkMemory();
    const found = header ? first.map((cell) => String(cell ?? '')) : countedNames(first.length);
    return Promise.resolve(nameColumns(found));
  });
}
