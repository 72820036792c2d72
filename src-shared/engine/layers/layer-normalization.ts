import type { FloatArray } from '../../core/float-array.ts';
import { momentsOf, normalizeLine, normalizeLineBackward } from './normalization.ts';

/**
 * Layer normalisation: X̂ = (A − mean) / √(variance + ε), mean and variance those of each row over its units. Scale and
 * shift come after it. Training and prediction are the same.
 *
 * Shapes: X̂, A [U, N]; inverses [N] for the way back.
 * Source: Ba, Kiros & Hinton 2016.
 */
export function layerNormalize(
  Xhat: FloatArray,
  inverses: FloatArray,
  A: FloatArray,
  epsilon: number,
  U: number,
  N: number,
): void {
  for (let n = 0; n < N; n++) {
    const line = { start: n, stride: N, count: U };
    inverses[n] = normalizeLine(Xhat, A, momentsOf(A, line), epsilon, line);
  }
}

/**
 * Its gradient, added to dA.
 *
 * Shapes: dA, dX̂, X̂ [U, N]; inverses [N] as `layerNormalize` left them.
 * Source: Ba, Kiros & Hinton 2016; the gradient is that of `normalizeLine`.
 */
export function layerNormalizeBackward(
  dA: FloatArray,
  dXhat: FloatArray,
  Xhat: FloatArray,
  inverses: FloatArray,
  U: number,
  N: number,
): void {
  for (let n = 0; n < N; n++) {
    normalizeLineBackward(dA, dXhat, Xhat, inverses[n]!, { start: n, stride: N, count: U });
  }
}
