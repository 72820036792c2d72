import { Random } from '@shared/core/random.ts';
import { evaluateNumbers } from '@shared/evaluation/number-evaluation.ts';
import { numberIntervals } from '@shared/evaluation/number-intervals.ts';
import { finish } from '@shared/evaluation/work.ts';
import type { NumberIntervals } from '@shared/model/evaluation.ts';
import { describe, expect, it } from 'vitest';

const SEED = Number(process.env.SEED ?? 2);
const random = new Random(SEED, 'errors');

/** A truth of deviation 2 and answers that miss it by a normal error of deviation 1. */
function drawn(N: number): [truth: Float64Array, answers: Float64Array] {
  const truth = Float64Array.from({ length: N }, () => 10 + 2 * random.normal());
  return [truth, truth.map((value) => value + random.normal())];
}

const intervals = (truth: Float64Array, answers: Float64Array): NumberIntervals =>
  finish(numberIntervals(truth, answers))!;

describe(`numberIntervals, seed ${String(SEED)}`, () => {
  it('has the width that theory gives for many rows', () => {
    const N = 4_000;
    const { rmse, mae } = intervals(...drawn(N));
    // Of normal errors: sd(rmse) = 1/√(2N), sd(mae) = √((1 − 2/π)/N).
    const widths = [rmse.high - rmse.low, mae.high - mae.low];
    const theory = [1 / Math.sqrt(2 * N), Math.sqrt((1 - 2 / Math.PI) / N)].map(
      (deviation) => 3.92 * deviation,
    );
    // A thousand resamples know a quantile of 2.5 % to a tenth.
    widths.forEach((width, k) => {
      expect(Math.abs(width / theory[k]! - 1)).toBeLessThan(0.15);
    });
  });

  it('holds what is true in about 95 of 100 samples of 60 rows', () => {
    const truths = { rmse: 1, mae: Math.sqrt(2 / Math.PI), r2: 0.75 };
    const held = { rmse: 0, mae: 0, r2: 0 };
    const samples = 100;
    for (let sample = 0; sample < samples; sample++) {
      const found = intervals(...drawn(60));
      for (const figure of ['rmse', 'mae', 'r2'] as const) {
        const { low, high } = found[figure];
        if (low <= truths[figure] && truths[figure] <= high) held[figure] += 1;
      }
    }
    // Five deviations of a share of 100 draws below; percentile intervals of few rows are a little narrow.
    for (const count of Object.values(held)) expect(count).toBeGreaterThan(80);
  });

  it('lies around the figures and is the same each time', () => {
    const [truth, answers] = drawn(30);
    const found = intervals(truth, answers);
    const figures = evaluateNumbers(truth, answers);
    for (const figure of ['rmse', 'mae', 'r2'] as const) {
      expect(found[figure].low).toBeLessThan(figures[figure]);
      expect(found[figure].high).toBeGreaterThan(figures[figure]);
    }
    expect(intervals(truth, answers)).toEqual(found);
  });

  it.each([
    ['one row', 1],
    ['more rows than are resampled', 50_001],
  ])('says nothing of %s', (_what, N) => {
    expect(finish(numberIntervals(...drawn(N)))).toBeNull();
  });

  it('says nothing of answers that are no numbers', () => {
    expect(finish(numberIntervals(Float64Array.of(1, 2, 3), Float64Array.of(1, NaN, 3)))).toBeNull();
  });
});
