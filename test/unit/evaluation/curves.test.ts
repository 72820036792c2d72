import { Random } from '@shared/core/random.ts';
import { areaUnderCurve } from '@shared/engine/metrics/area-under-curve.ts';
import { calibrationBins, calibrationError, shareInterval } from '@shared/evaluation/calibration.ts';
import { areaOf, averagePrecisionOf, countScores } from '@shared/evaluation/score-counts.ts';
import { countsByThreshold, precisionRecallCurve, rocCurve } from '@shared/evaluation/score-curves.ts';
import { describe, expect, it } from 'vitest';

const SEED = Number(process.env.SEED ?? 6);

/** Scores that say something, many of them equal. */
function drawn(N: number, steps: number) {
  const random = new Random(SEED, 'scores');
  const classes = Uint16Array.from({ length: N }, () => random.below(2));
  const scores = Float64Array.from(classes, (c) =>
    Math.min(1, Math.max(0, Math.round((random.uniform() * 0.8 + 0.2 * c) * steps) / steps)),
  );
  return { classes, scores };
}

/** By its trapezoids. */
function areaUnder(x: Float64Array, y: Float64Array): number {
  let area = 0;
  for (let k = 1; k < x.length; k++) area += ((x[k]! - x[k - 1]!) * (y[k]! + y[k - 1]!)) / 2;
  return area;
}

describe(`the curves of ${String(SEED)}`, () => {
  it.each([
    [3, 10],
    [200, 7],
    [5_000, 1e9],
  ])('of %i rows have the area that Mann and Whitney count', (N, steps) => {
    const { classes, scores } = drawn(N, steps);
    const area = areaOf(countScores(scores, classes, 1));
    const counted = areaUnderCurve(scores, classes, 1);
    expect(area === null).toBe(counted === null);
    if (area !== null) expect(area).toBeCloseTo(counted!, 12);
  });

  it('keep their area, their ends and no more than a chart can show of a million rows', () => {
    const { classes, scores } = drawn(1_000_000, 1e9);
    const counts = countScores(scores, classes, 1);
    const { falsePositiveRate: x, truePositiveRate: y, thresholds } = rocCurve(counts);
    expect(x.length).toBeLessThan(2_100);
    expect([x[0], y[0], x.at(-1), y.at(-1)]).toEqual([0, 0, 1, 1]);
    expect(thresholds[0]).toBe(Infinity);
    expect(Math.abs(areaUnder(x, y) - areaOf(counts)!)).toBeLessThan(1e-5);
    const { precision, recall } = precisionRecallCurve(counts);
    expect(precision.length).toBeLessThan(2_100);
    expect([recall[0], recall.at(-1), precision.at(-1)]).toEqual([1, 0, 1]);
    expect(Math.abs(-areaUnder(recall, precision) - averagePrecisionOf(counts)!)).toBeLessThan(1e-3);
  });

  it('count rows at every thousandth as one would by looking at each', () => {
    const { classes, scores } = drawn(400, 1_000);
    const { thresholds, truePositives, falsePositives } = countsByThreshold(
      countScores(scores, classes, 1),
      true,
    );
    thresholds.forEach((threshold, k) => {
      const called = [...scores.keys()].filter((n) => scores[n]! >= threshold);
      expect(truePositives[k]).toBe(called.filter((n) => classes[n] === 1).length);
      expect(falsePositives[k]).toBe(called.filter((n) => classes[n] === 0).length);
    });
  });

  it('take an answer that is no number for the lowest', () => {
    const counts = countScores(Float64Array.of(0.5, NaN, 0.2), Uint16Array.of(1, 1, 0), 1);
    expect([...counts.thresholds]).toEqual([0.5, 0.2, -Infinity]);
    expect([...counts.truePositives]).toEqual([1, 1, 2]);
  });

  it('have no area where there is only one kind of rows', () => {
    const counts = countScores(Float64Array.of(0.5, 0.2), Uint16Array.of(1, 1), 1);
    expect(areaOf(counts)).toBeNull();
    expect(averagePrecisionOf(counts)).toBeNull();
  });
});

describe('calibrationBins', () => {
  it('counts a tenth in the bin that ends with it', () => {
    const bins = calibrationBins(Float64Array.of(0, 0.1, 0.10001, 1), () => true);
    expect(bins.map(({ count }) => count)).toEqual([2, 1, 0, 0, 0, 0, 0, 0, 0, 1]);
  });

  it('by hand: of four rows at 0.75 two come true, of one at 0.25 none', () => {
    // (4·|0.75 − 0.5| + 1·|0.25 − 0|) / 5 = 0.25
    const bins = calibrationBins(Float64Array.of(0.75, 0.75, 0.75, 0.75, 0.25), (n) => n < 2);
    expect(calibrationError(bins)).toBeCloseTo(0.25, 12);
  });
});

describe('shareInterval', () => {
  it.each([
    // Newcombe 1998, table I: 81 of 263, 15 of 148, 0 of 20.
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
  ])('of %i in %i is what Newcombe printed', (hits, count, low, high) => {
    const interval = shareInterval(hits, count);
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });
});
