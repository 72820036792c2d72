import type { FloatArray } from '../../core/float-array.ts';

/**
 * Coefficient of determination: R² = 1 − Σ (ŷ − y)² / Σ (y − ȳ)². A target that never varies leaves nothing to explain:
 * 1 where it is met exactly, else 0.
 *
 * Shapes: none; both sums are over the same samples of one target.
 * Source: scikit-learn, `r2_score` with `force_finite`, whose rule for constant targets holds here for one sample, too.
 */
export function r2(squaredErrors: number, squaredDeviations: number): number {
  if (squaredDeviations !== 0) return 1 - squaredErrors / squaredDeviations;
  if (Number.isNaN(squaredErrors)) return NaN;
  return squaredErrors === 0 ? 1 : 0;
}

/**
 * Σ (y − ȳ)² of one target. Taken from its first value, so that it is exactly 0 where the target never varies.
 *
 * Shapes: values [N].
 * Source: the two-pass algorithm of Chan, Golub & LeVeque 1983.
 */
export function squaredDeviations(values: FloatArray): number {
  const first = values[0] ?? 0;
  let sum = 0;
  for (const value of values) sum += value - first;
  const mean = sum / values.length;
  let squares = 0;
  for (const value of values) squares += (value - first - mean) ** 2;
  return squares;
}
