import type { ClassCounts } from './class-counts.ts';

/**
 * F1 of one class: the harmonic mean of precision and recall, 2·hits / (actual + predicted); 0 where the class neither
 * occurs nor is predicted.
 *
 * Shapes: counts [C].
 * Source: scikit-learn, `f1_score` with zero_division = 0; van Rijsbergen 1979.
 */
export function f1({ actual, predicted, hits }: ClassCounts, c: number): number {
  const marked = actual[c]! + predicted[c]!;
  return marked === 0 ? 0 : (2 * hits[c]!) / marked;
}

/**
 * Mean F1 of the classes that occur or are predicted.
 *
 * Shapes: counts [C].
 * Source: scikit-learn, `f1_score` with average = "macro".
 */
export function macroF1(counts: ClassCounts): number {
  let scores = 0;
  let classes = 0;
  for (let c = 0; c < counts.actual.length; c++) {
    const marked = counts.actual[c]! + counts.predicted[c]!;
    if (marked === 0) continue;
    scores += f1(counts, c);
    classes += 1;
  }
  return scores / classes;
}
