import { deviationOf, meanOf, varianceOf } from './sample.ts';
import { criticalValue, twoSidedProbability } from './t-distribution.ts';

/** What a test says about the mean difference of two configurations. */
export interface TestResult {
  /** Mean of B − A, in the units of the metric. */
  difference: number;
  /** Degrees of freedom. */
  freedom: number;
  t: number;
  /** Two-sided. */
  probability: number;
  /** Cohen's d: the difference in standard deviations. ±∞ where nothing scatters. */
  effect: number;
  /** What holds the true difference in `share` of all cases. */
  interval: (share: number) => readonly [low: number, high: number];
}

/**
 * Paired t-test of differences B − A. `overlap` is 0 for independent repetitions. Where each repetition cuts the rows
 * anew (folds, split seeds) the training rows overlap and the differences are no longer independent: `overlap` is then
 * rows measured ÷ rows trained on, and the variance of the mean is (1/n + overlap)·s² instead of s²/n.
 *
 * Units: those of the metric. Effect: d_z, mean ÷ standard deviation of the differences.
 * Source: Student 1908; Nadeau & Bengio 2003, "Inference for the Generalization Error", eq. 26 (corrected resampled
 * t-test). Equals `scipy.stats.ttest_rel` for overlap 0.
 */
export function pairedTest(differences: readonly number[], overlap: number): TestResult {
  const n = differences.length;
  const difference = meanOf(differences);
  const deviation = deviationOf(differences);
  const error = deviation * Math.sqrt(1 / n + overlap);
  return resultOf(difference, error, n - 1, difference / deviation);
}

/**
 * Welch's t-test of two samples with variances of their own: B − A.
 *
 * Units: those of the metric. Effect: Cohen's d with the mean of both variances.
 * Source: Welch 1947, degrees of freedom after Satterthwaite 1946. Equals `scipy.stats.ttest_ind(equal_var=False)`.
 */
export function welchTest(a: readonly number[], b: readonly number[]): TestResult {
  const [partA, partB] = [varianceOf(a) / a.length, varianceOf(b) / b.length];
  const together = partA + partB;
  const freedom = together ** 2 / (partA ** 2 / (a.length - 1) + partB ** 2 / (b.length - 1));
  const difference = meanOf(b) - meanOf(a);
  const spread = Math.sqrt((varianceOf(a) + varianceOf(b)) / 2);
  const usable = Number.isNaN(freedom) ? a.length + b.length - 2 : freedom;
  return resultOf(difference, Math.sqrt(together), usable, difference / spread);
}

/** Where nothing scatters a difference is certain, and none is none. */
function resultOf(difference: number, error: number, freedom: number, effect: number): TestResult {
  const t = error === 0 && difference === 0 ? 0 : difference / error;
  return {
    difference,
    freedom,
    t,
    probability: twoSidedProbability(t, freedom),
    effect: difference === 0 ? 0 : effect,
    interval: (share) => {
      const reach = error === 0 ? 0 : criticalValue(share, freedom) * error;
      return [difference - reach, difference + reach];
    },
  };
}

/**
 * The value that stands out most from the others, if it does so by more than chance explains (Grubbs' test, two-sided).
 * Null for fewer than four values, of which one always stands out, and where none does.
 *
 * Units: the answer is a place in `values`. `level` is the false alarm rate on normal values.
 * Source: Grubbs 1969, "Procedures for Detecting Outlying Observations in Samples".
 */
export function outlierOf(values: readonly number[], level: number): number | null {
  const n = values.length;
  const deviation = deviationOf(values);
  if (n < 4 || !(deviation > 0)) return null;
  const mean = meanOf(values);
  const distances = values.map((value) => Math.abs(value - mean) / deviation);
  const most = Math.max(...distances);
  const t = criticalValue(1 - level / n, n - 2);
  const limit = ((n - 1) / Math.sqrt(n)) * Math.sqrt(t ** 2 / (n - 2 + t ** 2));
  return most > limit ? distances.indexOf(most) : null;
}
