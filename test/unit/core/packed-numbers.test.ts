import {
  type NumberList,
  type PackedNumbers,
  packNumbers,
  unpackNumbers,
} from '@shared/core/packed-numbers.ts';
import { describe, expect, it } from 'vitest';
import { thrownBy } from '../../helpers/thrown.ts';

/** As it stands in a file, once the text is made. */
function packed(list: NumberList): PackedNumbers {
  const numbers = packNumbers(list);
  return { ...numbers, base64: String(numbers.base64) };
}

describe('packNumbers', () => {
  it('writes little-endian bytes, row after row', () => {
    // 1 is 0x3f800000, 2 is 0x40000000 and −0.5 is 0xbf000000 in float32.
    const bytes = Uint8Array.of(0, 0, 0x80, 0x3f, 0, 0, 0, 0x40, 0, 0, 0, 0xbf, 0, 0, 0, 0);
    expect(
      packed([
        [1, 2],
        [-0.5, -0],
      ]),
    ).toEqual({
      base64: Buffer.from(bytes).toString('base64'),
      dtype: 'float32',
      shape: [2, 2],
    });
  });

  it.each<[string, number[] | number[][]]>([
    ['float32', [0.5]],
    ['float32', [1, Math.fround(0.1), 3.4028234663852886e38, 1.401298464324817e-45]],
    ['float64', [0.1, 5e-324, -1.7976931348623157e308, 1e39]],
    ['float64', [[1], [0.1], [3]]],
    ['float32', [[1, 2, 3]]],
  ])('keeps every bit in %s: %j', (dtype, list) => {
    const numbers = packed(list);
    expect(numbers.dtype).toBe(dtype);
    expect(unpackNumbers(numbers, 'W')).toEqual(list);
  });

  it('makes the same text from lists, from windows onto memory, and in however many pieces', () => {
    const rows = [Float32Array.from({ length: 30_001 }, (_, k) => k / 3), new Float32Array(30_001)];
    const lists = rows.map((row) => Array.from(row));
    expect(packed(rows)).toEqual(packed(lists));
    expect(packed(rows).base64).toBe(Buffer.from(Float32Array.from(lists.flat()).buffer).toString('base64'));
    expect([...packNumbers(rows).base64.pieces()].length).toBeGreaterThan(1);
  });
});

describe('unpackNumbers', () => {
  const whole = packed([
    [0.1, 0.2],
    [0.3, 0.4],
    [0.5, 0.6],
  ]);
  const infinite = Buffer.from(Float64Array.of(1, Infinity).buffer).toString('base64');

  it.each<[object, string, string, RegExp]>([
    [{}, 'W.base64', 'MISSING_FIELD', /missing/],
    [{ base64: '' }, 'W.dtype', 'MISSING_FIELD', /missing/],
    [{ base64: '', dtype: 'float32' }, 'W.shape', 'MISSING_FIELD', /missing/],
    [{ ...whole, size: 3 }, 'W."size"', 'UNKNOWN_FIELD', /no such field/],
    [{ ...whole, base64: 7 }, 'W.base64', 'INVALID_VALUE', /Must be text/],
    [{ ...whole, dtype: 'float16' }, 'W.dtype', 'INVALID_VALUE', /"float32", "float64", but is "float16"/],
    [{ ...whole, dtype: 'float32' }, 'W.base64', 'INVALID_VALUE', /Holds 64 characters, but 3 × 2 numbers/],
    [{ ...whole, shape: [2, 2] }, 'W.base64', 'INVALID_VALUE', /take 44/],
    [{ ...whole, shape: [2 ** 40, 2 ** 40] }, 'W.base64', 'INVALID_VALUE', /Holds 64 characters/],
    [{ ...whole, shape: [] }, 'W.shape', 'INVALID_VALUE', /one or two whole numbers/],
    [{ ...whole, shape: [1, 2, 3] }, 'W.shape', 'INVALID_VALUE', /one or two whole numbers/],
    [{ ...whole, shape: [0, 2] }, 'W.shape', 'INVALID_VALUE', /one or two whole numbers/],
    [{ ...whole, shape: [1.5] }, 'W.shape', 'INVALID_VALUE', /one or two whole numbers/],
    [{ ...whole, shape: '3 × 2' }, 'W.shape', 'INVALID_VALUE', /one or two whole numbers/],
    [{ ...whole, base64: whole.base64.slice(0, 60) }, 'W.base64', 'INVALID_VALUE', /cut or changed/],
    [{ ...whole, base64: whole.base64.replace(/^./, '-') }, 'W.base64', 'INVALID_VALUE', /Is not base64/],
    [{ ...whole, base64: `${whole.base64.slice(0, 60)}AA==` }, 'W.base64', 'INVALID_VALUE', /Is not base64/],
    [
      { base64: infinite, dtype: 'float64', shape: [2] },
      'W.base64',
      'INVALID_VALUE',
      /Number 2 .*not finite/,
    ],
  ])('refuses %j at %s with %s', (value, at, code, message) => {
    const error = thrownBy(() => unpackNumbers(value, 'W'));
    expect({ at: error.at, code: error.code }).toEqual({ at, code });
    expect(error.message).toMatch(message);
  });
});
