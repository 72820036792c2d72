import {
  batchNormalize,
  batchNormalizeBackward,
  normalizeByStatistics,
  updateStatistics,
} from '@shared/engine/layers/batch-normalization.ts';
import { describe, expect, it } from 'vitest';
import { largestRelativeError } from '../../../helpers/numbers.ts';

function normalized(A: readonly number[], epsilon: number, U: number, N: number) {
  const Xhat = new Float64Array(U * N);
  const inverses = new Float64Array(U);
  const moments = new Float64Array(2 * U);
  batchNormalize(Xhat, inverses, moments, Float64Array.from(A), epsilon, U, N);
  return { Xhat, inverses, moments };
}

describe('batch normalisation, worked by hand', () => {
  // Units (1, 3) and (0, 8): means 2 and 4, variances 1 and 16. With ε = 9 the second deviation is 5.
  const A = [1, 3, 0, 8];

  it('gives every unit mean 0 and variance 1 over the batch', () => {
    const { Xhat, inverses, moments } = normalized(A, 0, 2, 2);
    expect([...Xhat]).toEqual([-1, 1, -1, 1]);
    expect([...inverses]).toEqual([1, 0.25]);
    expect([...moments]).toEqual([2, 4, 1, 16]);
  });

  it('adds ε to the variance', () => {
    const { Xhat, inverses } = normalized(A, 9, 2, 2);
    expect(inverses[1]).toBe(0.2);
    expect([...Xhat.subarray(2)]).toEqual([-0.8, 0.8]);
  });

  it('gives 0 for a batch of one row, and for a unit that never changes', () => {
    expect([...normalized([5, -3], 1e-5, 2, 1).Xhat]).toEqual([0, 0]);
    expect([...normalized([5, 5, 5], 1e-5, 1, 3).Xhat]).toEqual([0, 0, 0]);
  });

  it('is exact for values far from zero', () => {
    const far = [1e9 + 1, 1e9 + 3];
    expect([...normalized(far, 0, 1, 2).Xhat]).toEqual([-1, 1]);
  });

  it('adds (dX̂ − mean(dX̂) − X̂·mean(dX̂∘X̂)) / deviation to dA', () => {
    // X̂ = (−1, 0, 1)·√1.5, deviation √(2/3); dX̂ = (1, 0, 0): mean 1/3, mean of dX̂∘X̂ −√1.5/3.
    const { Xhat, inverses } = normalized([1, 2, 3], 0, 1, 3);
    const dA = Float64Array.of(10, 10, 10);
    batchNormalizeBackward(dA, Float64Array.of(1, 0, 0), Xhat, inverses, 1, 3);
    const inverse = Math.sqrt(1.5);
    const expected = [1 - 1 / 3 - 0.5, -1 / 3, -1 / 3 + 0.5].map((value) => 10 + inverse * value);
    expect(largestRelativeError(dA, expected)).toBeLessThan(1e-15);
  });

  it('after training takes the running mean and variance', () => {
    const Xhat = new Float64Array(2);
    normalizeByStatistics(Xhat, Float64Array.of(7, 3), Float64Array.of(5, 4), 0, 1, 2);
    expect([...Xhat]).toEqual([1, -1]);
  });

  it('keeps the mean and the unbiased variance running', () => {
    const statistics = Float64Array.of(0, 0, 1, 1);
    updateStatistics(statistics, normalized(A, 0, 2, 2).moments, { momentum: 0.25 }, 2, 2);
    // 0.75·0 + 0.25·(2, 4); 0.75·1 + 0.25·(1, 16)·2/1
    expect([...statistics]).toEqual([0.5, 1, 1.25, 8.75]);
  });

  it('keeps 0 as the variance of one row', () => {
    const statistics = Float64Array.of(0, 1);
    updateStatistics(statistics, normalized([8], 0.1, 1, 1).moments, { momentum: 0.5 }, 1, 1);
    expect([...statistics]).toEqual([4, 0.5]);
  });

  it('lets NaN through, to its own unit alone', () => {
    const { Xhat } = normalized([1, NaN, 0, 8], 0, 2, 2);
    expect([...Xhat]).toEqual([NaN, NaN, -1, 1]);
  });
});
