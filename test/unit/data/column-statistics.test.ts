import { columnStatistics, mostFrequent, presentValues, quantile } from '@shared/data/column-statistics.ts';
import { describe, expect, it } from 'vitest';
import fixture from './fixtures/column-statistics.json' with { type: 'json' };

/** NumPy adds in pairs, we one after another; over 50 numbers that moves a few last places. */
const SUM_ORDER = 1e-13;

const allRows = (values: ArrayLike<number>) => Uint32Array.from(values, (_, row) => row);

function present(...values: number[]): Float64Array {
  return presentValues(Float64Array.from(values), allRows(values));
}

describe('columnStatistics', () => {
  it.each(fixture.columns)(`agrees with ${fixture.tool} on: $name`, ({ values, min, max, mean, std }) => {
    const statistics = columnStatistics(Float64Array.from(values), allRows(values));
    expect([statistics.min, statistics.max]).toEqual([min, max]);
    expect(Math.abs(statistics.mean - mean)).toBeLessThanOrEqual(SUM_ORDER * Math.abs(mean));
    expect(Math.abs(statistics.std - std)).toBeLessThanOrEqual(SUM_ORDER * (std + Math.abs(mean)));
  });

  it('takes only the rows it is given', () => {
    const values = Float64Array.of(NaN, 1, 1e300, 3, -1e300);
    expect(columnStatistics(values, Uint32Array.of(1, 3))).toEqual({ min: 1, max: 3, mean: 2, std: 1 });
  });

  it('does not count missing values', () => {
    const values = Float64Array.of(NaN, 1, NaN, 3);
    expect(columnStatistics(values, allRows(values))).toEqual({ min: 1, max: 3, mean: 2, std: 1 });
  });

  it('of nothing at all is NaN, not 0 or infinity', () => {
    const nothing = { min: NaN, max: NaN, mean: NaN, std: NaN };
    expect(columnStatistics(Float64Array.of(NaN, NaN), Uint32Array.of(0, 1))).toEqual(nothing);
    expect(columnStatistics(Float64Array.of(1), Uint32Array.of())).toEqual(nothing);
  });
});

describe('presentValues', () => {
  it('are those of the given rows that are there, as a copy', () => {
    const values = Float64Array.of(10, NaN, 9, -1, 100);
    const found = presentValues(values, Uint32Array.of(4, 1, 0, 3));
    expect([...found]).toEqual([100, 10, -1]);
    found.fill(0);
    expect([...values]).toEqual([10, NaN, 9, -1, 100]);
  });
});

describe('quantile', () => {
  it.each(fixture.columns)(`agrees with ${fixture.tool} on: $name`, ({ values, quantiles }) => {
    const shares = [0, 0.25, 0.5, 0.75, 0.9, 1];
    const found = shares.map((share) => quantile(present(...values), share));
    found.forEach((value, k) => {
      expect(Math.abs(value - quantiles[k]!)).toBeLessThanOrEqual(SUM_ORDER * Math.abs(quantiles[k]!));
    });
  });

  it.each<[share: number, values: number[], expected: number]>([
    [0.5, [3, 1, 2], 2],
    [0.5, [4, 1, 2, 3], 2.5],
    [0.25, [1, 2, 3, 4], 1.75], // place 0.75: 1 + 0.75·(2 − 1)
    [0.75, [0, 10], 7.5],
    [0.3, [5], 5],
    [0.5, [-1.7e308, 1.7e308], 0], // their difference is beyond all numbers
    [0.5, [], NaN],
  ])('%d of %j is %d', (share, values, expected) => {
    expect(quantile(present(...values), share)).toBe(expected);
  });
});

describe('mostFrequent', () => {
  it.each<[what: string, values: number[], expected: number]>([
    ['the one that occurs most often', [3, 1, 3, 2, 3, 1], 3],
    ['the smallest among equals', [5, 2, 5, 2, 9], 2],
    ['the smallest where all differ', [7, 4, 6], 4],
    ['not the missing one', [NaN, NaN, NaN, 8], 8],
    ['nothing of nothing', [NaN], NaN],
  ])('is %s', (_what, values, expected) => {
    expect(mostFrequent(present(...values))).toBe(expected);
  });
});
