import { isUtf8 } from 'node:buffer';
import { formatCount, quote } from '@shared/core/text.ts';
import { ROWS_NAMED } from '@shared/data/interpret.ts';
import { readNumber } from '@shared/data/read-number.ts';
import type { RawTable, Remark } from '@shared/data/raw-table.ts';
import { countedNames, nameColumns } from './column-names.ts';
import { CELL, type CsvFormat, type RowHandler, type ScannedRow, scannedText } from './csv-scanner.ts';
import { refuseTable } from './refuse-table.ts';
import { TableBuilder, type TextColumns } from './table-builder.ts';

/** Rows of which something is to be told. */
class RowNote {
  count = 0;
  readonly rows: number[] = [];

  add(row: number): void {
    this.count += 1;
    if (this.rows.length < ROWS_NAMED && this.rows.at(-1) !== row) this.rows.push(row);
  }

  /** Nothing where it is about no row; `message` is given "3 rows are". */
  remark(kind: Remark['kind'], message: (rowsAre: string) => string): Remark[] {
    if (this.count === 0) return [];
    const are = this.count === 1 ? '1 row is' : `${formatCount(this.count)} rows are`;
    return [{ kind, message: message(are), rows: this.rows }];
  }
}

/** Makes a table of the rows of a text: finds its header and row names, and repairs what can be repaired visibly. */
export class CsvTable implements RowHandler {
  readonly builder: TableBuilder;
  private readonly path: string;
  private readonly format: CsvFormat;
  private readonly mostRows: number;
  private header: string[] | null = null;
  private hasRowNames = false;
  private blankLines = 0;
  private readonly short = new RowNote();
  private readonly long = new RowNote();
  private readonly empty = new RowNote();
  private readonly unreadable = new RowNote();
  /** To be set when bytes are met that are no text in the encoding: from then on rows are looked at. */
  hasUnreadableBytes = false;

  constructor(path: string, format: CsvFormat, textColumns: TextColumns | null, mostRows = Infinity) {
    this.path = path;
    this.format = format;
    this.mostRows = mostRows;
    this.builder = new TableBuilder(path, format, textColumns);
  }

  get rows(): number {
    return this.builder.rows;
  }

  row(row: ScannedRow, line: number): boolean {
    if (isEmpty(row, 0)) {
      if (row.count === 1) this.blankLines += 1;
      else if (this.header !== null) this.noteEmptyRow();
      return true;
    }
    if (this.header === null && this.format.header) {
      this.header = Array.from({ length: row.count }, (_, cell) => scannedText(row, cell, this.format));
      this.blankLines = 0;
      return true;
    }
    if (this.builder.columnCount === 0) this.addColumns(row);
    // Lines without anything at the end of a file are no rows that somebody could miss.
    for (; this.blankLines > 0 && this.rows > 0; this.blankLines--) this.noteEmptyRow();
    this.blankLines = 0;
    this.addRow(row, line);
    return this.rows < this.mostRows;
  }

  refuse(problem: string, line: number, column: number): never {
    return this.refuseAt(line, `column ${formatCount(column + 1)}: ${problem}`);
  }

  /** The table, once `builder.settle()` names no columns. Throws TABLE_INVALID where there are no rows. */
  finish(): RawTable {
    const { names, remarks } = this.describe();
    return this.builder.finish(names, remarks);
  }

  /** What is known of the table after its last row. Throws TABLE_INVALID where there are no rows. */
  describe(): { names: string[]; remarks: Remark[] } {
    if (this.rows === 0) this.refuseWithoutRows();
    const { names, remarks } = this.names();
    return { names, remarks: [...remarks, ...this.remarks()] };
  }

  private addColumns(first: ScannedRow): void {
    this.header ??= countedNames(first.count);
    // A delimiter at the end of every row looks like row names, but for the cell behind it, which is empty.
    const isOneMore = first.count === this.header.length + 1;
    this.hasRowNames =
      isOneMore &&
      this.format.header &&
      !isEmpty(first, first.count - 1) &&
      isRowName(scannedText(first, 0, this.format));
    const count = this.header.length + (this.hasRowNames ? 1 : 0);
    for (let c = 0; c < count; c++) this.builder.addColumn();
  }

