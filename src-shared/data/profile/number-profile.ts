import { quantile } from '../column-statistics.ts';
import { sortNumbers } from '../sort-numbers.ts';

/** Of numbers, and of dates in days since 1970; all as NumPy defines them. */
export interface NumberProfile {
  min: number;
  lowerQuartile: number;
  median: number;
  mean: number;
  upperQuartile: number;
  max: number;
  /** Of the population: Σ(x − mean)² is divided by the number of values. */
  std: number;
}

const BINS = 24;

/** Values without the missing ones, smallest first. */
export function presentSorted(values: Float64Array): Float64Array {
  const present = new Float64Array(values.length);
  let count = 0;
  for (const value of values) if (!Number.isNaN(value)) present[count++] = value;
  return sortNumbers(present.subarray(0, count));
}

/** min, max, mean, std and `percentile` (linear) of NumPy. `sorted`: at least one value, smallest first. */
export function numberProfile(sorted: Float64Array): NumberProfile {
  const [min, max] = [sorted[0]!, sorted.at(-1)!];
  const mean = meanOf(sorted);
  let squares = 0;
  for (const value of sorted) squares += (value - mean) ** 2;
  return {
    min,
    lowerQuartile: quantile(sorted, 0.25),
    median: quantile(sorted, 0.5),
    mean,
    upperQuartile: quantile(sorted, 0.75),
    max,
    std: Math.sqrt(squares / sorted.length),
  };
}

/** To the last digits, which a plain sum loses where the mean is large against the deviation. */
function meanOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  const guess = sum / values.length;
  let rest = 0;
  for (const value of values) rest += value - guess;
  const mean = guess + rest / values.length;
  return Number.isFinite(mean) ? mean : meanOfHuge(values);
}

/** Where the sum of all values is beyond the largest number. */
function meanOfHuge(values: Float64Array): number {
  let mean = 0;
  for (const value of values) mean += value / values.length;
  return mean;
}

/**
 * Values in each of 24 equal bins from the smallest to the largest, each bin without its upper edge but the last, as
 * `numpy.histogram` counts them; values that are all equal stand in the middle one.
 */
export function histogram(sorted: Float64Array): number[] {
  const bins = new Array<number>(BINS).fill(0);
  const edges = binEdges(sorted[0]!, sorted.at(-1)!);
  let bin = 0;
  for (const value of sorted) {
    while (bin < BINS - 1 && value >= edges[bin + 1]!) bin += 1;
    bins[bin]! += 1;
  }
  return bins;
}

/** As `numpy.linspace`; a range of no width is widened by a half on both sides. */
function binEdges(min: number, max: number): number[] {
  const [low, high] = min === max ? [min - 0.5, max + 0.5] : [min, max];
  // Halves first: the distance of the largest numbers is no number.
  const step = (high / 2 - low / 2) / (BINS / 2);
  return Array.from({ length: BINS + 1 }, (_, k) => (k === BINS ? high : low + k * step));
}

/** How many different values there are. */
export function countDistinct(sorted: Float64Array): number {
  let distinct = 0;
  for (let k = 0; k < sorted.length; k++) if (k === 0 || sorted[k] !== sorted[k - 1]) distinct += 1;
  return distinct;
}
