/** A sample in two numbers. */
export interface Spread {
  readonly count: number;
  readonly mean: number;
  /** Standard deviation of the sample, with n − 1; null for a single value. */
  readonly deviation: number | null;
}

/** Of the values that are numbers; null where there are none. In two passes, so that near values do not cancel. */
export function spreadOf(values: readonly number[]): Spread | null {
  const finite = values.filter(Number.isFinite);
  const count = finite.length;
  if (count === 0) return null;
  const mean = finite.reduce((sum, value) => sum + value, 0) / count;
  if (count === 1) return { count, mean, deviation: null };
  const squares = finite.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { count, mean, deviation: Math.sqrt(squares / (count - 1)) };
}
