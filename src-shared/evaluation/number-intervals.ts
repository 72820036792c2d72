import { Random } from '../core/random.ts';
import { quantile } from '../data/column-statistics.ts';
import { r2 } from '../engine/metrics/r2.ts';
import type { Interval, NumberIntervals } from '../model/evaluation.ts';
import type { Work } from './work.ts';

const RESAMPLES = 1_000;
/** With more rows the figures are known as well as they are shown, and resampling them would be waited for. */
const MOST_ROWS = 50_000;
const FEWEST_ROWS = 2;
/** Rows drawn between two looks at whether others wait. */
const DRAWS_AT_ONCE = 100_000;

/**
 * Between which values the figures lie with 95 % confidence, if these rows are like those to come: rows are drawn anew with
 * repetition, and the middle 95 % of the figures taken. Always the same draws. Null where there are too many rows, or too few.
 *
 * Shapes: truth and answers [N].
 * Source: Efron 1979; the percentile interval of Efron & Tibshirani, "An Introduction to the Bootstrap" (1993), ch. 13.
 */
export function* numberIntervals(truth: Float64Array, answers: Float64Array): Work<NumberIntervals | null> {
  const N = truth.length;
  if (N < FEWEST_ROWS || N > MOST_ROWS) return null;
  const errors = truth.map((value, n) => value - answers[n]!);
  if (!errors.every(Number.isFinite)) return null;
  // From their mean, so that squares keep their digits.
  const mean = truth.reduce((sum, value) => sum + value, 0) / N;
  const random = new Random(0, 'resampled rows');
  const figures = {
    rmse: new Float64Array(RESAMPLES),
    mae: new Float64Array(RESAMPLES),
    r2: new Float64Array(RESAMPLES),
  };
  let drawn = 0;
  for (let resample = 0; resample < RESAMPLES; resample++) {
    let [squares, absolutes, sum, sumOfSquares] = [0, 0, 0, 0];
    for (let draw = 0; draw < N; draw++) {
      const n = random.below(N);
      const error = errors[n]!;
      const deviation = truth[n]! - mean;
      squares += error * error;
      absolutes += Math.abs(error);
      sum += deviation;
      sumOfSquares += deviation * deviation;
    }
    figures.rmse[resample] = Math.sqrt(squares / N);
    figures.mae[resample] = absolutes / N;
    figures.r2[resample] = r2(squares, Math.max(0, sumOfSquares - (sum * sum) / N));
    drawn += N;
    if (drawn < DRAWS_AT_ONCE) continue;
    drawn = 0;
    yield;
  }
  return { rmse: middle(figures.rmse), mae: middle(figures.mae), r2: middle(figures.r2) };
}

/** The middle 95 %. */
function middle(values: Float64Array): Interval {
  return { low: quantile(values, 0.025), high: quantile(values, 0.975) };
}
