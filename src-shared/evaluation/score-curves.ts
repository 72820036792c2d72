import type { ClassCurves } from '../model/evaluation.ts';
import type { ScoreCounts } from './score-counts.ts';

/** Corners of a curve that are sent: more than a chart has pixels. */
const MOST_CORNERS = 2_000;
/** Steps of the threshold. */
const THRESHOLD_STEPS = 1_000;

/**
 * The ROC curve, from nothing to everything called positive: the corners alone, as few of them as can be seen. The first
 * threshold is ∞.
 *
 * Source: scikit-learn, `roc_curve` (drop_intermediate).
 */
export function rocCurve({
  thresholds,
  truePositives,
  falsePositives,
  positives,
  negatives,
}: ScoreCounts): ClassCurves['roc'] {
  const corners = thin(
    cornersOf(truePositives, falsePositives),
    (k) => truePositives[k]! / positives + falsePositives[k]! / negatives,
  );
  const withStart = (start: number, value: (k: number) => number) =>
    Float64Array.from([start, ...corners.map(value)]);
  return {
    falsePositiveRate: withStart(0, (k) => falsePositives[k]! / negatives),
    truePositiveRate: withStart(0, (k) => truePositives[k]! / positives),
    thresholds: withStart(Infinity, (k) => thresholds[k]!),
  };
}

/** The places where the curve turns, with its first and last. */
function cornersOf(truePositives: Float64Array, falsePositives: Float64Array): number[] {
  const last = truePositives.length - 1;
  const corners: number[] = [];
  for (let k = 0; k <= last; k++) {
    const turns = (counts: Float64Array) => counts[k + 1]! - counts[k]! !== counts[k]! - counts[k - 1]!;
    if (k === 0 || k === last || turns(truePositives) || turns(falsePositives)) corners.push(k);
  }
  return corners;
}

/**
 * Precision by recall, from everything called positive to nothing; the last point is precision 1 at recall 0.
 *
 * Source: scikit-learn, `precision_recall_curve`.
 */
export function precisionRecallCurve({
  thresholds,
  truePositives,
  falsePositives,
  positives,
}: ScoreCounts): ClassCurves['precisionRecall'] {
  const all = Array.from(thresholds, (_, k) => thresholds.length - 1 - k);
  const precision = (k: number) => truePositives[k]! / (truePositives[k]! + falsePositives[k]!);
  const recall = (k: number) => (positives === 0 ? 1 : truePositives[k]! / positives);
  let length = 0;
  let previous = all[0] ?? 0;
  const kept = thin(all, (k) => {
    length += Math.abs(recall(k) - recall(previous)) + Math.abs(precision(k) - precision(previous));
    previous = k;
    return length;
  });
  return {
    precision: Float64Array.from([...kept.map(precision), 1]),
    recall: Float64Array.from([...kept.map(recall), 0]),
    thresholds: Float64Array.from(kept, (k) => thresholds[k]!),
  };
}

/**
 * Leaves points out of a long curve, evenly along its way, such that none is farther from the next one kept than a
 * thousandth of the way; the ends stay. `wayTo` is asked for each in turn and only grows.
 */
function thin(points: number[], wayTo: (point: number) => number): number[] {
  if (points.length <= MOST_CORNERS) return points;
  const ways = points.map(wayTo);
  const [first, last] = [ways[0]!, ways.at(-1)!];
  const step = (last - first) / (MOST_CORNERS / 2);
  const isEnd = (k: number) => k === 0 || k === points.length - 1;
  let kept = -Infinity;
  return points.filter((_, k) => {
    const cell = Math.floor((ways[k]! - first) / step);
    if (!isEnd(k) && cell === kept) return false;
    kept = cell;
    return true;
  });
}

/**
 * Rows with at least each threshold of an even range: thousandths of probabilities, else of the range of the scores.
 *
 * Shapes: all [1,001].
 */
export function countsByThreshold(counts: ScoreCounts, isProbability: boolean): ClassCurves['counts'] {
  const { thresholds, truePositives, falsePositives } = counts;
  const [low, high] = isProbability ? [0, 1] : [thresholds.at(-1) ?? 0, thresholds[0] ?? 0];
  const even = Float64Array.from({ length: THRESHOLD_STEPS + 1 }, (_, k) =>
    isProbability ? k / THRESHOLD_STEPS : low + ((high - low) * k) / THRESHOLD_STEPS,
  );
  const result = {
    thresholds: even,
    truePositives: new Uint32Array(even.length),
    falsePositives: new Uint32Array(even.length),
  };
  let place = 0;
  for (let k = even.length - 1; k >= 0; k--) {
    while (place < thresholds.length && thresholds[place]! >= even[k]!) place += 1;
    if (place === 0) continue;
    result.truePositives[k] = truePositives[place - 1]!;
    result.falsePositives[k] = falsePositives[place - 1]!;
  }
  return result;
}
