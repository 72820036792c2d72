import { AppError, type ErrorCode } from '../core/errors.ts';
import { formatCount, quote } from '../core/text.ts';

/** A value of a file together with its place, so that every refusal can say where. */
export interface FileValue {
  readonly value: unknown;
  /** `layers[2].W`; '' for the whole file. */
  readonly at: string;
}

export function refuseAt(at: string, problem: string, code: ErrorCode = 'INVALID_VALUE'): never {
  throw new AppError(code, `${at === '' ? 'The model' : at}: ${problem}`, at === '' ? {} : { at });
}

/** A field of an object; undefined where the object does not have it. Throws INVALID_VALUE where it is no object. */
export function optionalField({ value, at }: FileValue, name: string): FileValue | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    refuseAt(at, `Must be an object, but is ${quote(value)}.`);
  }
  const own = Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
  return own === undefined ? undefined : { value: own, at: at === '' ? name : `${at}.${name}` };
}

/** As `optionalField`, of one that must be there. Throws MISSING_FIELD. */
export function fieldOf(object: FileValue, name: string): FileValue {
  const found = optionalField(object, name);
  if (found !== undefined) return found;
  const at = object.at === '' ? name : `${object.at}.${name}`;
  return refuseAt(at, 'This field is missing and has no default.', 'MISSING_FIELD');
}

/** The elements of a list, of which there must be as many as `length` says. */
export function listOf({ value, at }: FileValue, length?: number): FileValue[] {
  if (!Array.isArray(value)) refuseAt(at, `Must be a list, but is ${quote(value)}.`);
  if (length !== undefined) requireLength(value.length, at, length);
  return value.map((element: unknown, k) => ({ value: element, at: `${at}[${String(k)}]` }));
}

export function textOf({ value, at }: FileValue): string {
  return typeof value === 'string' ? value : refuseAt(at, `Must be text, but is ${quote(value)}.`);
}

export function numberOf({ value, at }: FileValue): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  return refuseAt(at, `Must be a finite number, but is ${quote(value)}.`);
}

export function flagOf({ value, at }: FileValue): boolean {
  return typeof value === 'boolean' ? value : refuseAt(at, `Must be true or false, but is ${quote(value)}.`);
}

export function oneOf<T extends string>({ value, at }: FileValue, known: readonly T[]): T {
  const found = known.find((name) => name === value);
  return found ?? refuseAt(at, `Must be one of ${known.map(quote).join(', ')}, but is ${quote(value)}.`);
}

/** A list of `length` finite numbers, looked at without a place for each of them: weights are many. */
export function checkNumbers({ value, at }: FileValue, length: number): void {
  if (!Array.isArray(value)) refuseAt(at, `Must be a list, but is ${quote(value)}.`);
  requireLength(value.length, at, length);
  const bad = value.findIndex((number) => !Number.isFinite(number));
  if (bad >= 0) numberOf({ value: value[bad], at: `${at}[${String(bad)}]` });
}

function requireLength(length: number, at: string, expected: number): void {
  if (length !== expected) {
    refuseAt(at, `Must hold ${formatCount(expected)} values, but holds ${formatCount(length)}.`);
  }
}
