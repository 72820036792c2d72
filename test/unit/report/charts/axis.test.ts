import { axisOver, kindFor, rangeOf } from '@shared/report/charts/axis.ts';
import { describe, expect, it } from 'vitest';

const ENDS = [0, 100] as const;

describe('an axis', () => {
  it.each([
    [0, 100, [0, 20, 40, 60, 80, 100]],
    [0.13, 0.92, [0.2, 0.4, 0.6, 0.8]],
    [-3, 7, [-2, 0, 2, 4, 6]],
    [0, 1e-9, [0, 2e-10, 4e-10, 6e-10, 8e-10, 1e-9]],
  ])('from %f to %f has round ticks', (low, high, ticks) => {
    expect(axisOver({ low, high }, 'linear', ENDS, 6).ticks.map(({ value }) => value)).toEqual(ticks);
  });

  it.each([
    [1e-7, 1, [1e-7, 1e-5, 1e-3, 0.1]],
    [0.3, 40, [0.5, 1, 2, 5, 10, 20]],
    [3, 4, [3, 4]],
  ])('of logarithms from %f to %f has powers of ten where there are some', (low, high, ticks) => {
    expect(axisOver({ low, high }, 'log', ENDS, 7).ticks.map(({ value }) => value)).toEqual(ticks);
  });

  it.each([
    [[-Number.MAX_VALUE, Number.MAX_VALUE], 'linear'],
    [[Number.MIN_VALUE, Number.MAX_VALUE], 'log'],
    [[1, 1 + Number.EPSILON], 'linear'],
    [[0], 'linear'],
    [[1e308], 'linear'],
    [[], 'linear'],
    [[NaN, Infinity], 'linear'],
  ] as const)('over %j has a place for all of its values', (values, kind) => {
    const range = rangeOf(values);
    const axis = axisOver(range, kind, ENDS, 6);
    for (const value of [range.low, range.high]) {
      expect(axis.place(value)).toBeGreaterThanOrEqual(-1e-9);
      expect(axis.place(value)).toBeLessThanOrEqual(100 + 1e-9);
    }
    expect(axis.ticks.length).toBeGreaterThan(0);
  });

  it.each([
    [0.001, 1, 'log'],
    [0.5, 1, 'linear'],
    [0, 1, 'linear'],
    [-1, 1, 'linear'],
  ] as const)('from %f to %f is %s by itself', (low, high, kind) => {
    expect(kindFor({ low, high })).toBe(kind);
  });
});
