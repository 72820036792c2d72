import { toPlace } from './axis-range.ts';
import { type AxisScale, isShown, type Range } from './curve.ts';

/** The columns of pixels that points fall into. */
export interface Columns {
  readonly range: Range;
  readonly scale: AxisScale;
  readonly count: number;
}

/** More points than this in a column of pixels cannot be told apart. */
const POINTS_PER_COLUMN = 4;

/**
 * The indexes, from `start` to before `end`, of the points that a line has to go through to look as if it went through
 * all: of each column of pixels the first, the lowest, the highest and the last, and one gap if there is any. Extremes
 * and gaps are never lost. What lies outside the columns counts to the outermost ones.
 *
 * Source: the M4 aggregation of Jugel et al. 2014, "M4: a visualization-oriented time series data aggregation".
 */
export function decimated(
  x: Float64Array,
  y: Float64Array,
  [start, end]: readonly [number, number],
  columns: Columns,
  yScale: AxisScale,
): Uint32Array {
  const count = end - start;
  if (count <= POINTS_PER_COLUMN * columns.count)
    return Uint32Array.from({ length: count }, (_, k) => start + k);
  const kept = new Uint32Array((columns.count + 1) * (POINTS_PER_COLUMN + 1));
  let size = 0;
  const low = toPlace(columns.range.low, columns.scale);
  const perColumn = columns.count / (toPlace(columns.range.high, columns.scale) - low);
  const isLog = columns.scale === 'log';
  let from = start;
  let column = -1;
  for (let k = start; k < end; k++) {
    const place = isLog ? Math.log10(x[k]!) : x[k]!;
    const at = Math.min(columns.count - 1, Math.max(0, Math.floor((place - low) * perColumn)));
    if (at === column) continue;
    size = keepShape(kept, size, y, from, k, yScale);
    from = k;
    column = at;
  }
  return kept.slice(0, keepShape(kept, size, y, from, end, yScale));
}

/** Writes the indexes that one column keeps, in order; returns how many there are now. */
function keepShape(
  kept: Uint32Array,
  size: number,
  y: Float64Array,
  start: number,
  end: number,
  yScale: AxisScale,
): number {
  if (start >= end) return size;
  let lowest = -1;
  let highest = -1;
  let gap = -1;
  for (let k = start; k < end; k++) {
    const value = y[k]!;
    if (!isShown(value, yScale)) gap = k;
    else {
      if (lowest < 0 || value < y[lowest]!) lowest = k;
      if (highest < 0 || value > y[highest]!) highest = k;
    }
  }
  const first = size;
  for (const k of [start, lowest, highest, gap, end - 1].sort((a, b) => a - b)) {
    if (k >= 0 && (size === first || kept[size - 1] !== k)) kept[size++] = k;
  }
  return size;
}
