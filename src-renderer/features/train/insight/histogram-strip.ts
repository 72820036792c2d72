import type { Histogram, InsightPoint } from '@shared/model/insight.ts';

/** Which values of a layer. */
export type HistogramKind = 'weights' | 'outputs';

/** How the values of a layer were spread at each of several moments, over one common range. */
export interface Strip {
  readonly epochs: readonly number[];
  readonly min: number;
  readonly max: number;
  /** Bins of the common range. */
  readonly rows: number;
  /** Shares of the values, each moment's summing to 1: [moments, rows]. */
  readonly shares: Float32Array;
  readonly largest: number;
  /** As they were measured. */
  readonly histograms: readonly Histogram[];
}

/** As fine as what is measured would allow over a range a few times as wide. */
const ROWS = 80;

/** More moments than this would not be told apart: those in between are left out, the first and last are kept. */
const MOST_MOMENTS = 240;

/** The histograms of one layer over time; null where it has none. */
export function histogramStrip(
  points: readonly InsightPoint[],
  layer: number,
  kind: HistogramKind,
): Strip | null {
  const measured = points.flatMap((point) => {
    const histogram = point.layers[layer]?.[kind];
    const isThere = histogram != null && Number.isFinite(histogram.min) && Number.isFinite(histogram.max);
    return isThere && total(histogram) > 0 ? [{ epoch: point.epoch, histogram }] : [];
  });
  if (measured.length === 0) return null;
  const moments = thinned(measured);
  const { min, max } = commonRange(moments.map(({ histogram }) => histogram));
  const shares = new Float32Array(moments.length * ROWS);
  moments.forEach(({ histogram }, n) => {
    spread(histogram, { min, max }, shares.subarray(n * ROWS, (n + 1) * ROWS));
  });
  return {
    epochs: moments.map(({ epoch }) => epoch),
    min,
    max,
    rows: ROWS,
    shares,
    largest: shares.reduce((most, share) => Math.max(most, share), 0),
    histograms: moments.map(({ histogram }) => histogram),
  };
}

function total({ counts }: Histogram): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

function thinned<T>(all: readonly T[]): readonly T[] {
  if (all.length <= MOST_MOMENTS) return all;
  const every = (all.length - 1) / (MOST_MOMENTS - 1);
  return Array.from({ length: MOST_MOMENTS }, (_, k) => all[Math.round(k * every)]!);
}

/** A range of one value is given some width. */
function commonRange(histograms: readonly Histogram[]): { min: number; max: number } {
  let [min, max] = [Infinity, -Infinity];
  for (const histogram of histograms) {
    min = Math.min(min, histogram.min);
    max = Math.max(max, histogram.max);
  }
  const room = max > min ? 0 : Math.max(1e-6, Math.abs(min) * 0.05);
  return { min: min - room, max: max + room };
}

/** Each bin's values are taken as spread evenly over it, and fall into the rows that it covers. */
function spread(histogram: Histogram, range: { min: number; max: number }, into: Float32Array): void {
  const sum = total(histogram);
  const perRow = (range.max - range.min) / into.length;
  const width = (histogram.max - histogram.min) / histogram.counts.length;
  histogram.counts.forEach((count, k) => {
    if (count === 0) return;
    const low = (histogram.min + k * width - range.min) / perRow;
    const high = low + width / perRow;
    const first = Math.min(into.length - 1, Math.max(0, Math.floor(low)));
    if (high - low < 1e-9) {
      into[first] = into[first]! + count / sum;
      return;
    }
    for (let row = first; row < into.length && row < high; row++) {
      const covered = Math.min(high, row + 1) - Math.max(low, row);
      into[row] = into[row]! + (count / sum) * (Math.max(0, covered) / (high - low));
    }
  });
}

/** The moment nearest to an epoch, by its place in the strip. */
export function nearestMoment({ epochs }: Pick<Strip, 'epochs'>, epoch: number): number {
  let best = 0;
  epochs.forEach((at, k) => {
    if (Math.abs(at - epoch) < Math.abs(epochs[best]! - epoch)) best = k;
  });
  return best;
}
