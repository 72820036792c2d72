/** For each of C classes [C]: samples that are of it, that were taken for it, and both. */
export interface ClassCounts {
  readonly actual: Float64Array;
  readonly predicted: Float64Array;
  readonly hits: Float64Array;
}

/**
 * Counts what accuracy, recall and F1 are made of.
 *
 * Shapes: truth and predicted are [N], of classes 0 to C − 1.
 * Source: the sums of rows and columns of a confusion matrix, and its diagonal.
 */
export function countClasses(truth: Uint16Array, predicted: Uint16Array, C: number): ClassCounts {
  const counts = {
    actual: new Float64Array(C),
    predicted: new Float64Array(C),
    hits: new Float64Array(C),
  };
  for (let n = 0; n < truth.length; n++) {
    const [c, guess] = [truth[n]!, predicted[n]!];
    counts.actual[c]! += 1;
    counts.predicted[guess]! += 1;
    if (c === guess) counts.hits[c]! += 1;
  }
  return counts;
}
