import type { TableFormat } from '@shared/model/table-source.ts';

export type CsvFormat = TableFormat & { type: 'csv' };
export type Dialect = Pick<CsvFormat, 'delimiter' | 'quote'>;

/** One row of a text table. Cell `c` is bytes[from[c] … to[c]), without the quotes around it. */
export interface ScannedRow {
  readonly bytes: Buffer;
  readonly count: number;
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** One of the values of CELL. */
  readonly kinds: Uint8Array;
}

export const CELL = { plain: 0, quoted: 1, withDoubledQuotes: 2 } as const;

/** What goes on at the end of the bytes. */
export interface RowHandler {
  /** A row; `line` is where it begins in the file, 1 first. False: no more rows are wanted. */
  row: (row: ScannedRow, line: number) => boolean;
  /** Something that makes the rest unreadable; must throw. `column` counts from 0. */
  refuse: (problem: string, line: number, column: number) => never;
}

const DELIMITERS = { comma: ',', semicolon: ';', tab: '\t', pipe: '|', space: ' ' } as const;
const QUOTES = { double: '"', single: "'", none: null } as const;

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;
const TAB = 0x09;

/** What a byte means outside of quotes. */
const ORDINARY = 0;
const DELIMITER = 1;
const LINE_END = 2;
const NUL = 3;

const UNFINISHED = -1;

const NUL_PROBLEM =
  'it holds a NUL byte, which no text has. The file is damaged, or not a table of text: save it again as CSV.';

/**
 * Cuts UTF-8 bytes into rows and cells. Lines end with LF, CRLF or CR, mixed as they please. Spaces around a cell are not
 * part of it; within quotes everything is, delimiters and line ends too, and a doubled quote is one quote.
 * Source: RFC 4180, but for line ends and spaces, where files are kinder than the standard.
 */
export class CsvScanner {
  private readonly classes: Uint8Array;
  private readonly quote: number;
  private readonly isRun: boolean;
  private readonly handler: RowHandler;
  private from = new Int32Array(64);
  private to = new Int32Array(64);
  private kinds = new Uint8Array(64);
  private count = 0;
  /** Where the row being read begins, and line ends seen within it. */
  private line = 1;
  private linesWithin = 0;

  constructor({ delimiter, quote }: Dialect, handler: RowHandler) {
    this.handler = handler;
    this.quote = QUOTES[quote]?.charCodeAt(0) ?? -1;
    this.isRun = delimiter === 'space';
    this.classes = new Uint8Array(256);
    this.classes[DELIMITERS[delimiter].charCodeAt(0)] = DELIMITER;
    if (this.isRun) this.classes[TAB] = DELIMITER;
    this.classes[LINE_FEED] = LINE_END;
    this.classes[CARRIAGE_RETURN] = LINE_END;
    this.classes[0] = NUL;
  }

  /** Hands on every whole row of `bytes`, and the rest where they are the last; gives the place of what is left. */
  scan(bytes: Buffer, isLast: boolean): number {
    let place = 0;
    while (place < bytes.length) {
      this.count = 0;
      this.linesWithin = 0;
      const next = this.scanRow(bytes, place, isLast);
      if (next === UNFINISHED) return place;
      const { count, from, to, kinds, line } = this;
      this.line += this.linesWithin + 1;
      place = next;
      if (!this.handler.row({ bytes, count, from, to, kinds }, line)) return place;
    }
    return place;
  }

  private scanRow(bytes: Buffer, start: number, isLast: boolean): number {
    const { classes } = this;
    const end = bytes.length;
    let k = start;
    while (true) {
      k = this.skipBlanks(bytes, k);
      if (k < end && bytes[k] === this.quote) {
        k = this.scanQuoted(bytes, k, isLast);
        if (k === UNFINISHED) return UNFINISHED;
      } else {
        const from = k;
        while (k < end && classes[bytes[k]!] === ORDINARY) k += 1;
        // Delimiters at the end of a line of runs stand before nothing.
        if (!this.isRun || k > from || this.count === 0)
          this.addCell(from, this.trimmedEnd(bytes, from, k), CELL.plain);
      }
      if (k === end) return isLast ? end : UNFINISHED;
      const kind = classes[bytes[k]!];
      if (kind === DELIMITER) k += 1;
      else if (kind === LINE_END) return this.afterLineEnd(bytes, k, isLast);
      else this.handler.refuse(NUL_PROBLEM, this.line + this.linesWithin, Math.max(0, this.count - 1));
    }
  }

