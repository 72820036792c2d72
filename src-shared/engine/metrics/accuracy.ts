import type { ClassCounts } from './class-counts.ts';

/**
 * Share of samples whose class was found.
 *
 * Shapes: counts [C].
 * Source: scikit-learn, `accuracy_score`.
 */
export function accuracy({ actual, hits }: ClassCounts): number {
  return sum(hits) / sum(actual);
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
