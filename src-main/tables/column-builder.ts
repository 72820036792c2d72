import { ROWS_NAMED } from '@shared/data/interpret.ts';
import type { NumberCells, RawColumn } from '@shared/data/raw-table.ts';
import { ByteDictionary } from './byte-dictionary.ts';
import type { CellNumbers } from './cell-numbers.ts';
import { type Growing, growingBytes, growingFloats, growingIntegers } from './growing.ts';
import { isMissing } from './missing.ts';

/** A column of numbers may hold so many cells that are none, or this share of its cells if that is more. */
const OTHERS = 1_000;
const OTHERS_SHARE = 0.01;
/** More distinct texts than this, or more bytes of them, are kept row by row. */
const MOST_LEVELS = 50_000;
const MOST_LEVEL_BYTES = 64 * 2 ** 20;

const MISSING = -1;

type Form =
  | {
      kind: 'numbers';
      values: Growing<Float64Array>;
      otherRows: Growing<Int32Array>;
      otherCodes: Growing<Int32Array>;
    }
  | { kind: 'levels'; codes: Growing<Int32Array> }
  | { kind: 'texts'; bytes: Growing<Uint8Array>; lengths: Growing<Int32Array> }
  /** Found to hold texts after numbers were read whose own spelling is lost: the table is read once more. */
  | { kind: 'abandoned' };

/** How a column is begun. */
export interface ColumnStart {
  /** Every cell is taken for the text it is. */
  readonly isText: boolean;
  /** Else cells are looked at and counted, but none is held. */
  readonly isKept: boolean;
}

/**
 * Takes the cells of one column as they come and finds the form that suits them: numbers as long as few cells are
 * anything else, then levels, then texts one by one.
 */
export class ColumnBuilder {
  private readonly cellNumbers: CellNumbers;
  private readonly isKept: boolean;
  private dictionary = new ByteDictionary();
  private form: Form;
  private rows = 0;
  /** Where the cells begin that are held: those before were handed on, or let go of. */
  private firstHeld = 0;
  private numbers = 0;
  private others = 0;
  readonly notFinite: { count: number; readonly rows: number[] } = { count: 0, rows: [] };

  constructor(cellNumbers: CellNumbers, { isText, isKept }: ColumnStart) {
    this.cellNumbers = cellNumbers;
    this.isKept = isKept;
    this.form = isText
      ? { kind: 'levels', codes: growingIntegers() }
      : {
          kind: 'numbers',
          values: growingFloats(),
          otherRows: growingIntegers(),
          otherCodes: growingIntegers(),
        };
  }

  /** Bytes held for the cells so far. */
  get sizeBytes(): number {
    const { form, dictionary } = this;
    switch (form.kind) {
      case 'numbers':
        return (
          form.values.sizeBytes + form.otherRows.sizeBytes + form.otherCodes.sizeBytes + dictionary.sizeBytes
        );
      case 'levels':
        return form.codes.sizeBytes + dictionary.sizeBytes;
      case 'texts':
        return form.bytes.sizeBytes + form.lengths.sizeBytes;
      case 'abandoned':
        return 0;
    }
  }

  /** The cell `bytes[from…to)`, UTF-8. `expectedRows`: how many the table will have, as far as is known. */
  addCell(bytes: Buffer, from: number, to: number, expectedRows: number): void {
    const { form } = this;
    if (form.kind === 'numbers') {
      const value = from === to ? NaN : this.cellNumbers.read(bytes, from, to);
      // Less than a call of Number.isFinite: this runs for every cell.
      if (value - value === 0) this.pushNumber(form, value);
      else if (isMissing(bytes, from, to)) this.pushMissing(form);
      else this.pushOther(form, value, bytes, from, to, expectedRows);
    } else if (this.isKept && form.kind === 'levels') {
      form.codes.push(isMissing(bytes, from, to) ? MISSING : this.dictionary.codeOf(bytes, from, to));
      if (this.dictionary.size > MOST_LEVELS || this.dictionary.textBytes > MOST_LEVEL_BYTES)
        this.becomeTexts(form.codes);
    } else if (this.isKept && form.kind === 'texts') {
      const isEmpty = isMissing(bytes, from, to);
      if (!isEmpty) form.bytes.append(bytes, from, to);
      form.lengths.push(isEmpty ? 0 : to - from);
    }
    this.rows += 1;
  }

  /** A finite number of a file that knows numbers. Columns begun as texts are given texts. */
  addNumber(value: number): void {
    if (this.form.kind === 'numbers') this.pushNumber(this.form, value);
    this.rows += 1;
  }

  get takesNumbers(): boolean {
    return this.form.kind === 'numbers' || this.form.kind === 'abandoned';
  }

