import { addPenaltyGradient, penaltyOf } from '@shared/engine/layers/penalties.ts';
import { describe, expect, it } from 'vitest';

describe('penalties, worked by hand', () => {
  const W = Float64Array.of(2, -4, 0);

  it('cost λ₁·Σ|W| + ½·λ₂·ΣW²', () => {
    // 0.5·6 + ½·0.25·20
    expect(penaltyOf(W, { l1: 0.5, l2: 0.25 })).toBe(3 + 2.5);
  });

  it('add λ₁·sign(W) + λ₂·W to the gradient, nothing at 0', () => {
    const dW = Float64Array.of(1, 1, 1);
    addPenaltyGradient(dW, W, { l1: 0.5, l2: 0.25 });
    expect([...dW]).toEqual([1 + 0.5 + 0.5, 1 - 0.5 - 1, 1]);
  });

  it('that are 0 cost nothing, even where the squares overflow', () => {
    const huge = Float64Array.of(1e200);
    expect(penaltyOf(huge, { l1: 0, l2: 0 })).toBe(0);
    expect(penaltyOf(huge, { l1: 0.5, l2: 0 })).toBe(5e199);
  });

  it('let NaN through', () => {
    expect(penaltyOf(Float64Array.of(NaN), { l1: 0, l2: 1 })).toBeNaN();
    const dW = Float64Array.of(0);
    addPenaltyGradient(dW, Float64Array.of(NaN), { l1: 1, l2: 0 });
    expect(dW[0]).toBeNaN();
  });
});
