import { addTo, residualForward } from '@shared/engine/layers/residual.ts';
import { describe, expect, it } from 'vitest';

describe('residual connection, worked by hand', () => {
  it('gives the sum of both', () => {
    const Z = new Float64Array(3);
    residualForward(Z, Float64Array.of(1, 2, NaN), Float64Array.of(10, -20, 1), 3);
    expect([...Z]).toEqual([11, -18, NaN]);
  });

  it('adds the gradient to what is there', () => {
    const dA = Float64Array.of(1, 2);
    addTo(dA, Float64Array.of(10, 20), 2);
    expect([...dA]).toEqual([11, 22]);
  });
});
