import { denseBackwardInput, denseBackwardParameters, denseForward } from '@shared/engine/layers/dense.ts';
import { describe, expect, it } from 'vitest';

describe('dense layer, worked by hand', () => {
  // W = [[1, 3], [2, 4]], b = (0.5, −0.5); two samples a = (1, 2) and (0, −1), each a column of A.
  const W = Float64Array.of(1, 3, 2, 4);
  const A = Float64Array.of(1, 0, 2, -1);

  it('gives Z = W·A + b', () => {
    const Z = new Float64Array(4);
    denseForward(Z, A, W, Float64Array.of(0.5, -0.5), 2, 2, 2);
    // 1·1 + 3·2 + 0.5 = 7.5;  1·0 + 3·(−1) + 0.5 = −2.5;  2·1 + 4·2 − 0.5 = 9.5;  2·0 + 4·(−1) − 0.5 = −4.5
    expect([...Z]).toEqual([7.5, -2.5, 9.5, -4.5]);
  });

  it('gives dW = dZ·Aᵀ and db = Σ dZ', () => {
    const dW = new Float64Array(4);
    const db = new Float64Array(2);
    denseBackwardParameters(dW, db, Float64Array.of(1, 2, 3, 4), A, 2, 2, 2);
    // dW₀₀ = 1·1 + 2·0 = 1;  dW₀₁ = 1·2 + 2·(−1) = 0;  dW₁₀ = 3·1 + 4·0 = 3;  dW₁₁ = 3·2 + 4·(−1) = 2
    expect([...dW]).toEqual([1, 0, 3, 2]);
    expect([...db]).toEqual([3, 7]);
  });

  it('adds Wᵀ·dZ to dA', () => {
    const dA = Float64Array.of(0, 0, 100, 200);
    denseBackwardInput(dA, W, Float64Array.of(1, 2, 3, 4), 2, 2, 2);
    // dA₀ = 1·(1, 2) + 2·(3, 4) = (7, 10);  dA₁ = 3·(1, 2) + 4·(3, 4) = (15, 22)
    expect([...dA]).toEqual([7, 10, 115, 222]);
  });
});
