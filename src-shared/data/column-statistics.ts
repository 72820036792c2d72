import { selectPlace } from './select.ts';
import { sortNumbers } from './sort-numbers.ts';

/** What is known of a column from its training rows alone, in raw units. Missing values (NaN) do not count. */
export interface ColumnStatistics {
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** Population standard deviation (NumPy's default). */
  readonly std: number;
}

/** Two passes, so that the deviation keeps its digits where the mean is large. Without any value all four are NaN. */
export function columnStatistics(values: Float64Array, rows: Uint32Array): ColumnStatistics {
  let min = Infinity;
  let max = -Infinity;
  let sum = 0;
  let count = 0;
  for (const row of rows) {
    const value = values[row]!;
    if (Number.isNaN(value)) continue;
    if (value < min) min = value;
    if (value > max) max = value;
    sum += value;
    count += 1;
  }
  if (count === 0) return { min: NaN, max: NaN, mean: NaN, std: NaN };
  const mean = sum / count;
  let squares = 0;
  for (const row of rows) {
    const value = values[row]!;
    if (!Number.isNaN(value)) squares += (value - mean) ** 2;
  }
  return { min, max, mean, std: Math.sqrt(squares / count) };
}

/** The values of the given rows that are there. */
export function presentValues(values: Float64Array, rows: Uint32Array): Float64Array {
  const found = new Float64Array(rows.length);
  let count = 0;
  for (const row of rows) {
    const value = values[row]!;
    if (Number.isNaN(value)) continue;
    found[count] = value;
    count += 1;
  }
  return found.subarray(0, count);
}

/**
 * The quantile of values, interpolated between neighbours as NumPy's `percentile` does by default; NaN of none. Leaves
 * the values in another order.
 * @param share 0 the smallest value, 0.5 the median, 1 the largest
 */
export function quantile(values: Float64Array, share: number): number {
  if (values.length === 0) return NaN;
  const place = share * (values.length - 1);
  const below = Math.floor(place);
  const low = selectPlace(values, below);
  const rest = place - below;
  if (rest === 0) return low;
  let high = Infinity;
  for (let k = below + 1; k < values.length; k++) high = Math.min(high, values[k]!);
  // Their difference may be beyond all numbers.
  return Number.isFinite(high - low) ? low + (high - low) * rest : low * (1 - rest) + high * rest;
}

/** The value that occurs most often, the smallest among equals; NaN of none. Sorts the values. */
export function mostFrequent(values: Float64Array): number {
  const sorted = sortNumbers(values);
  let best = NaN;
  let longest = 0;
  for (let from = 0; from < sorted.length;) {
    let to = from + 1;
    while (sorted[to] === sorted[from]) to += 1;
    if (to - from > longest) [best, longest] = [sorted[from]!, to - from];
    from = to;
  }
  return best;
}
