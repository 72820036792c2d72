import type { FloatArray } from '../core/float-array.ts';

/**
 * The sum, over a batch, of the loss that the article prints: ‖½(ŷ − y)²‖₂ of each sample. Divided by the number of
 * samples it is the figure of steps 8 and 9.
 *
 * Shapes: P (predictions) and Y (targets) are [T, N]. T = targets, N = samples.
 * Source: the article, steps 8 and 9: `np.linalg.norm(0.5 * (p - y) ** 2, axis=0).mean()`.
 */
export function articleLossSum(P: FloatArray, Y: FloatArray, T: number, N: number): number {
  let sum = 0;
  for (let n = 0; n < N; n++) {
    let squares = 0;
    for (let t = 0; t < T; t++) {
      const difference = P[t * N + n]! - Y[t * N + n]!;
      const half = 0.5 * difference * difference;
      squares += half * half;
    }
    sum += Math.sqrt(squares);
  }
  return sum;
}

/**
 * Adds (ŷ − y)² of each target to `sums`, over the samples of a batch.
 *
 * Shapes: sums [T]; P (predictions) and Y (targets) are [T, N].
 * Source: the definition of the root mean squared error, taken apart so that batches can be added up.
 */
export function addSquaredErrors(
  sums: Float64Array,
  P: FloatArray,
  Y: FloatArray,
  T: number,
  N: number,
): void {
  for (let t = 0; t < T; t++) {
    let sum = 0;
    for (let n = 0; n < N; n++) {
      const difference = P[t * N + n]! - Y[t * N + n]!;
      sum += difference * difference;
    }
    sums[t] = sums[t]! + sum;
  }
}
