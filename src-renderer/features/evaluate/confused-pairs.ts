/** A cell of a confusion matrix, by the places of its classes. */
export interface Cell {
  readonly truth: number;
  readonly predicted: number;
}

interface ConfusedPair extends Cell {
  readonly count: number;
}

/** The mistakes of a confusion matrix [classes, classes], the most frequent first. */
export function confusedPairs(counts: ArrayLike<number>, classes: number): ConfusedPair[] {
  const pairs: ConfusedPair[] = [];
  for (let truth = 0; truth < classes; truth++) {
    for (let predicted = 0; predicted < classes; predicted++) {
      const count = counts[truth * classes + predicted] ?? 0;
      if (count > 0 && truth !== predicted) pairs.push({ truth, predicted, count });
    }
  }
  return pairs.sort((a, b) => b.count - a.count);
}