  private addRow(row: ScannedRow, line: number): void {
    const { builder } = this;
    const count = builder.columnCount;
    if (row.count > count) this.noteLongRow(row, line);
    else if (row.count < count) this.short.add(this.rows);
    if (this.hasUnreadableBytes && !isUtf8(row.bytes.subarray(row.from[0], row.to[row.count - 1]))) {
      this.unreadable.add(this.rows);
    }
    const given = Math.min(row.count, count);
    for (let c = 0; c < given; c++) {
      if (row.kinds[c] === CELL.withDoubledQuotes) {
        const text = Buffer.from(scannedText(row, c, this.format), 'utf8');
        builder.addCell(c, text, 0, text.length);
      } else builder.addCell(c, row.bytes, row.from[c]!, row.to[c]!);
    }
    for (let c = given; c < count; c++) builder.addMissing(c);
    builder.endRow();
  }

  /** It has no number of its own: that of the row above it is told. */
  private noteEmptyRow(): void {
    this.empty.add(Math.max(0, this.rows - 1));
  }

  private noteLongRow(row: ScannedRow, line: number): void {
    const { columnCount } = this.builder;
    if (isEmpty(row, columnCount)) {
      this.long.add(this.rows);
      return;
    }
    const than = this.format.header
      ? `the header names ${formatCount(columnCount)}`
      : `the first row has ${formatCount(columnCount)}`;
    const extra = quote(scannedText(row, columnCount, this.format));
    this.refuseAt(
      line,
      `column ${formatCount(columnCount + 1)}: the row has ${formatCount(row.count)} cells, but ${than}. The first cell too many ` +
        `is ${extra}. A cell that holds the delimiter must stand in quotes; or choose another delimiter.`,
    );
  }

  private refuseAt(line: number, problem: string): never {
    const isHeader = this.format.header && this.header === null;
    const row = isHeader ? 'Header' : `Row ${formatCount(this.rows + 1)}`;
    return refuseTable(this.path, `${row} (line ${formatCount(line)}), ${problem}`);
  }

  private refuseWithoutRows(): never {
    const problem =
      this.header === null
        ? 'The file is empty. A table needs rows of cells, and should have a header that names them.'
        : 'The file holds only a header, and no rows below it. Add rows; or, if the first row is one, say that there is no header.';
    return refuseTable(this.path, problem);
  }

  private names(): { names: string[]; remarks: Remark[] } {
    const header = this.header ?? [];
    if (!this.hasRowNames) return nameColumns(header);
    const { names, remarks } = nameColumns(['', ...header]);
    const message = `The rows have one cell more than the header names: the first column holds row names and is called ${quote(names[0])}.`;
    const others = nameColumns(header).remarks.length > 0 ? remarks : [];
    return { names, remarks: [{ kind: 'renamed-column', message, rows: [] }, ...others] };
  }

  private remarks(): Remark[] {
    return [
      ...this.short.remark(
        'ragged-rows',
        (are) =>
          `${are} shorter than the others (first row ${this.first(this.short)}). The cells that are not there count as missing.`,
      ),
      ...this.long.remark(
        'ragged-rows',
        (are) =>
          `${are} longer than the others by empty cells at the end (first row ${this.first(this.long)}). Those were left out.`,
      ),
      ...this.empty.remark(
        'empty-rows',
        (are) => `${are} empty (the first near row ${this.first(this.empty)}) and left out.`,
      ),
      ...this.unreadable.remark(
        'not-text',
        (are) =>
          `${are} not wholly readable as ${this.format.encoding} (first row ${this.first(this.unreadable)}): � stands for what is not. ` +
          'Choose another encoding if letters are wrong.',
      ),
    ];
  }

  private first({ rows }: RowNote): string {
    return formatCount(rows[0]! + 1);
  }
}

/** Whether nothing stands in the cells from `first` on, not even quotes. */
function isEmpty({ count, from, to, kinds }: ScannedRow, first: number): boolean {
  for (let c = first; c < count; c++) if (from[c] !== to[c] || kinds[c] !== CELL.plain) return false;
  return true;
}

/** A name, or the count of the rows: any other number is rather a cell too many. */
function isRowName(text: string): boolean {
  return text === '0' || text === '1' || Number.isNaN(readNumber(text));
}
