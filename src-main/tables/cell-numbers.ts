import type { TableFormat } from '@shared/model/table-source.ts';

export type NumberStyle = Pick<TableFormat & { type: 'csv' }, 'decimal' | 'thousands'>;

/** How numbers stand in files that have a type for them, and in JSON. */
export const PLAIN_NUMBERS: NumberStyle = { decimal: 'point', thousands: 'none' };

const MINUS = 0x2d;
const PLUS = 0x2b;
const ZERO = 0x30;
const POINT = 0x2e;
const COMMA = 0x2c;

/** Beyond it neighbouring whole numbers are one and the same double. */
const LARGEST_EXACT = 2 ** 53;
/** Powers of ten that are exact, so that one division rounds once, as `Number` does. */
const POWERS = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${String(exponent)}`));
/** Longer than any number that somebody writes. */
const LONGEST_NUMBER = 1_000;

/** With the decimal sign already a point. */
const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
const NOT_FINITE = /^[+-]?(?:inf|infinity)$/i;
/** 007 and 1234567890123456789: no number would show them again as they stand. */
const CODE = /^[+-]?0\d/;
const WHOLE = /^[+-]?\d+$/;

const GROUPED: Record<Exclude<NumberStyle['thousands'], 'none'>, RegExp> = {
  comma: /^[+-]?[1-9]\d{0,2}(?:,\d{3})+(?=\D?\d*(?:[eE][+-]?\d+)?$)/,
  point: /^[+-]?[1-9]\d{0,2}(?:\.\d{3})+(?=\D?\d*(?:[eE][+-]?\d+)?$)/,
  // Also the no-break spaces that typesetting prefers.
  space: /^[+-]?[1-9]\d{0,2}(?:[ \u00A0\u2009\u202F]\d{3})+(?=\D?\d*(?:[eE][+-]?\d+)?$)/,
  apostrophe: /^[+-]?[1-9]\d{0,2}(?:['’]\d{3})+(?=\D?\d*(?:[eE][+-]?\d+)?$)/,
};

/** Reads cells as numbers, straight from their bytes. */
export class CellNumbers {
  private readonly decimalByte: number;
  private readonly style: NumberStyle;

  constructor(style: NumberStyle) {
    this.style = style;
    this.decimalByte = style.decimal === 'comma' ? COMMA : POINT;
  }

  /**
   * The number in `bytes[from…to)`; ±Infinity where it is too large or says so itself, NaN where it is none. A number with
   * leading zeros, or a whole one with more digits than a double holds, is a code that somebody gave, and so none.
   */
  read(bytes: Buffer, from: number, to: number): number {
    let k = from;
    const first = bytes[k];
    if (first === MINUS || first === PLUS) k += 1;
    const start = k;
    let mantissa = 0;
    for (let digit; k < to && (digit = bytes[k]! - ZERO) >= 0 && digit <= 9; k++)
      mantissa = 10 * mantissa + digit;
    const wholeDigits = k - start;
    let decimals = 0;
    if (k < to && bytes[k] === this.decimalByte) {
      k += 1;
      const point = k;
      for (let digit; k < to && (digit = bytes[k]! - ZERO) >= 0 && digit <= 9; k++)
        mantissa = 10 * mantissa + digit;
      decimals = k - point;
    }
    if (k < to || mantissa >= LARGEST_EXACT || decimals >= POWERS.length)
      return this.readSlowly(bytes, from, to);
    if (wholeDigits + decimals === 0 || (wholeDigits > 1 && bytes[start] === ZERO)) return NaN;
    const size = decimals === 0 ? mantissa : mantissa / POWERS[decimals]!;
    return first === MINUS ? -size : size;
  }

  private readSlowly(bytes: Buffer, from: number, to: number): number {
    if (to - from > LONGEST_NUMBER || !mayBeginNumber(bytes[from]!)) return NaN;
    return this.readText(bytes.toString('utf8', from, to));
  }

  /** As `read`, of a text without spaces around it. */
  readText(text: string): number {
    if (text.length > LONGEST_NUMBER) return NaN;
    const { decimal, thousands } = this.style;
    const plain = thousands === 'none' ? text : ungrouped(text, thousands);
    const pointed = decimal === 'comma' ? commaToPoint(plain) : plain;
    if (pointed === null || !DECIMAL.test(pointed)) return NOT_FINITE.test(text) ? Infinity : NaN;
    if (CODE.test(pointed)) return NaN;
    const value = Number(pointed);
    return WHOLE.test(pointed) && Number.isFinite(value) && Math.abs(value) >= LARGEST_EXACT ? NaN : value;
  }
}

/** Digits, signs, decimal signs, and the first letters of infinity. */
function mayBeginNumber(byte: number): boolean {
  return (byte >= PLUS && byte <= 0x39) || byte === 0x49 || byte === 0x69;
}

function ungrouped(text: string, thousands: keyof typeof GROUPED): string {
  const groups = GROUPED[thousands].exec(text)?.[0];
  return groups === undefined ? text : groups.replaceAll(/[^\d+-]/g, '') + text.slice(groups.length);
}

/** Null where a point stands already: with a decimal comma it is none of a number's signs. */
function commaToPoint(text: string): string | null {
  return text.includes('.') ? null : text.replace(',', '.');
}
