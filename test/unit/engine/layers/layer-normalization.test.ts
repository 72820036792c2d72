import { layerNormalize, layerNormalizeBackward } from '@shared/engine/layers/layer-normalization.ts';
import { scaleAndShift, scaleAndShiftBackward } from '@shared/engine/layers/normalization.ts';
import { describe, expect, it } from 'vitest';
import { largestRelativeError } from '../../../helpers/numbers.ts';

describe('layer normalisation, worked by hand', () => {
  // Two units, two rows: rows (1, 3) and (0, 8), each a column of A.
  const A = Float64Array.of(1, 0, 3, 8);

  it('gives every row mean 0 and variance 1 over its units', () => {
    const Xhat = new Float64Array(4);
    const inverses = new Float64Array(2);
    layerNormalize(Xhat, inverses, A, 0, 2, 2);
    expect([...Xhat]).toEqual([-1, -1, 1, 1]);
    expect([...inverses]).toEqual([1, 0.25]);
  });

  it('gives 0 for a layer of one unit', () => {
    const Xhat = new Float64Array(2);
    layerNormalize(Xhat, new Float64Array(2), Float64Array.of(5, -3), 1e-5, 1, 2);
    expect([...Xhat]).toEqual([0, 0]);
  });

  it('adds its gradient to dA, row by row', () => {
    // Units (1, 2, 3) of one row, as in batch normalisation's example.
    const Xhat = new Float64Array(3);
    const inverses = new Float64Array(1);
    layerNormalize(Xhat, inverses, Float64Array.of(1, 2, 3), 0, 3, 1);
    const dA = Float64Array.of(10, 10, 10);
    layerNormalizeBackward(dA, Float64Array.of(1, 0, 0), Xhat, inverses, 3, 1);
    const expected = [1 - 1 / 3 - 0.5, -1 / 3, -1 / 3 + 0.5].map((value) => 10 + Math.sqrt(1.5) * value);
    expect(largestRelativeError(dA, expected)).toBeLessThan(1e-15);
  });

  it('lets NaN through, to its own row alone', () => {
    const Xhat = new Float64Array(4);
    layerNormalize(Xhat, new Float64Array(2), Float64Array.of(NaN, 0, 3, 8), 0, 2, 2);
    expect([...Xhat]).toEqual([NaN, -1, NaN, 1]);
  });
});

describe('scale and shift, worked by hand', () => {
  const Xhat = Float64Array.of(-1, 1, 2, 3);
  const gamma = Float64Array.of(2, -1);

  it('give Z = γ·X̂ + β', () => {
    const Z = new Float64Array(4);
    scaleAndShift(Z, Xhat, gamma, Float64Array.of(10, 20), 2, 2);
    expect([...Z]).toEqual([8, 12, 18, 17]);
  });

  it('have the gradients dγ = Σ dZ∘X̂, dβ = Σ dZ and dX̂ = γ·dZ', () => {
    const [dGamma, dBeta, dXhat] = [new Float64Array(2), new Float64Array(2), new Float64Array(4)];
    scaleAndShiftBackward(dGamma, dBeta, dXhat, Float64Array.of(1, 2, 3, 4), Xhat, gamma, 2, 2);
    expect([...dGamma]).toEqual([1, 18]);
    expect([...dBeta]).toEqual([3, 7]);
    expect([...dXhat]).toEqual([2, 4, -3, -4]);
  });
});
