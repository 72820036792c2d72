import type { ClassCurves } from '../model/evaluation.ts';
import { brierScore, calibrationBins, calibrationError } from './calibration.ts';
import { scoresOfClass } from './class-groups.ts';
import type { FoundClasses } from './classes-evaluation.ts';
import { countInBins } from './histogram.ts';
import { areaOf, averagePrecisionOf, countScores } from './score-counts.ts';
import { countsByThreshold, precisionRecallCurve, rocCurve } from './score-curves.ts';

const SCORE_BINS = 50;

/**
 * Everything about one class that depends on where the line between yes and no is drawn.
 *
 * Shapes: as in `FoundClasses`; `c` is the place of the class.
 */
export function classCurves(found: FoundClasses, c: number): ClassCurves {
  const { group, actual } = found;
  const N = actual.length;
  const scores = scoresOfClass(group, found.scores, c, N);
  const counts = countScores(scores, actual, c);
  const byThreshold = countsByThreshold(counts, group.isProbability);
  const { thresholds } = byThreshold;
  const [low, high] = [thresholds[0]!, thresholds.at(-1)!];
  const scoresWhere = (isPositive: boolean) =>
    countInBins(
      scores.filter((_, n) => (actual[n] === c) === isPositive),
      low,
      high,
      SCORE_BINS,
    );
  return {
    positives: counts.positives,
    negatives: counts.negatives,
    auc: areaOf(counts),
    averagePrecision: averagePrecisionOf(counts),
    roc: rocCurve(counts),
    precisionRecall: precisionRecallCurve(counts),
    calibration: group.isProbability ? calibrationOf(scores, actual, c) : null,
    counts: byThreshold,
    scores: { positives: scoresWhere(true), negatives: scoresWhere(false) },
  };
}

function calibrationOf(
  scores: Float64Array,
  actual: Uint16Array,
  c: number,
): NonNullable<ClassCurves['calibration']> {
  const truth = Float64Array.from(actual, (own) => Number(own === c));
  const bins = calibrationBins(scores, (n) => truth[n] === 1);
  return { bins, error: calibrationError(bins), brier: brierScore(scores, truth, actual.length) };
}
