import { describe, expect, it } from 'vitest';
import type { Histogram, InsightPoint } from '@shared/model/insight.ts';
import {
  histogramStrip,
  nearestMoment,
} from '../../../../../src-renderer/features/train/insight/histogram-strip.ts';
import { quantileOf, stripCsv } from '../../../../../src-renderer/features/train/insight/strip-figures.ts';
import { insightPoint } from '../../../../helpers/insight-points.ts';

const at = (epoch: number, weights: Histogram | null): InsightPoint => insightPoint(epoch, [{ weights }]);
const rowsOf = (strip: NonNullable<ReturnType<typeof histogramStrip>>, moment: number) =>
  strip.shares.subarray(moment * strip.rows, (moment + 1) * strip.rows);
const sum = (values: Float32Array) => values.reduce((total, value) => total + value, 0);

describe('a strip of histograms', () => {
  it('brings histograms of different ranges to a common one, and keeps all of their values', () => {
    const strip = histogramStrip(
      [at(0, { min: 0, max: 1, counts: [1, 3] }), at(1, { min: -1, max: 3, counts: [2, 2] })],
      0,
      'weights',
    )!;
    expect([strip.min, strip.max]).toEqual([-1, 3]);
    expect(sum(rowsOf(strip, 0))).toBeCloseTo(1, 5);
    expect(sum(rowsOf(strip, 1))).toBeCloseTo(1, 5);
    // All of the first lies in the second quarter of the range, a quarter of it in the lower half of that.
    const quarter = strip.rows / 4;
    const first = rowsOf(strip, 0);
    expect(sum(first.subarray(quarter, 1.5 * quarter))).toBeCloseTo(0.25, 5);
    expect(sum(first.subarray(1.5 * quarter, 2 * quarter))).toBeCloseTo(0.75, 5);
  });

  it('has a place for values that are all the same', () => {
    const strip = histogramStrip([at(0, { min: 2, max: 2, counts: [7, 0] })], 0, 'weights')!;
    expect(strip.min).toBeLessThan(2);
    expect(strip.max).toBeGreaterThan(2);
    expect(sum(rowsOf(strip, 0))).toBeCloseTo(1, 5);
  });

  it('leaves moments out that have no values, and is null where none has', () => {
    const empty: Histogram = { min: 0, max: 0, counts: [0, 0] };
    const strip = histogramStrip(
      [at(0, null), at(1, empty), at(2, { min: 0, max: 1, counts: [1] })],
      0,
      'weights',
    )!;
    expect(strip.epochs).toEqual([2]);
    expect(histogramStrip([at(0, null), at(1, empty)], 0, 'weights')).toBeNull();
    expect(histogramStrip([at(0, null)], 0, 'outputs')).toBeNull();
  });

  it('thins out many moments, but keeps the first and the last', () => {
    const points = Array.from({ length: 1_000 }, (_, k) => at(k, { min: 0, max: 1, counts: [1] }));
    const { epochs } = histogramStrip(points, 0, 'weights')!;
    expect(epochs.length).toBeLessThan(300);
    expect([epochs[0], epochs.at(-1)]).toEqual([0, 999]);
  });

  it('finds the moment nearest to an epoch', () => {
    expect([-3, 4, 6, 99].map((epoch) => nearestMoment({ epochs: [0, 5, 10] }, epoch))).toEqual([0, 1, 1, 2]);
  });

  it('writes every bin of every moment as a line of CSV', () => {
    const strip = histogramStrip([at(3, { min: 0, max: 1, counts: [1, 3] })], 0, 'weights')!;
    expect(stripCsv(strip)).toBe('epoch,from,to,count\n3,0,0.5,1\n3,0.5,1,3\n');
  });
});

describe('a quantile of a histogram', () => {
  it.each([
    [0, 0],
    [0.25, 1],
    [0.5, 2],
    [1, 4],
  ])('of share %d of even values from 0 to 4 is %d', (share, expected) => {
    expect(quantileOf({ min: 0, max: 4, counts: [5, 5, 5, 5] }, share)).toBeCloseTo(expected);
  });

  it('of no values is no number', () => {
    expect(quantileOf({ min: 0, max: 0, counts: [0] }, 0.5)).toBeNaN();
  });
});
