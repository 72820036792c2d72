import { medianOf } from '../compare/sample.ts';

/** Neighbours on each side that losses are smoothed by: one lucky evaluation is no best one. */
export const NEIGHBOURS = 2;
/** Turns a median absolute deviation into the standard deviation of a normal distribution with the same one. */
const MAD_TO_DEVIATION = 1.4826;

/**
 * Spread that a few wild values cannot change: 1.4826 · median |x − median x|; NaN where there are none.
 *
 * Units: those of the values. Source: Rousseeuw & Croux 1993, "Alternatives to the Median Absolute Deviation", eq. 1.1.
 */
export function robustDeviation(values: readonly number[]): number {
  const middle = medianOf(values);
  return MAD_TO_DEVIATION * medianOf(values.map((value) => Math.abs(value - middle)));
}

/**
 * How far values jump from one to the next, whatever their trend: the robust deviation of their differences, divided by
 * √2, as each difference holds the noise of two values. NaN for fewer than two.
 *
 * Units: those of the values. Source: von Neumann et al. 1941 (the mean square successive difference), with the median
 * in place of the mean.
 */
export function roughness(values: readonly number[]): number {
  return robustDeviation(values.slice(1).map((value, k) => value - values[k]!)) / Math.SQRT2;
}

/**
 * Slope of y over x as the median over the slopes of all pairs, of which nearly a third may be wild; 0 for fewer than two
 * points.
 *
 * Shapes: x and y alike, x rising. Source: Sen 1968, "Estimates of the Regression Coefficient Based on Kendall's Tau".
 */
export function theilSenSlope(x: readonly number[], y: readonly number[]): number {
  const slopes: number[] = [];
  for (let i = 0; i < x.length; i++) {
    for (let j = i + 1; j < x.length; j++) slopes.push((y[j]! - y[i]!) / (x[j]! - x[i]!));
  }
  return slopes.length === 0 ? 0 : medianOf(slopes);
}

/**
 * At most `count` values, evenly spaced, the first and the last among them: all pairs of more would take too long.
 *
 * Shapes: any list. Source: none.
 */
export function thinned<T>(values: readonly T[], count: number): readonly T[] {
  if (values.length <= count) return values;
  const step = (values.length - 1) / (count - 1);
  return Array.from({ length: count }, (_, k) => values[Math.round(k * step)]!);
}

/**
 * Each value replaced by the median of itself and its neighbours, so that a single lucky one does not count.
 *
 * Shapes: as many as values; fewer neighbours at the ends. Source: Tukey 1977, "Exploratory Data Analysis", ch. 7.
 */
export function runningMedian(values: readonly number[], neighbours: number): number[] {
  return values.map((_, k) => medianOf(values.slice(Math.max(0, k - neighbours), k + neighbours + 1)));
}
