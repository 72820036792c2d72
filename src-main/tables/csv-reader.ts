import { AppError } from '@shared/core/errors.ts';
import { LIMITS } from '@shared/core/limits.ts';
import { formatBytes, formatCount } from '@shared/core/text.ts';
import type { RawTable } from '@shared/data/raw-table.ts';
import { type CsvFormat, CsvScanner } from './csv-scanner.ts';
import { CsvTable } from './csv-table.ts';
import { detectCsv, SEPARATOR_LINE, SEPARATOR_LINE_LENGTH } from './detect-csv.ts';
import { refuseTable } from './refuse-table.ts';
import { NO_TEXT_COLUMNS, type TextColumns } from './table-builder.ts';
import type { TableFile } from './table-file.ts';
import { type Encoding, ToUtf8 } from './text-encoding.ts';

/** What is looked at to find out how a table is written; more where one row alone is longer. */
const HEAD_BYTES = 256 * 2 ** 10;
const FEWEST_LINES = 3;

export interface ReadCsv {
  readonly table: RawTable;
  readonly format: CsvFormat;
}

/**
 * Reads a text table. What `given` does not say is found out. Throws TABLE_INVALID with row, line and column; TOO_LARGE;
 * CANCELLED.
 */
export async function readCsv(file: TableFile, given: CsvFormat | null): Promise<ReadCsv> {
  const { format, table } = await readGuessed(file, given, (found, isGuess) =>
    readOnce(file, found, NO_TEXT_COLUMNS, isGuess),
  );
  const textColumns = table.builder.settle();
  if (textColumns.size === 0) return { table: table.finish(), format };
  table.builder.clear();
  const { hash } = file;
  const again = await readOnce(file, format, textColumns);
  again.builder.settle();
  if (file.hash !== hash) refuseChanging(file.path);
  return { table: again.finish(), format };
}

/** As told, or as found out: once more where the first letters were plain and later ones are not UTF-8. */
export async function readGuessed(
  file: TableFile,
  given: CsvFormat | null,
  readAs: (format: CsvFormat, isGuess: boolean) => Promise<CsvTable>,
): Promise<{ format: CsvFormat; table: CsvTable }> {
  const format = given ?? (await detectFormat(file));
  const isGuess = given === null && format.encoding === 'utf-8';
  try {
    return { format, table: await readAs(format, isGuess) };
  } catch (error) {
    if (!(error instanceof NotUtf8)) throw error;
    const other = await detectFormat(file, 'windows-1252');
    return { format: other, table: await readAs(other, false) };
  }
}

/** The guess that a file is UTF-8 was wrong. Never leaves `readGuessed`. */
class NotUtf8 extends Error {}

/** The first `mostRows` rows, of which the whole file's types may differ. Throws as `readCsv` does. */
export async function readCsvHead(
  file: TableFile,
  given: CsvFormat | null,
  mostRows: number,
): Promise<ReadCsv> {
  const format = given ?? (await detectFormat(file));
  const head = await readHead(file);
  const read = (textColumns: TextColumns) => {
    const table = new CsvTable(file.path, format, textColumns, mostRows);
    const isLast = head.length === file.bytes;
    const text = withoutSeparatorLine(new ToUtf8(format.encoding).convert(head, isLast));
    new CsvScanner(format, table).scan(text, isLast);
    return table;
  };
  let table = read(NO_TEXT_COLUMNS);
  const textColumns = table.builder.settle();
  if (textColumns.size > 0) {
    table = read(textColumns);
    table.builder.settle();
  }
  return { table: table.finish(), format };
}

async function readHead(file: TableFile): Promise<Buffer> {
  const head = await file.read(0, HEAD_BYTES);
  let lines = 0;
  for (const byte of head) if (byte === 0x0a || byte === 0x0d) lines += 1;
  return lines >= FEWEST_LINES || head.length === file.bytes ? head : await file.read(0, LIMITS.rowBytes);
}

async function detectFormat(file: TableFile, encoding?: Encoding): Promise<CsvFormat> {
  const head = await readHead(file);
  const extension = /\.([^.]*)$/.exec(file.path)?.[1]?.toLowerCase() ?? '';
  return detectCsv(head, head.length === file.bytes, extension, encoding);
}

/** One pass over the file. Throws as `scanFile` does. */
async function readOnce(
  file: TableFile,
  format: CsvFormat,
  textColumns: TextColumns,
  isGuess = false,
): Promise<CsvTable> {
  const table = new CsvTable(file.path, format, textColumns);
  for await (const bytesRead of scanFile(file, format, table, isGuess)) {
    table.builder.expectedRows = (table.rows * file.bytes) / bytesRead;
    table.builder.checkMemory();
  }
  return table;
}

/**
 * Hands the rows of the file on to `table`; stops after each chunk, at so many bytes. Throws NotUtf8 where bytes are not of
 * the encoding and `isGuess` says that it may be another.
 */
export async function* scanFile(
  file: TableFile,
  format: CsvFormat,
  table: CsvTable,
  isGuess = false,
): AsyncGenerator<number> {
  const scanner = new CsvScanner(format, table);
  const utf8 = new ToUtf8(format.encoding);
  let rest: Buffer = Buffer.alloc(0);
  let isFirst = true;
  let scannedBytes = 0;
  for await (const { bytes, isLast } of file.chunks(() => table.rows)) {
    const converted = utf8.convert(bytes, isLast);
    if (!utf8.isValid && isGuess) throw new NotUtf8();
    table.hasUnreadableBytes = !utf8.isValid;
    const text = isFirst ? withoutSeparatorLine(converted) : converted;
    isFirst = false;
    const joined = rest.length === 0 ? text : Buffer.concat([rest, text]);
    const end = scanner.scan(joined, isLast);
    // The chunk's memory is used again for the next one.
    rest = Buffer.from(joined.subarray(end));
    if (rest.length > LIMITS.rowBytes) refuseLongRow(file.path, scanner, rest, table);
    scannedBytes += bytes.length;
    yield scannedBytes;
  }
}

function withoutSeparatorLine(text: Buffer): Buffer {
  const line = SEPARATOR_LINE.exec(text.toString('latin1', 0, SEPARATOR_LINE_LENGTH));
  return line === null ? text : text.subarray(line[0].length);
}

/** A row without end: most likely a quote that was never closed, which the scanner then says. */
function refuseLongRow(path: string, scanner: CsvScanner, row: Buffer, { rows }: CsvTable): never {
  scanner.scan(row, true);
  return refuseTable(
    path,
    `Row ${formatCount(rows + 1)} is longer than ${formatBytes(LIMITS.rowBytes)}, which is the most that is read. ` +
      'Is it a table of text? If it is, choose other quotes or split its cells.',
  );
}

export function refuseChanging(path: string): never {
  throw new AppError('DATA_CHANGED', `${path} was changed while it was read. Open it again.`, { at: path });
}
