import { LIMITS } from '@shared/core/limits.ts';
import { describe, expect, it } from 'vitest';
import { GrowingSpark, sparkOf } from '../../../../src-main/library/spark.ts';
import { encodePoint } from '../../../../src-main/storage/metrics-line.ts';
import { metricsPoint } from '../../../helpers/metrics-points.ts';

const fileOf = (losses: readonly number[]) =>
  Buffer.from(losses.map((loss, k) => `${encodePoint(metricsPoint(k, 9, loss))}\n`).join(''));

describe('sparkOf', () => {
  it.each([
    ['no points', [], []],
    ['one point', [3], [3]],
    ['few points, all of them', [3, 2, 1.23456], [3, 2, 1.235]],
    ['what is no number', [3, NaN, Infinity], [3, null, null]],
  ])('shows %s', (_what, losses, expected) => {
    expect(sparkOf(fileOf(losses))).toEqual(expected);
  });

  it('takes evenly spaced points of many, the first and the last among them', () => {
    const losses = Array.from({ length: 311 }, (_, k) => k);
    const spark = sparkOf(fileOf(losses));
    expect(spark).toHaveLength(LIMITS.sparkPoints);
    expect(spark).toEqual(Array.from({ length: LIMITS.sparkPoints }, (_, k) => 10 * k));
  });

  it('takes a damaged line for no number, and whatever else stands there', () => {
    const damaged = Buffer.concat([fileOf([3]), Buffer.from('nonsense\n{"train":5}\nnull\n{"train":{"lo')]);
    expect(sparkOf(damaged)).toEqual([3, null, null, null, null]);
  });
});

describe('GrowingSpark', () => {
  it('adds each evaluation once, and thins out what is too long', () => {
    const growing = new GrowingSpark([], null);
    for (let k = 0; k < 1_000; k++) {
      growing.add(metricsPoint(k, 9, k));
      growing.add(metricsPoint(k, 9, k));
      growing.add(null);
    }
    const { spark } = growing;
    expect(spark.length).toBeLessThanOrEqual(LIMITS.sparkPoints);
    expect(spark.length).toBeGreaterThan(LIMITS.sparkPoints / 3);
    const steps = spark.slice(1).map((value, k) => value! - spark[k]!);
    expect(new Set(steps).size).toBe(1);
  });

  it('goes on from the shape that a run had', () => {
    const growing = new GrowingSpark([5, 4], metricsPoint(3, 9).step);
    growing.add(metricsPoint(3, 9, 4));
    growing.add(metricsPoint(4, 9, 2));
    expect(growing.spark).toEqual([5, 4, 2]);
  });
});
