import { LIMITS } from '../core/limits.ts';
import { quantile } from '../data/column-statistics.ts';
import type { Histogram } from '../model/insight.ts';

const FEWEST_BINS = 8;

/**
 * Values in equal bins from the smallest to the largest, those that are no finite numbers left out. The width of a bin is
 * 2·IQR/∛N, within 8 to `LIMITS.histogramBins` bins.
 *
 * Shapes: values [N].
 * Source: Freedman & Diaconis 1981; counted as `numpy.histogram` does.
 */
export function histogramOf(values: Float64Array): Histogram {
  const finite = values.filter(Number.isFinite);
  const { min, max } = rangeOf(finite);
  const spread = quantile(finite, 0.75) - quantile(finite, 0.25);
  const width = (2 * spread) / Math.cbrt(finite.length);
  const wanted = width > 0 ? Math.ceil((max - min) / width) : FEWEST_BINS;
  // Of the largest numbers there are neither range nor width is a number.
  const bins = Number.isNaN(wanted) ? FEWEST_BINS : wanted;
  return countInBins(finite, min, max, Math.min(LIMITS.histogramBins, Math.max(FEWEST_BINS, bins)));
}

/** Values in equal bins of a given range, the last one with its upper edge; what lies outside is left out. */
export function countInBins(values: Float64Array, min: number, max: number, bins: number): Histogram {
  // A range of no width is widened by a half on both sides, as NumPy does.
  const [low, high] = min === max ? [min - 0.5, max + 0.5] : [min, max];
  const counts = new Array<number>(bins).fill(0);
  for (const value of values) {
    if (!(value >= low && value <= high)) continue;
    counts[binOf(value, low, high, bins)]! += 1;
  }
  return { min: low, max: high, counts };
}

/** By its share of the range, then by the edges themselves, which the share may miss by a rounding. */
function binOf(value: number, low: number, high: number, bins: number): number {
  // Halves first where the range is beyond all numbers.
  const isWide = !Number.isFinite(high - low);
  const step = isWide ? high / bins - low / bins : (high - low) / bins;
  const edge = (k: number) => (k === bins ? high : low + k * step);
  const place = isWide ? (value / 2 - low / 2) / (step / 2) : (value - low) / step;
  let bin = Math.min(bins - 1, Math.floor(place));
  if (value < edge(bin)) bin -= 1;
  else if (bin < bins - 1 && value >= edge(bin + 1)) bin += 1;
  return bin;
}

function rangeOf(values: Float64Array): { min: number; max: number } {
  let [min, max] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return values.length === 0 ? { min: 0, max: 0 } : { min, max };
}
