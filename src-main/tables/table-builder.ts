import { formatCount, quote } from '@shared/core/text.ts';
import type { RawColumn, RawTable, Remark } from '@shared/data/raw-table.ts';
import { CellNumbers, type NumberStyle } from './cell-numbers.ts';
import { ColumnBuilder } from './column-builder.ts';
import { ROWS_NAMED } from '@shared/data/interpret.ts';
import { checkColumnCount, checkMemory, checkRowCount } from './refuse-table.ts';

/** A cell as files that know types give it; of a text, all that `CellNumbers` can read is a number all the same. */
export type TypedCell = string | number | bigint | boolean | null | undefined;

const LARGEST_EXACT = BigInt(Number.MAX_SAFE_INTEGER);

/** Cells after which memory is looked at: a few bytes of a file may say that thousands of them are missing. */
const CELLS_UNCHECKED = 2 ** 22;

/** Columns that were read as numbers and turned out to be texts; all readers begin without any. */
export type TextColumns = ReadonlySet<number>;
export const NO_TEXT_COLUMNS: TextColumns = new Set();

/** What is known of a column whose cells are not held. */
interface ColumnKind {
  readonly isText: boolean;
  /** Of its cells; 0 in a column of texts. */
  readonly numbersOrMissing: number;
}

/** Takes rows of cells and makes a table of them. */
export class TableBuilder {
  private readonly path: string;
  private readonly cellNumbers: CellNumbers;
  private readonly textColumns: TextColumns | null;
  private columns: ColumnBuilder[] = [];
  private scratch = Buffer.alloc(1_024);
  private rowCount = 0;
  /** Of the piece that was taken last, and those before. */
  private takenRows = 0;
  private uncheckedCells = 0;
  /** How many there will be, as far as is known. */
  expectedRows = 0;

  /** `textColumns`: what an earlier reading found; null for one that only counts the cells. */
  constructor(path: string, style: NumberStyle, textColumns: TextColumns | null) {
    this.path = path;
    this.cellNumbers = new CellNumbers(style);
    this.textColumns = textColumns;
  }

  get rows(): number {
    return this.rowCount;
  }

  get columnCount(): number {
    return this.columns.length;
  }

  /** A new column at the end; missing in the rows that are there already. Throws TABLE_INVALID where there are too many, TOO_LARGE. */
  addColumn(): number {
    const c = this.columns.length;
    checkColumnCount(this.path, c + 1);
    this.expectCells(this.rowCount);
    const column = new ColumnBuilder(this.cellNumbers, {
      isText: this.textColumns?.has(c) === true,
      isKept: this.textColumns !== null,
    });
    for (let row = 0; row < this.rowCount; row++) column.addMissing();
    this.columns.push(column);
    return c;
  }

  addCell(column: number, bytes: Buffer, from: number, to: number): void {
    this.columns[column]!.addCell(bytes, from, to, this.expectedRows);
  }

  addMissing(column: number): void {
    this.columns[column]!.addMissing();
  }

  addTyped(column: number, cell: TypedCell): void {
    const builder = this.columns[column]!;
    const value = typeof cell === 'bigint' && isExact(cell) ? Number(cell) : cell;
    if (value == null || Number.isNaN(value)) builder.addMissing();
    else if (typeof value === 'number' && builder.takesNumbers && Number.isFinite(value))
      builder.addNumber(value);
    else this.addText(column, String(value));
  }

  /** Ends a row in which every column was given its cell. Throws TABLE_INVALID where there are too many, TOO_LARGE. */
  endRow(): void {
    this.rowCount += 1;
    checkRowCount(this.path, this.rowCount);
    this.expectCells(this.columns.length);
  }

  /** To be told of cells that come many at once, before they come. Throws TOO_LARGE. */
  expectCells(count: number): void {
    this.uncheckedCells += count;
    if (this.uncheckedCells < CELLS_UNCHECKED) return;
    this.uncheckedCells = 0;
    this.checkMemory();
  }

  /** Throws TOO_LARGE. */
  checkMemory(): void {
    let sizeBytes = 0;
    for (const column of this.columns) sizeBytes += column.sizeBytes;
    checkMemory(this.path, sizeBytes);
  }

  /** Columns whose cells must be read again, as texts, before the table can be had. */
  settle(): TextColumns {
    return new Set(this.columns.flatMap((column, c) => (column.settle() ? [] : [c])));
  }

  /** What the cells of each column are. To be asked after `settle`. */
  kinds(): ColumnKind[] {
    return this.columns.map(({ isText, numbersOrMissing }) => ({ isText, numbersOrMissing }));
  }

  /** The rows since the last piece, as a table; the rows to come make the next one. */
  takePiece(names: readonly string[]): RawTable {
    const rows = this.rowCount - this.takenRows;
    this.takenRows = this.rowCount;
    return { rows, columns: this.columns.map((column, c) => column.takePiece(names[c]!)), remarks: [] };
  }

  /** The table, once `settle` names no columns; the builder is empty afterwards. */
  finish(names: readonly string[], remarks: readonly Remark[]): RawTable {
    const notFinite = this.columns.flatMap(({ notFinite }, c) =>
      notFinite.count === 0 ? [] : [{ name: names[c]!, ...notFinite }],
    );
    const columns = this.columns.map((column, c): RawColumn => column.finish(names[c]!));
    return { rows: this.rowCount, columns, remarks: [...remarks, ...notFiniteRemarks(notFinite)] };
  }

  /** Lets go of all cells, where the table is read once more: it must not be held twice. */
  clear(): void {
    this.columns = [];
  }

  private addText(column: number, text: string): void {
    // A unit of UTF-16 takes three bytes at most.
    if (3 * text.length > this.scratch.length) this.scratch = Buffer.alloc(6 * text.length);
    this.addCell(column, this.scratch, 0, this.scratch.write(text, 'utf8'));
  }
}

function isExact(value: bigint): boolean {
  return value <= LARGEST_EXACT && value >= -LARGEST_EXACT;
}

function notFiniteRemarks(
  columns: readonly { name: string; count: number; rows: readonly number[] }[],
): Remark[] {
  if (columns.length === 0) return [];
  const count = columns.reduce((sum, column) => sum + column.count, 0);
  const rows = [...new Set(columns.flatMap((column) => column.rows))]
    .sort((a, b) => a - b)
    .slice(0, ROWS_NAMED);
  const names = columns.slice(0, 5).map(({ name }) => quote(name));
  const more = columns.length > names.length ? ' and others' : '';
  const message =
    `${formatCount(count)} ${count === 1 ? 'number is' : 'numbers are'} too large for a computer's numbers or infinite ` +
    `(column ${names.join(', ')}${more}; first in row ${formatCount(rows[0]! + 1)}). They count as missing.`;
  return [{ kind: 'not-finite', message, rows }];
}
