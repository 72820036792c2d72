import type { FloatArray } from '../../core/float-array.ts';

/**
 * Gradient descent, in place:   θ ← θ − α·g
 *
 * Shapes: parameters θ and gradients g are flat, [P].
 * Source: the article, step 8; Robbins & Monro 1951 for mini-batches.
 */
export function sgdStep(parameters: FloatArray, gradients: FloatArray, c: { learningRate: number }): void {
  for (let k = 0; k < parameters.length; k++) parameters[k] = parameters[k]! - c.learningRate * gradients[k]!;
}
