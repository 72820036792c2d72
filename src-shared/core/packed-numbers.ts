import { base64Length, decodeBase64, encodeBase64 } from './base64.ts';
import { AppError, type ErrorCode } from './errors.ts';
import { BYTES_PER_NUMBER, type Precision, PRECISIONS } from './float-array.ts';
import { LongText } from './json-text.ts';
import { formatCount, quote } from './text.ts';

/** A list of numbers, or of lists of one length. */
export type NumberList = ArrayLike<number> | readonly ArrayLike<number>[];

/** Such a list as the bytes of its numbers, little-endian, row after row, in base64. */
export interface PackedNumbers<Text = string> {
  readonly base64: Text;
  readonly dtype: Precision;
  /** [count], or [rows, columns]. */
  readonly shape: readonly number[];
}

/** Numbers that are turned into base64 at once: their bytes fill whole groups of characters. */
const PIECE_NUMBERS = 3 * 2 ** 12;

/**
 * Packs without losing a bit: as float32 where every number is one, else as float64. −0 becomes 0, as in readable JSON. The
 * text is made from the list when it is written, and not kept.
 */
export function packNumbers(list: NumberList): PackedNumbers<LongText> {
  const rows = isNested(list) ? list : [list];
  const dtype = rows.every(isFloat32) ? 'float32' : 'float64';
  const columns = rows[0]!.length;
  return {
    base64: new LongText(() => base64Pieces(rows, dtype)),
    dtype,
    shape: isNested(list) ? [rows.length, columns] : [columns],
  };
}

function isNested(list: NumberList): list is readonly ArrayLike<number>[] {
  return typeof list[0] === 'object';
}

function isFloat32(row: ArrayLike<number>): boolean {
  return row instanceof Float32Array || Array.from(row).every((value) => Math.fround(value) === value);
}

function* base64Pieces(rows: readonly ArrayLike<number>[], dtype: Precision): Generator<string> {
  const size = BYTES_PER_NUMBER[dtype];
  const bytes = new Uint8Array(PIECE_NUMBERS * size);
  const view = new DataView(bytes.buffer);
  let held = 0;
  for (const row of rows) {
    for (let k = 0; k < row.length; k++) {
      writeNumber(view, held, dtype, row, k);
      held += size;
      if (held < bytes.length) continue;
      yield encodeBase64(bytes);
      held = 0;
    }
  }
  yield encodeBase64(bytes.subarray(0, held));
}

function writeNumber(view: DataView, at: number, dtype: Precision, row: ArrayLike<number>, k: number): void {
  // Minus zero plus zero is zero.
  const value = row[k]! + 0;
  if (dtype === 'float32') view.setFloat32(at, value, true);
  else view.setFloat64(at, value, true);
}

/** Whether a value of JSON is an object: where a list is expected, that has to be packed numbers. */
export function isJsonObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The list that was packed. Anyone may have written it: throws MISSING_FIELD, UNKNOWN_FIELD or INVALID_VALUE at what is
 * wrong, before room is made for numbers that are not there. `at` is its place in the file.
 */
export function unpackNumbers(value: object, at: string): number[] | number[][] {
  const { base64, dtype, shape } = checkForm(value, at);
  const count = shape.reduce((product, length) => product * length, 1);
  const size = BYTES_PER_NUMBER[dtype];
  const wanted = base64Length(count * size);
  if (base64.length !== wanted) {
    refuse(
      `${at}.base64`,
      `Holds ${formatCount(base64.length)} characters, but ${shape.join(' × ')} numbers of ${dtype} take ` +
        `${formatCount(wanted)}. The file was cut or changed: export it again.`,
    );
  }
  const bytes = decodeBase64(base64);
  if (bytes?.length !== count * size) refuse(`${at}.base64`, 'Is not base64. Export the file again.');
  const columns = shape.at(-1)!;
  const rows = Array.from({ length: count / columns }, (_, row) =>
    numbersOf(new DataView(bytes.buffer, row * columns * size, columns * size), dtype),
  );
  rows.forEach((row, r) => {
    const bad = row.findIndex((number) => !Number.isFinite(number));
    if (bad < 0) return;
    refuse(`${at}.base64`, `Number ${formatCount(r * columns + bad + 1)} of its numbers is not finite.`);
  });
  return shape.length === 1 ? rows[0]! : rows;
}

function checkForm(value: object, at: string): PackedNumbers {
  const fields = value as Record<string, unknown>;
  for (const name of ['base64', 'dtype', 'shape']) {
    if (!Object.hasOwn(fields, name)) {
      refuse(`${at}.${name}`, 'This field is missing and has no default.', 'MISSING_FIELD');
    }
  }
  const unknown = Object.keys(fields).find((name) => !['base64', 'dtype', 'shape'].includes(name));
  if (unknown !== undefined) {
    refuse(`${at}.${quote(unknown)}`, 'There is no such field here. Remove it.', 'UNKNOWN_FIELD');
  }
  const { base64, shape } = fields;
  if (typeof base64 !== 'string') refuse(`${at}.base64`, 'Must be text.');
  const dtype = PRECISIONS.find((precision) => precision === fields.dtype);
  if (dtype === undefined) {
    refuse(
      `${at}.dtype`,
      `Must be one of ${PRECISIONS.map(quote).join(', ')}, but is ${quote(fields.dtype)}.`,
    );
  }
  if (!isShape(shape)) {
    refuse(`${at}.shape`, `Must be a list of one or two whole numbers from 1, but is ${quote(shape)}.`);
  }
  return { base64, dtype, shape };
}

function isShape(value: unknown): value is number[] {
  return (
    Array.isArray(value) &&
    (value.length === 1 || value.length === 2) &&
    value.every((length) => Number.isSafeInteger(length) && (length as number) >= 1)
  );
}

function numbersOf(view: DataView, dtype: Precision): number[] {
  const size = BYTES_PER_NUMBER[dtype];
  return Array.from({ length: view.byteLength / size }, (_, k) =>
    dtype === 'float32' ? view.getFloat32(k * size, true) : view.getFloat64(k * size, true),
  );
}

function refuse(at: string, problem: string, code: ErrorCode = 'INVALID_VALUE'): never {
  throw new AppError(code, `${at}: ${problem}`, { at });
}
