import { articleLossSum } from '@shared/engine/metrics/article-loss.ts';
import { r2, squaredDeviations } from '@shared/engine/metrics/r2.ts';
import { addErrors, meanAbsoluteError, rootMeanSquaredError } from '@shared/engine/metrics/target-errors.ts';
import { describe, expect, it } from 'vitest';
import { samplesContiguous } from '../../../helpers/numbers.ts';
import reference from './fixtures/metrics.json' with { type: 'json' };

/** RMSE, MAE and R² of each target, from rows of answers and truths. */
function figures(p: number[][], y: number[][]) {
  const [T, N] = [p[0]!.length, p.length];
  const [P, Y] = [p, y].map((rows) => Float64Array.from(samplesContiguous(rows))) as [
    Float64Array,
    Float64Array,
  ];
  const sums = { squares: new Float64Array(T), absolutes: new Float64Array(T) };
  addErrors(sums, P, Y, T, N);
  const targets = Array.from({ length: T }, (_, t) => t);
  return {
    rmse: targets.map((t) => rootMeanSquaredError(sums.squares[t]!, N)),
    mae: targets.map((t) => meanAbsoluteError(sums.absolutes[t]!, N)),
    r2: targets.map((t) => r2(sums.squares[t]!, squaredDeviations(Y.subarray(t * N, (t + 1) * N)))),
  };
}

describe('figures of regression', () => {
  it('by hand: errors 1 and −3 on truths 2 and 4', () => {
    // Σ e² = 10, Σ |e| = 4, and the truths deviate by ±1 from their mean.
    expect(figures([[3], [1]], [[2], [4]])).toEqual({ rmse: [Math.sqrt(5)], mae: [2], r2: [1 - 10 / 2] });
  });

  it(`as ${reference.tool} has them`, () => {
    const { p, y, expected } = reference.regression;
    const actual = figures(p, y);
    for (const name of ['rmse', 'mae', 'r2'] as const) {
      expected[name].forEach((value, t) => {
        expect(actual[name][t], name).toBeCloseTo(value, 12);
      });
    }
  });

  it('add up over batches', () => {
    const sums = { squares: new Float64Array(1), absolutes: new Float64Array(1) };
    addErrors(sums, Float64Array.of(3), Float64Array.of(2), 1, 1);
    addErrors(sums, Float64Array.of(1), Float64Array.of(4), 1, 1);
    expect([...sums.squares, ...sums.absolutes]).toEqual([10, 4]);
  });
});

describe('R² of a target that never varies', () => {
  it.each([
    [0, 1],
    [0.001, 0],
  ])('with squared errors of %d is %d', (errors, expected) => {
    expect(r2(errors, squaredDeviations(Float64Array.of(0.1, 0.1, 0.1)))).toBe(expected);
  });

  it('is unknown where the answers are no numbers', () => {
    expect(r2(NaN, 0)).toBeNaN();
    expect(r2(NaN, 1)).toBeNaN();
  });
});

it('the article’s loss is the norm of half the squared errors of a row, summed over rows', () => {
  // Two rows, two targets: errors (1, 2) and (0, 3).
  const P = Float64Array.of(1, 0, 2, 3);
  expect(articleLossSum(P, new Float64Array(4), 2, 2)).toBeCloseTo(Math.hypot(0.5, 2) + 4.5, 15);
});
