import type { ClassCounts } from '../engine/metrics/class-counts.ts';

/**
 * Cohen's κ: how far accuracy is above that of chance with the same shares of classes; NaN where chance is always right.
 *
 * Shapes: counts [C].
 * Source: Cohen 1960; scikit-learn, `cohen_kappa_score`.
 */
export function cohenKappa(counts: ClassCounts): number {
  const { rows, hits, byChance } = sumsOf(counts);
  const expected = byChance / rows ** 2;
  return (hits / rows - expected) / (1 - expected);
}

/**
 * Matthews' correlation of true and predicted classes; 0 where one of them never varies.
 *
 * Shapes: counts [C].
 * Source: Gorodkin 2004; scikit-learn, `matthews_corrcoef`.
 */
export function matthewsCorrelation(counts: ClassCounts): number {
  const { rows, hits, byChance } = sumsOf(counts);
  const variation = (ofClass: Float64Array) =>
    rows ** 2 - ofClass.reduce((sum, count) => sum + count ** 2, 0);
  const both = variation(counts.actual) * variation(counts.predicted);
  return both === 0 ? 0 : (hits * rows - byChance) / Math.sqrt(both);
}

function sumsOf({ actual, predicted, hits }: ClassCounts) {
  let [rows, allHits, byChance] = [0, 0, 0];
  for (let c = 0; c < actual.length; c++) {
    rows += actual[c]!;
    allHits += hits[c]!;
    byChance += actual[c]! * predicted[c]!;
  }
  return { rows, hits: allHits, byChance };
}
