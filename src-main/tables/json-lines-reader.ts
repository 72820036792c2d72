import { LIMITS } from '@shared/core/limits.ts';
import { formatBytes, formatCount, quote } from '@shared/core/text.ts';
import type { RawTable } from '@shared/data/raw-table.ts';
import { isObject, parseTableJson, RecordRows, requireColumns } from './json-reader.ts';
import { refuseTable } from './refuse-table.ts';
import type { TableBuilder } from './table-builder.ts';
import type { TableFile } from './table-file.ts';
import { ToUtf8 } from './text-encoding.ts';
import { buildTyped } from './typed-rows.ts';

const LINE_FEED = 0x0a;

/** One record of JSON in each line. Throws TABLE_INVALID with the line. */
export function readJsonLines(file: TableFile): Promise<RawTable> {
  return buildTyped(file.path, async (builder) => {
    const records = new RecordRows(builder);
    for await (const bytesRead of scanRecords(file, builder, records)) {
      builder.expectedRows = (builder.rows * file.bytes) / bytesRead;
      builder.checkMemory();
    }
    return namesOfRecords(file.path, builder, records);
  });
}

/** Hands the records of the file on to `records`; stops after each chunk, at so many bytes. */
export async function* scanRecords(
  file: TableFile,
  builder: TableBuilder,
  records: RecordRows,
): AsyncGenerator<number> {
  const lines = new RecordLines(file.path, records);
  const utf8 = new ToUtf8('utf-8');
  let readBytes = 0;
  for await (const { bytes, isLast } of file.chunks(() => builder.rows)) {
    lines.add(utf8.convert(bytes, isLast), isLast);
    readBytes += bytes.length;
    yield readBytes;
  }
}

/** The names of the columns, once all records were added. Throws TABLE_INVALID where there is nothing. */
export function namesOfRecords(
  path: string,
  builder: TableBuilder,
  records: RecordRows,
): ReturnType<RecordRows['names']> {
  if (builder.rows === 0) refuseTable(path, 'The file is empty. Each line should hold one record.');
  requireColumns(path, builder);
  return records.names();
}

class RecordLines {
  private readonly records: RecordRows;
  private readonly path: string;
  private rest: Buffer = Buffer.alloc(0);
  private line = 0;

  constructor(path: string, records: RecordRows) {
    this.path = path;
    this.records = records;
  }

  add(text: Buffer, isLast: boolean): void {
    const joined = this.rest.length === 0 ? text : Buffer.concat([this.rest, text]);
    let place = 0;
    for (let end = joined.indexOf(LINE_FEED); end >= 0; end = joined.indexOf(LINE_FEED, place)) {
      this.addLine(joined.toString('utf8', place, end));
      place = end + 1;
    }
    this.rest = Buffer.from(joined.subarray(place));
    if (this.rest.length > LIMITS.rowBytes)
      this.refuseLine(`is longer than ${formatBytes(LIMITS.rowBytes)}.`, this.line + 1);
    if (isLast) this.addLine(this.rest.toString('utf8'));
  }

  private addLine(text: string): void {
    this.line += 1;
    if (text.trim() === '') return;
    const value = parseTableJson(text, `${this.path}, line ${formatCount(this.line)}`);
    if (!isObject(value))
      this.refuseLine(`is ${quote(value)}, not a record such as {"name": value}.`, this.line);
    this.records.add(value);
  }

  private refuseLine(problem: string, line: number): never {
    return refuseTable(this.path, `Line ${formatCount(line)} ${problem}`);
  }
}
