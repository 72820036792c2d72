import type { FloatArray } from '../../core/float-array.ts';

/**
 * The class of each sample: with one row of probabilities 1 from a half on, else 0; with several the largest, the first
 * among equals.
 *
 * Shapes: P is [T, N], probabilities or shares; returns [N].
 * Source: the decision with the fewest expected errors; Bishop, "Pattern Recognition and Machine Learning" (2006), ch. 1.5.
 */
export function classesOf(P: FloatArray, T: number, N: number): Uint16Array {
  const classes = new Uint16Array(N);
  if (T === 1) {
    for (let n = 0; n < N; n++) classes[n] = P[n]! >= 0.5 ? 1 : 0;
    return classes;
  }
  for (let n = 0; n < N; n++) {
    let largest = 0;
    for (let t = 1; t < T; t++) if (P[t * N + n]! > P[largest * N + n]!) largest = t;
    classes[n] = largest;
  }
  return classes;
}
