import { accuracy } from '../engine/metrics/accuracy.ts';
import { balancedAccuracy } from '../engine/metrics/balanced-accuracy.ts';
import { type ClassCounts, countClasses } from '../engine/metrics/class-counts.ts';
import { classesOf } from '../engine/metrics/classes.ts';
import { f1 } from '../engine/metrics/f1.ts';
import { logLoss } from '../engine/metrics/log-loss.ts';
import type { ClassAverages, ClassesEvaluation, ClassEvaluation } from '../model/evaluation.ts';
import { cohenKappa, matthewsCorrelation } from './agreement.ts';
import type { AnsweredPart } from './answered-part.ts';
import { brierScore, calibrationBins, calibrationError, shareInterval } from './calibration.ts';
import { type ClassGroup, scoresOf, scoresOfClass } from './class-groups.ts';
import { areaOf, averagePrecisionOf, countScores } from './score-counts.ts';
import type { Work } from './work.ts';

/**
 * The classes of one group, as they are and as the model has them.
 *
 * Shapes: scores [outputs of the group, N], true and predicted classes [N].
 */
export interface FoundClasses {
  readonly group: ClassGroup;
  readonly scores: Float64Array;
  /** 1 for the class of the row, else 0: as scores. */
  readonly truth: Float64Array;
  readonly actual: Uint16Array;
  readonly predicted: Uint16Array;
}

/** A row is of the most probable class, or with one answer for two classes of the second from a half on. */
export function findClasses(group: ClassGroup, { answers, truth, rows }: AnsweredPart): FoundClasses {
  const N = rows.length;
  const scores = scoresOf(group, answers, N);
  const wanted = scoresOf(group, truth, N);
  const T = group.outputs.length;
  return {
    group,
    scores,
    truth: wanted,
    actual: classesOf(wanted, T, N),
    predicted: classesOf(scores, T, N),
  };
}

/**
 * Every figure of one group of classes.
 *
 * Shapes: as in `FoundClasses`.
 * Source: scikit-learn, the figures by their names there, zero_division = 0; each figure's own file.
 */
export function* evaluateClasses(found: FoundClasses): Work<ClassesEvaluation> {
  const { group, scores, truth, actual, predicted } = found;
  const N = actual.length;
  const C = group.classes.length;
  const counts = countClasses(actual, predicted, C);
  const perClass: ClassEvaluation[] = [];
  for (let c = 0; c < C; c++) {
    perClass.push(evaluateClass(found, counts, c));
    yield;
  }
  const hits = counts.hits.reduce((sum, count) => sum + count, 0);
  const { isProbability } = group;
  return {
    column: group.column,
    classes: [...group.classes],
    outputs: [...group.outputs],
    isProbability,
    mistakes: N - hits,
    accuracy: accuracy(counts),
    accuracyInterval: shareInterval(hits, N),
    baselineAccuracy: counts.actual.reduce((most, count) => Math.max(most, count), 0) / N,
    balancedAccuracy: balancedAccuracy(counts),
    macro: averages(perClass, ({ support, predicted: taken }) => Number(support + taken > 0)),
    weighted: averages(perClass, ({ support }) => support),
    kappa: cohenKappa(counts),
    matthews: matthewsCorrelation(counts),
    auc: ofAllClasses(group, perClass, ({ auc }) => auc),
    averagePrecision: ofAllClasses(group, perClass, ({ averagePrecision }) => averagePrecision),
    logLoss: isProbability ? logLoss(scores, actual, group.outputs.length, N) : null,
    brier: isProbability ? brierScore(scores, truth, N) : null,
    calibrationError: isProbability ? topCalibrationError(found) : null,
    confusion: confusionOf(found, C),
    perClass,
  };
}

/** One class against all others. */
function evaluateClass(found: FoundClasses, counts: ClassCounts, c: number): ClassEvaluation {
  const { group, actual } = found;
  const scores = scoresOfClass(group, found.scores, c, actual.length);
  const ranked = countScores(scores, actual, c);
  const [support, predicted, hits] = [counts.actual[c]!, counts.predicted[c]!, counts.hits[c]!];
  return {
    level: group.classes[c]!,
    support,
    predicted,
    hits,
    precision: predicted === 0 ? 0 : hits / predicted,
    recall: support === 0 ? 0 : hits / support,
    f1: f1(counts, c),
    auc: areaOf(ranked),
    averagePrecision: averagePrecisionOf(ranked),
    ...(group.isProbability ? classCalibration(scores, actual, c) : { brier: null, calibrationError: null }),
  };
}

function classCalibration(
  scores: Float64Array,
  actual: Uint16Array,
  c: number,
): Pick<ClassEvaluation, 'brier' | 'calibrationError'> {
  const isOfIt = Float64Array.from(actual, (truth) => Number(truth === c));
  return {
    brier: brierScore(scores, isOfIt, actual.length),
    calibrationError: calibrationError(calibrationBins(scores, (n) => isOfIt[n] === 1)),
  };
}

function averages(
  classes: readonly ClassEvaluation[],
  weightOf: (own: ClassEvaluation) => number,
): ClassAverages {
  const weights = classes.map(weightOf);
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = (figure: keyof ClassAverages) =>
    classes.reduce((sum, own, c) => sum + own[figure] * weights[c]!, 0) / all;
  return { precision: mean('precision'), recall: mean('recall'), f1: mean('f1') };
}

/** One answer for two classes is measured for "yes" alone; else the mean over the classes, null where one of them is. */
function ofAllClasses(
  { outputs }: ClassGroup,
  classes: readonly ClassEvaluation[],
  figure: (own: ClassEvaluation) => number | null,
): number | null {
  if (outputs.length === 1) return figure(classes[1]!);
  const values = classes.map(figure).filter((value) => value !== null);
  if (values.length < classes.length) return null;
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Of the probability that was given to the class that was taken. */
function topCalibrationError({ group, scores, actual, predicted }: FoundClasses): number {
  const taken = Float64Array.from(predicted, (c, n) => scoreOf(group, scores, c, n, actual.length));
  return calibrationError(calibrationBins(taken, (n) => actual[n] === predicted[n]));
}

/** The score of one class in one row. Shapes: scores as in `FoundClasses`, of N rows. */
export function scoreOf(group: ClassGroup, scores: Float64Array, c: number, n: number, N: number): number {
  if (group.outputs.length > 1) return scores[c * N + n]!;
  return c === 1 ? scores[n]! : 1 - scores[n]!;
}

/** [C, C]: rows are true classes, columns predicted ones. */
function confusionOf({ actual, predicted }: FoundClasses, C: number): Uint32Array {
  const confusion = new Uint32Array(C * C);
  for (let n = 0; n < actual.length; n++) confusion[actual[n]! * C + predicted[n]!]! += 1;
  return confusion;
}
