import { base64Length, decodeBase64, encodeBase64 } from './base64.ts';
import { AppError, type ErrorCode } from './errors.ts';
import { BYTES_PER_NUMBER, type Precision, PRECISIONS } from './float-array.ts';
import { formatCount, quote } from './text.ts';

/** A list of numbers, or of lists of one length. */
export type NumberList = readonly number[] | readonly (readonly number[])[];

/** Such a list as the bytes of its numbers, little-endian, row after row, in base64. */
export interface PackedNumbers {
  readonly base64: string;
  readonly dtype: Precision;
  /** [count], or [rows, columns]. */
  readonly shape: readonly number[];
}

/** Packs without losing a bit: as float32 where every number is one, else as float64. −0 becomes 0, as in readable JSON. */
export function packNumbers(list: NumberList): PackedNumbers {
  const flat: readonly number[] = list.flat();
  const dtype = flat.every((value) => Math.fround(value) === value) ? 'float32' : 'float64';
  const size = BYTES_PER_NUMBER[dtype];
  const bytes = new Uint8Array(flat.length * size);
  const view = new DataView(bytes.buffer);
  flat.forEach((value, k) => {
    if (dtype === 'float32') view.setFloat32(k * size, value + 0, true);
    else view.setFloat64(k * size, value + 0, true);
  });
  const [first] = list;
  const shape = typeof first === 'object' ? [list.length, first.length] : [list.length];
  return { base64: encodeBase64(bytes), dtype, shape };
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
  const numbers = numbersOf(bytes, dtype);
  const bad = numbers.findIndex((number) => !Number.isFinite(number));
  if (bad >= 0) refuse(`${at}.base64`, `Number ${formatCount(bad + 1)} of its numbers is not finite.`);
  return shape.length === 1 ? numbers : rowsOf(numbers, shape[1]!);
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

function numbersOf(bytes: Uint8Array, dtype: Precision): number[] {
  const view = new DataView(bytes.buffer);
  const size = BYTES_PER_NUMBER[dtype];
  return Array.from({ length: bytes.length / size }, (_, k) =>
    dtype === 'float32' ? view.getFloat32(k * size, true) : view.getFloat64(k * size, true),
  );
}

function rowsOf(numbers: readonly number[], columns: number): number[][] {
  return Array.from({ length: numbers.length / columns }, (_, row) =>
    numbers.slice(row * columns, (row + 1) * columns),
  );
}

function refuse(at: string, problem: string, code: ErrorCode = 'INVALID_VALUE'): never {
  throw new AppError(code, `${at}: ${problem}`, { at });
}