  /** Once it is settled: whether its cells are texts; else how many of them are numbers, or missing. */
  get isText(): boolean {
    return this.form.kind !== 'numbers';
  }

  get numbersOrMissing(): number {
    return this.isText ? 0 : this.rows - this.others;
  }

  addMissing(): void {
    this.pushMissing(this.form);
    this.rows += 1;
  }

  /** To be called after the last cell. False: the column must be read again as texts. */
  settle(): boolean {
    if (this.form.kind === 'numbers') this.decide(this.form);
    return this.form.kind !== 'abandoned';
  }

  /** The column, once it is settled; nothing can be added afterwards. */
  finish(name: string): RawColumn {
    const { form, dictionary } = this;
    switch (form.kind) {
      case 'numbers':
        return this.finishNumbers(name, form);
      case 'levels':
        return { kind: 'levels', name, levels: dictionary.texts(), codes: form.codes.take() };
      case 'texts':
        return { kind: 'texts', name, bytes: form.bytes.take(), starts: startsOf(form.lengths.take()) };
      case 'abandoned':
        throw new Error(`Column ${name} was not read again.`);
    }
  }

  /** The cells since the last piece was taken; the column goes on in the form that it has. */
  takePiece(name: string): RawColumn {
    const piece = this.finish(name);
    this.firstHeld = this.rows;
    this.dictionary = new ByteDictionary();
    return piece;
  }

  private pushNumber(form: Form & { kind: 'numbers' }, value: number): void {
    if (this.isKept) form.values.push(value);
    this.numbers += 1;
  }

  private pushMissing(form: Form): void {
    if (!this.isKept) return;
    if (form.kind === 'numbers') form.values.push(NaN);
    else if (form.kind === 'levels') form.codes.push(MISSING);
    else if (form.kind === 'texts') form.lengths.push(0);
  }

  private pushOther(
    form: Form & { kind: 'numbers' },
    value: number,
    bytes: Buffer,
    from: number,
    to: number,
    expectedRows: number,
  ): void {
    if (!Number.isNaN(value)) {
      this.notFinite.count += 1;
      if (this.notFinite.rows.length < ROWS_NAMED) this.notFinite.rows.push(this.rows);
    }
    this.others += 1;
    if (this.isKept) {
      form.values.push(NaN);
      form.otherRows.push(this.rows);
      form.otherCodes.push(this.dictionary.codeOf(bytes, from, to));
    }
    if (this.others > mostOthers(Math.max(expectedRows, this.rows))) this.leaveNumbers(form, this.rows + 1);
  }

  /** At the end: is it a column of numbers with exceptions, or one of texts? */
  private decide(form: Form & { kind: 'numbers' }): void {
    const { numbers, others } = this;
    if (numbers > others && others <= mostOthers(this.rows)) return;
    this.leaveNumbers(form, this.rows);
  }

  /** From `rows` cells in the form of numbers to levels, which loses nothing as long as there was no number. */
  private leaveNumbers(form: Form & { kind: 'numbers' }, rows: number): void {
    if (this.numbers > 0) {
      this.form = { kind: 'abandoned' };
      return;
    }
    this.notFinite.count = 0;
    const codes = growingIntegers();
    this.form = { kind: 'levels', codes };
    if (!this.isKept) return;
    const [otherRows, otherCodes] = [form.otherRows.take(), form.otherCodes.take()];
    for (let row = this.firstHeld, next = 0; row < rows; row++)
      codes.push(otherRows[next] === row ? otherCodes[next++]! : MISSING);
  }

  private becomeTexts(codes: Growing<Int32Array>): void {
    const form = { kind: 'texts', bytes: growingBytes(), lengths: growingIntegers() } as const;
    for (const code of codes.take()) {
      form.lengths.push(code === MISSING ? 0 : this.dictionary.writeTo(form.bytes, code));
    }
    this.dictionary = new ByteDictionary();
    this.form = form;
  }

  private finishNumbers(name: string, form: Form & { kind: 'numbers' }): NumberCells {
    const codes = form.otherCodes.take();
    const texts = this.dictionary.texts();
    const others = new Map<number, string>();
    form.otherRows.take().forEach((row, k) => others.set(row - this.firstHeld, texts[codes[k]!]!));
    return { kind: 'numbers', name, values: form.values.take(), others };
  }
}

function mostOthers(rows: number): number {
  return Math.max(OTHERS, OTHERS_SHARE * rows);
}

function startsOf(lengths: Int32Array): Float64Array {
  const starts = new Float64Array(lengths.length + 1);
  lengths.forEach((length, row) => (starts[row + 1] = starts[row]! + length));
  return starts;
}
