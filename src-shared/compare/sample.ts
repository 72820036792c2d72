/**
 * Mean of values; NaN where there are none.
 *
 * Units: those of the values. Source: the arithmetic mean.
 */
export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * Sample variance, divided by n − 1; NaN for fewer than two values. Values that are all alike have exactly 0, which a
 * rounded mean would miss.
 *
 * Units: those of the values, squared. Source: Bessel's correction; two passes.
 */
export function varianceOf(values: readonly number[]): number {
  if (values.length < 2) return NaN;
  if (values.every((value) => value === values[0])) return 0;
  const mean = meanOf(values);
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}

/** Standard deviation of a sample, in the units of the values: the root of `varianceOf`. */
export function deviationOf(values: readonly number[]): number {
  return Math.sqrt(varianceOf(values));
}

/** The middle value, or the mean of the two in the middle; NaN where there are none. In the units of the values. */
export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  if (sorted.length % 2 === 1) return sorted[Math.floor(middle)]!;
  return (sorted[middle - 1]! + sorted[middle]!) / 2;
}
