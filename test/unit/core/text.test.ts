import { LIMITS } from '@shared/core/limits.ts';
import { formatBytes, formatCount, formatDuration, formatNumber, quote } from '@shared/core/text.ts';
import { describe, expect, it } from 'vitest';

describe('formatCount', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [16_384, '16,384'],
    [50_000_000, '50,000,000'],
  ])('shows %d as %s', (count, text) => {
    expect(formatCount(count)).toBe(text);
  });
});

describe('formatBytes', () => {
  it.each([
    [0, '0 bytes'],
    [999, '999 bytes'],
    [1_000, '1.0 KB'],
    [12_345, '12.3 KB'],
    [123_456, '123 KB'],
    [999_999, '1.0 MB'],
    [4 * 2 ** 30, '4.3 GB'],
    [1e18, '1000 PB'],
  ])('shows %d as %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
});

describe('formatNumber', () => {
  it.each([
    [0, '0'],
    [-0, '0'],
    [1, '1'],
    [0.345, '0.345'],
    [0.34503, '0.345'],
    [98.5649, '98.56'],
    [-26.25, '−26.25'],
    [12345.6, '12,350'],
    [999_999, '1,000,000'],
    [1e6, '1.000e6'],
    [-1.5e7, '−1.500e7'],
    [0.0001, '0.0001'],
    [1e-5, '1.000e−5'],
    [-1e-5, '−1.000e−5'],
    [NaN, 'NaN'],
    [Infinity, '∞'],
    [-Infinity, '−∞'],
  ])('shows %d as %s', (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });
});

describe('formatDuration', () => {
  it.each([
    [0, '0.0 s'],
    [0.42, '0.4 s'],
    [12.4, '12 s'],
    [59.4, '59 s'],
    [59.6, '1 min 00 s'],
    [185, '3 min 05 s'],
    [3_599.7, '1 h 00 min'],
    [7_620, '2 h 07 min'],
    [Infinity, '—'],
    [NaN, '—'],
  ])('shows %d seconds as %s', (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });
});

describe('quote', () => {
  it.each([
    ['text', '"text"'],
    ['a "b"', '"a \\"b\\""'],
    [3, '3'],
    [NaN, 'NaN'],
    [true, 'true'],
    [null, 'null'],
    [undefined, 'nothing'],
    [[1, 2], 'a list'],
    [{ a: 1 }, 'an object'],
    [() => 1, 'a function'],
    [Symbol('s'), 'a symbol'],
  ])('shows %o as %s', (value, text) => {
    expect(quote(value)).toBe(text);
  });

  it('cuts long text', () => {
    const text = quote('x'.repeat(1_000_000));
    expect(text).toHaveLength(LIMITS.quotedLength);
    expect(text.endsWith('…')).toBe(true);
  });

  it.each([
    ['a line break', '\n'],
    ['an escape', '\u001b[2J'],
    ['delete', '\u007f'],
    ['a C1 control', '\u009b2J'],
    ['a line separator', '\u2028'],
    ['a change of direction', '\u202e'],
  ])('escapes %s', (_what, text) => {
    expect(quote(`a${text}b`)).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u);
  });
});
