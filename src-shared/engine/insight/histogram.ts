import type { FloatArray } from '../../core/float-array.ts';
import type { Histogram } from '../../model/insight.ts';

/** Enough to see the shape of a distribution, few enough to keep hundreds of them. */
const BINS = 32;

/**
 * How often values fall into equal bins from the smallest to the largest, which belongs to the last bin. Values that are not
 * finite are left out; where all are the same, they are in the first bin.
 *
 * Shapes: counts [32].
 * Source: the definition of a histogram.
 */
export function histogramOf(values: FloatArray | readonly number[]): Histogram {
  const { length } = values;
  let [min, max] = [Infinity, -Infinity];
  for (let k = 0; k < length; k++) {
    const value = values[k]!;
    if (!Number.isFinite(value)) continue;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  const counts = new Array<number>(BINS).fill(0);
  if (min > max) return { min: 0, max: 0, counts };
  // The difference of the two largest numbers there are would be infinite.
  const perBin = max / BINS - min / BINS;
  for (let k = 0; k < length; k++) {
    const value = values[k]!;
    if (!Number.isFinite(value)) continue;
    const bin = perBin > 0 ? Math.min(BINS - 1, Math.floor((value - min) / perBin)) : 0;
    counts[bin] = counts[bin]! + 1;
  }
  return { min, max, counts };
}
