import { quantile } from '../data/column-statistics.ts';
import { r2, squaredDeviations } from '../engine/metrics/r2.ts';
import { addErrors, meanAbsoluteError, rootMeanSquaredError } from '../engine/metrics/target-errors.ts';
import type { NumberEvaluation } from '../model/evaluation.ts';
import { histogramOf } from './histogram.ts';

/** Figures of one output that is a number, all but what is drawn of it. */
export type NumberFigures = Omit<NumberEvaluation, 'output' | 'name' | 'truth' | 'answers' | 'intervals'>;

/**
 * How well numbers were met. A residual is truth − answer.
 *
 * Shapes: truth and answers [N], in raw units.
 * Source: scikit-learn, `root_mean_squared_error`, `mean_absolute_error`, `r2_score`, `median_absolute_error`, `max_error`.
 */
export function evaluateNumbers(truth: Float64Array, answers: Float64Array): NumberFigures {
  const N = truth.length;
  const sums = { squares: new Float64Array(1), absolutes: new Float64Array(1) };
  addErrors(sums, answers, truth, 1, N);
  const squares = sums.squares[0]!;
  const deviations = squaredDeviations(truth);
  const residuals = residualsOf(truth, answers);
  const errors = residuals.map(Math.abs);
  const hasNaN = errors.some(Number.isNaN);
  return {
    rmse: rootMeanSquaredError(squares, N),
    mae: meanAbsoluteError(sums.absolutes[0]!, N),
    r2: r2(squares, deviations),
    largestError: hasNaN ? NaN : errors.reduce((largest, error) => Math.max(largest, error), 0),
    // Last of all: it changes their order.
    medianAbsoluteError: hasNaN ? NaN : quantile(errors, 0.5),
    meanResidual: residuals.reduce((sum, residual) => sum + residual, 0) / N,
    baselineRmse: Math.sqrt(deviations / N),
    residuals: histogramOf(residuals),
  };
}

/** truth − answer. Shapes: all [N]. */
export function residualsOf(truth: Float64Array, answers: Float64Array): Float64Array {
  return truth.map((value, n) => value - answers[n]!);
}
