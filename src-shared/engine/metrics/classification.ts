import type { FloatArray } from '../../core/float-array.ts';
import { LIMITS } from '../../core/limits.ts';
import type { ClassificationMetrics } from '../../model/run.ts';
import type { Task } from '../../model/task.ts';
import { accuracy } from './accuracy.ts';
import { areaUnderCurve } from './area-under-curve.ts';
import { balancedAccuracy } from './balanced-accuracy.ts';
import { countClasses } from './class-counts.ts';
import { classesOf } from './classes.ts';
import { confusionMatrix } from './confusion-matrix.ts';
import { f1, macroF1 } from './f1.ts';
import { logLoss } from './log-loss.ts';

/**
 * All figures of a network that answers with probabilities. With several yes-or-no answers each is the mean over the
 * answers, F1 that of "yes". There is a confusion matrix where a sample has one class of not too many.
 *
 * Shapes: P (probabilities) and Y (targets) are [T, N].
 * Source: scikit-learn, `roc_auc_score` with multi_class = "ovr" and average = "macro"; else as each figure's own file.
 */
export function classificationMetrics(
  task: Exclude<Task, 'regression'>,
  P: FloatArray,
  Y: FloatArray,
  T: number,
  N: number,
): ClassificationMetrics {
  // Of answers that are no numbers nothing can be said.
  if (P.some(Number.isNaN)) {
    return { accuracy: NaN, balancedAccuracy: NaN, f1: NaN, logLoss: NaN, auc: NaN, confusion: null };
  }
  if (task !== 'multilabel') return singleLabel(P, Y, T, N);
  const labels = Array.from({ length: T }, (_, t) => {
    const [from, to] = [t * N, (t + 1) * N];
    return yesOrNo(P.subarray(from, to), Y.subarray(from, to));
  });
  return {
    accuracy: mean(labels.map((label) => label.accuracy)),
    balancedAccuracy: mean(labels.map((label) => label.balancedAccuracy)),
    f1: mean(labels.map((label) => label.f1)),
    logLoss: mean(labels.map((label) => label.logLoss)),
    auc: meanOrNull(labels.map((label) => label.auc)),
    confusion: null,
  };
}

/** Every sample belongs to one class: of T, or with T = 1 of two. */
function singleLabel(P: FloatArray, Y: FloatArray, T: number, N: number): ClassificationMetrics {
  const C = Math.max(2, T);
  const truth = classesOf(Y, T, N);
  const predicted = classesOf(P, T, N);
  const counts = countClasses(truth, predicted, C);
  const areas = Array.from({ length: T }, (_, t) =>
    areaUnderCurve(P.subarray(t * N, (t + 1) * N), truth, T === 1 ? 1 : t),
  );
  return {
    accuracy: accuracy(counts),
    balancedAccuracy: balancedAccuracy(counts),
    f1: macroF1(counts),
    logLoss: logLoss(P, truth, T, N),
    auc: meanOrNull(areas),
    confusion: C <= LIMITS.confusionClasses ? confusionMatrix(truth, predicted, C) : null,
  };
}

/** One answer of several. */
function yesOrNo(p: FloatArray, y: FloatArray) {
  const truth = classesOf(y, 1, y.length);
  const counts = countClasses(truth, classesOf(p, 1, p.length), 2);
  return {
    accuracy: accuracy(counts),
    balancedAccuracy: balancedAccuracy(counts),
    f1: f1(counts, 1),
    logLoss: logLoss(p, truth, 1, p.length),
    auc: areaUnderCurve(p, truth, 1),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Null where one of them is. */
function meanOrNull(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === values.length ? mean(known) : null;
}