  /** The cell whose quote opens at `open`; gives the place behind it, where a delimiter or the row's end stands. */
  private scanQuoted(bytes: Buffer, open: number, isLast: boolean): number {
    const end = bytes.length;
    const openLine = this.line + this.linesWithin;
    let kind: number = CELL.quoted;
    let k = open + 1;
    while (true) {
      while (k < end && bytes[k] !== this.quote) {
        const byte = bytes[k]!;
        if (byte === LINE_FEED || (byte === CARRIAGE_RETURN && bytes[k + 1] !== LINE_FEED))
          this.linesWithin += 1;
        else if (byte === 0) this.handler.refuse(NUL_PROBLEM, this.line + this.linesWithin, this.count);
        k += 1;
      }
      // Whether the quote is doubled is told by the byte behind it.
      if (k + 1 >= end && !isLast) return UNFINISHED;
      if (k >= end) this.handler.refuse(unclosed(this.quote), openLine, this.count);
      if (bytes[k + 1] !== this.quote) break;
      kind = CELL.withDoubledQuotes;
      k += 2;
    }
    this.addCell(open + 1, k, kind);
    k = this.skipBlanks(bytes, k + 1, false);
    if (k === end) return isLast ? end : UNFINISHED;
    if (this.classes[bytes[k]!] === ORDINARY)
      this.handler.refuse(afterQuote(this.quote), openLine, this.count - 1);
    return k;
  }

  private skipBlanks(bytes: Buffer, start: number, isBeforeCell = true): number {
    const { classes } = this;
    let k = start;
    while (k < bytes.length && (bytes[k] === SPACE || bytes[k] === TAB)) {
      if (classes[bytes[k]!] !== ORDINARY && !(isBeforeCell && this.isRun)) break;
      k += 1;
    }
    return k;
  }

  private trimmedEnd(bytes: Buffer, from: number, end: number): number {
    let to = end;
    while (to > from && (bytes[to - 1] === SPACE || bytes[to - 1] === TAB)) to -= 1;
    return to;
  }

  private afterLineEnd(bytes: Buffer, place: number, isLast: boolean): number {
    if (bytes[place] === LINE_FEED) return place + 1;
    if (place + 1 === bytes.length) return isLast ? place + 1 : UNFINISHED;
    return bytes[place + 1] === LINE_FEED ? place + 2 : place + 1;
  }

  private addCell(from: number, to: number, kind: number): void {
    if (this.count === this.from.length) this.makeRoom();
    this.from[this.count] = from;
    this.to[this.count] = to;
    this.kinds[this.count] = kind;
    this.count += 1;
  }

  private makeRoom(): void {
    const [{ from, to, kinds }, length] = [this, 2 * this.count];
    this.from = new Int32Array(length);
    this.from.set(from);
    this.to = new Int32Array(length);
    this.to.set(to);
    this.kinds = new Uint8Array(length);
    this.kinds.set(kinds);
  }
}

function unclosed(quote: number): string {
  return (
    `the quote ${String.fromCharCode(quote)} that opens here is never closed. ` +
    'Close it, double it if it is part of the text, or choose other quotes.'
  );
}

function afterQuote(quote: number): string {
  return (
    `after the closing quote ${String.fromCharCode(quote)} of this cell stands more text. ` +
    'Double a quote that is part of the text, or choose other quotes.'
  );
}

/** The text of a cell. */
export function scannedText(
  { bytes, from, to, kinds }: ScannedRow,
  cell: number,
  { quote }: Dialect,
): string {
  const text = bytes.toString('utf8', from[cell], to[cell]);
  const mark = QUOTES[quote];
  return kinds[cell] === CELL.withDoubledQuotes && mark !== null ? text.replaceAll(mark + mark, mark) : text;
}
