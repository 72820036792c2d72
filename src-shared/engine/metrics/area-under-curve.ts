import type { FloatArray } from '../../core/float-array.ts';

/**
 * Area under the ROC curve: how often a positive sample scores higher than a negative one, equal scores counting half.
 * Null where one of the two does not occur.
 *
 * Shapes: scores [N]; the positive ones are those whose class is `positive` in truth [N].
 * Source: scikit-learn, `roc_auc_score`, computed as the statistic of Mann & Whitney 1947.
 */
export function areaUnderCurve(scores: FloatArray, truth: Uint16Array, positive: number): number | null {
  const positives = scores.filter((_, n) => truth[n] === positive).sort();
  const negatives = scores.filter((_, n) => truth[n] !== positive).sort();
  if (positives.length === 0 || negatives.length === 0) return null;
  let below = 0;
  let upTo = 0;
  let wins = 0;
  for (const score of positives) {
    while (below < negatives.length && negatives[below]! < score) below += 1;
    while (upTo < negatives.length && negatives[upTo]! <= score) upTo += 1;
    wins += (below + upTo) / 2;
  }
  return wins / (positives.length * negatives.length);
}
