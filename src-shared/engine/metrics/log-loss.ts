import { BYTES_PER_NUMBER, type FloatArray } from '../../core/float-array.ts';

/** The spacing of numbers just above 1, for arrays of so many bytes a number. */
const EPSILONS = new Map<number, number>([
  [BYTES_PER_NUMBER.float32, 2 ** -23],
  [BYTES_PER_NUMBER.float64, 2 ** -52],
]);

/**
 * Mean of −ln of the probability that was given to the true class. Probabilities are kept one machine epsilon away from
 * 0 and 1, so that a single wrong certainty does not hide all else.
 *
 * Shapes: P is [T, N]: of T classes, or with T = 1 of class 1; truth [N].
 * Source: scikit-learn, `log_loss` with eps = "auto".
 */
export function logLoss(P: FloatArray, truth: Uint16Array, T: number, N: number): number {
  const epsilon = EPSILONS.get(P.BYTES_PER_ELEMENT)!;
  let sum = 0;
  for (let n = 0; n < N; n++) {
    const given = Math.min(1 - epsilon, Math.max(epsilon, P[T === 1 ? n : truth[n]! * N + n]!));
    sum -= Math.log(T === 1 && truth[n] === 0 ? 1 - given : given);
  }
  return sum / N;
}
