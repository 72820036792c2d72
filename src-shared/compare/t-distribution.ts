import { jStat } from 'jstat';

/*
 * Student's t distribution, from jStat 1.9.6: the two functions that intervals and tests need. They agree with SciPy to
 * 1e-6 (test/unit/compare/t-distribution.test.ts), far more than is shown of any figure.
 */

/**
 * How likely a t value at least this far from 0, on either side, is by chance.
 *
 * Units: none. `freedom` may be a fraction (Welch). An infinite t is impossible by chance: 0.
 * Source: Student 1908, "The Probable Error of a Mean"; jStat `studentt.cdf`.
 */
export function twoSidedProbability(t: number, freedom: number): number {
  if (Number.isNaN(t)) return NaN;
  if (!Number.isFinite(t)) return 0;
  return Math.min(1, 2 * jStat.studentt.cdf(-Math.abs(t), freedom));
}

/**
 * The t value that holds the middle `share` of the distribution between −t and t.
 *
 * Units: none. `share` between 0 and 1, 0.95 for a 95 % interval.
 * Source: as above; jStat `studentt.inv`.
 */
export function criticalValue(share: number, freedom: number): number {
  return jStat.studentt.inv(1 - (1 - share) / 2, freedom);
}
