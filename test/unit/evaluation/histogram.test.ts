import { countInBins, histogramOf } from '@shared/evaluation/histogram.ts';
import { describe, expect, it } from 'vitest';

describe('histogramOf', () => {
  it('has every finite value in it, and no more than 64 bins', () => {
    const values = Float64Array.from({ length: 10_000 }, (_, n) => Math.tan(n));
    const { counts, min, max } = histogramOf(Float64Array.from([...values, NaN, Infinity]));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(10_000);
    expect(counts).toHaveLength(64);
    expect([min, max]).toEqual([Math.min(...values), Math.max(...values)]);
  });

  it.each([
    ['no values', [], 0],
    ['one value', [3], 1],
    ['equal values', [3, 3, 3], 3],
  ])('has a width also for %s', (_what, values, expected) => {
    const { counts, min, max } = histogramOf(Float64Array.from(values));
    expect(max).toBeGreaterThan(min);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(expected);
  });
});

describe('countInBins', () => {
  it('counts a value on an edge in the bin above, the last edge in the last bin', () => {
    const eighths = Float64Array.from({ length: 9 }, (_, k) => k / 8);
    expect(countInBins(eighths, 0, 1, 8).counts).toEqual([1, 1, 1, 1, 1, 1, 1, 2]);
  });

  it('counts by the edges that NumPy has, of which some tenths fall short', () => {
    // np.histogram(np.arange(11) / 10, bins=10, range=(0, 1))
    const tenths = Float64Array.from({ length: 11 }, (_, k) => k / 10);
    expect(countInBins(tenths, 0, 1, 10).counts).toEqual([1, 1, 2, 0, 1, 2, 1, 0, 1, 2]);
  });

  it('leaves out what lies outside', () => {
    expect(countInBins(Float64Array.of(-1, 0.5, 2), 0, 1, 2).counts).toEqual([0, 1]);
  });
});
