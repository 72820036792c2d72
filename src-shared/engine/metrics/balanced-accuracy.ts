import type { ClassCounts } from './class-counts.ts';

/**
 * Mean, over the classes that occur, of the share of a class's samples that were found: every class counts the same,
 * however rare.
 *
 * Shapes: counts [C].
 * Source: scikit-learn, `balanced_accuracy_score`; Brodersen et al. 2010.
 */
export function balancedAccuracy({ actual, hits }: ClassCounts): number {
  let recalls = 0;
  let classes = 0;
  actual.forEach((count, c) => {
    if (count === 0) return;
    recalls += hits[c]! / count;
    classes += 1;
  });
  return recalls / classes;
}
