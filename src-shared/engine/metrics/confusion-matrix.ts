/**
 * How many samples of each class were taken for each: rows are true classes, columns predicted ones.
 *
 * Shapes: truth and predicted are [N], of classes 0 to C − 1; returns [C][C].
 * Source: scikit-learn, `confusion_matrix`.
 */
export function confusionMatrix(truth: Uint16Array, predicted: Uint16Array, C: number): number[][] {
  const counts = Array.from({ length: C }, () => new Array<number>(C).fill(0));
  for (let n = 0; n < truth.length; n++) counts[truth[n]!]![predicted[n]!]! += 1;
  return counts;
}
