import type { FloatArray } from '../../core/float-array.ts';

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
