import type { FloatArray } from '../../core/float-array.ts';

/** λ₁ and λ₂ of a dense layer, as `penaltyFields` describes them. */
export interface Penalties {
  readonly l1: number;
  readonly l2: number;
}

/**
 * What a layer's weights cost: λ₁·Σ|W| + ½·λ₂·ΣW². Biases are free.
 *
 * Shapes: W [O, I].
 * Source: Goodfellow, Bengio & Courville (2016), ch. 7.1. The ½ makes λ₂ the weight decay of gradient descent.
 */
export function penaltyOf(W: FloatArray, { l1, l2 }: Penalties): number {
  let sizes = 0;
  let squares = 0;
  for (const weight of W) {
    sizes += Math.abs(weight);
    squares += weight * weight;
  }
  // A penalty that is not asked for must not turn an overflowing sum into NaN.
  return (l1 === 0 ? 0 : l1 * sizes) + (l2 === 0 ? 0 : 0.5 * l2 * squares);
}

/**
 * dW += λ₁·sign(W) + λ₂·W, where the sign of 0 is 0.
 *
 * Shapes: dW, W [O, I].
 * Source: as `penaltyOf`.
 */
export function addPenaltyGradient(dW: FloatArray, W: FloatArray, { l1, l2 }: Penalties): void {
  if (l1 === 0 && l2 === 0) return;
  for (let k = 0; k < W.length; k++) dW[k] = dW[k]! + l1 * Math.sign(W[k]!) + l2 * W[k]!;
}
