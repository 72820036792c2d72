import { sortNumbers } from '../data/sort-numbers.ts';

/**
 * For every score that occurs, highest first: how many of the positives and of the negatives have at least that score.
 *
 * Shapes: all [scores that differ].
 */
export interface ScoreCounts {
  readonly thresholds: Float64Array;
  readonly truePositives: Float64Array;
  readonly falsePositives: Float64Array;
  readonly positives: number;
  readonly negatives: number;
}

/**
 * Counts what ROC and precision–recall curves are made of.
 *
 * Shapes: scores and classes [N]; the positive rows are those of class `positive`.
 * Source: scikit-learn, `_binary_clf_curve`.
 */
export function countScores(scores: Float64Array, classes: Uint16Array, positive: number): ScoreCounts {
  const { high, low } = sortedScores(scores, classes, positive);
  const most = high.length + low.length;
  const thresholds = new Float64Array(most);
  const truePositives = new Float64Array(most);
  const falsePositives = new Float64Array(most);
  let [p, n, count] = [high.length, low.length, 0];
  while (p > 0 || n > 0) {
    const score = Math.max(p > 0 ? high[p - 1]! : -Infinity, n > 0 ? low[n - 1]! : -Infinity);
    while (p > 0 && high[p - 1] === score) p -= 1;
    while (n > 0 && low[n - 1] === score) n -= 1;
    thresholds[count] = score;
    truePositives[count] = high.length - p;
    falsePositives[count] = low.length - n;
    count += 1;
  }
  return {
    thresholds: thresholds.subarray(0, count),
    truePositives: truePositives.subarray(0, count),
    falsePositives: falsePositives.subarray(0, count),
    positives: high.length,
    negatives: low.length,
  };
}

/** Those of positive and negative rows, lowest first. An answer that is no number is taken for the lowest: it finds nothing. */
function sortedScores(
  scores: Float64Array,
  classes: Uint16Array,
  positive: number,
): { high: Float64Array; low: Float64Array } {
  const parted = new Float64Array(scores.length);
  let [fromStart, fromEnd] = [0, scores.length];
  for (let n = 0; n < scores.length; n++) {
    const score = Number.isNaN(scores[n]) ? -Infinity : scores[n]!;
    if (classes[n] === positive) parted[fromStart++] = score;
    else parted[--fromEnd] = score;
  }
  // Copies: sorting needs an array that begins where its memory does.
  return {
    high: sortNumbers(parted.slice(0, fromStart)),
    low: sortNumbers(parted.slice(fromStart)),
  };
}

/** Area under the ROC curve by its trapezoids; null where only positives or only negatives occur. */
export function areaOf({ truePositives, falsePositives, positives, negatives }: ScoreCounts): number | null {
  if (positives === 0 || negatives === 0) return null;
  let area = 0;
  let [tp, fp] = [0, 0];
  for (let k = 0; k < truePositives.length; k++) {
    area += ((falsePositives[k]! - fp) * (truePositives[k]! + tp)) / 2;
    [tp, fp] = [truePositives[k]!, falsePositives[k]!];
  }
  return area / (positives * negatives);
}

/**
 * Average precision: Σ (Rₖ − Rₖ₋₁)·Pₖ over the thresholds; null where only positives or only negatives occur.
 *
 * Source: scikit-learn, `average_precision_score`.
 */
export function averagePrecisionOf({
  truePositives,
  falsePositives,
  positives,
  negatives,
}: ScoreCounts): number | null {
  if (positives === 0 || negatives === 0) return null;
  let sum = 0;
  let before = 0;
  for (let k = 0; k < truePositives.length; k++) {
    const tp = truePositives[k]!;
    sum += ((tp - before) * tp) / (tp + falsePositives[k]!);
    before = tp;
  }
  return sum / positives;
}
