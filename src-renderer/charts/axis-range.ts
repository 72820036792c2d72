import { type AxisScale, type Curve, isShown, type Range } from './curve.ts';

/** Share of the axis that stays free above and below the values. */
const MARGIN = 0.04;
/** Farther in, numbers have no digits left to tell points apart. */
const NARROWEST = 1e-9;
const UNIT: Record<AxisScale, Range> = { linear: { low: 0, high: 1 }, log: { low: 0.1, high: 1 } };

/** From the values of an axis to their even places on it, and back. */
export function toPlace(value: number, scale: AxisScale): number {
  return scale === 'log' ? Math.log10(value) : value;
}

export function fromPlace(place: number, scale: AxisScale): number {
  return scale === 'log' ? 10 ** place : place;
}

/** The x of all points that a chart can show. */
export function xRange(curves: readonly Curve[], scale: AxisScale): Range {
  let low = Infinity;
  let high = -Infinity;
  for (const { x } of curves) {
    const first = x[scale === 'log' ? firstAbove(x, 0) : 0];
    const last = x.at(-1);
    if (first === undefined || last === undefined) continue;
    low = Math.min(low, first);
    high = Math.max(high, last);
  }
  return usable(low, high, scale);
}

/** The values between two x that a chart can show, bands among them, with a margin. */
export function yRange(curves: readonly Curve[], within: Range, scale: AxisScale): Range {
  let low = Infinity;
  let high = -Infinity;
  for (const { x, y, band } of curves) {
    const [start, end] = indexesWithin(x, within);
    for (const values of band === null ? [y] : [y, band.low, band.high]) {
      for (let k = start; k < end; k++) {
        const value = values[k]!;
        if (!isShown(value, scale)) continue;
        if (value < low) low = value;
        if (value > high) high = value;
      }
    }
  }
  const range = usable(low, high, scale);
  return widened(range, 1 + 2 * MARGIN, scale);
}

/** The range about its middle, so many times as wide. */
function widened(range: Range, factor: number, scale: AxisScale): Range {
  return zoomed(range, factor, fromPlace(middleOf(range, scale), scale), scale);
}

function middleOf({ low, high }: Range, scale: AxisScale): number {
  return (toPlace(low, scale) + toPlace(high, scale)) / 2;
}

/** An axis needs two ends, also where there is one value or none. */
function usable(low: number, high: number, scale: AxisScale): Range {
  if (!(low <= high)) return UNIT[scale];
  if (low < high) return { low, high };
  if (scale === 'log') return { low: low / 2, high: high * 2 };
  // At the first epoch there is one point at 0, and nothing before it.
  if (low === 0) return UNIT.linear;
  const room = Math.abs(low) / 10;
  return { low: low - room, high: high + room };
}

/** A range `factor` times as wide, in which `at` keeps its place. */
export function zoomed(range: Range, factor: number, at: number, scale: AxisScale): Range {
  const fixed = toPlace(at, scale);
  const low = fixed + (toPlace(range.low, scale) - fixed) * factor;
  const high = fixed + (toPlace(range.high, scale) - fixed) * factor;
  return checked(low, high, scale) ?? range;
}

/** A range moved by a share of its own width. */
export function moved(range: Range, share: number, scale: AxisScale): Range {
  const [low, high] = [toPlace(range.low, scale), toPlace(range.high, scale)];
  const by = (high - low) * share;
  return checked(low + by, high + by, scale) ?? range;
}

/** Between two shares of a range, in either order: 0 is its low end. */
export function partOf(range: Range, from: number, to: number, scale: AxisScale): Range {
  const low = toPlace(range.low, scale);
  const width = toPlace(range.high, scale) - low;
  return checked(low + width * Math.min(from, to), low + width * Math.max(from, to), scale) ?? range;
}

function checked(low: number, high: number, scale: AxisScale): Range | null {
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (!(high - low > size * NARROWEST)) return null;
  const range = { low: fromPlace(low, scale), high: fromPlace(high, scale) };
  return isShown(range.low, scale) && Number.isFinite(range.high) ? range : null;
}

/** The first index whose x is at least `at`. */
export function firstAtLeast(x: Float64Array, at: number): number {
  return bisect(x, (value) => value >= at);
}

function firstAbove(x: Float64Array, limit: number): number {
  return bisect(x, (value) => value > limit);
}

/** Start and end (not included) of the points within a range, one more at either side so that lines reach its ends. */
export function indexesWithin(x: Float64Array, { low, high }: Range): [number, number] {
  return [Math.max(0, firstAtLeast(x, low) - 1), Math.min(x.length, firstAbove(x, high) + 1)];
}

function bisect(x: Float64Array, isReached: (value: number) => boolean): number {
  let low = 0;
  let high = x.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isReached(x[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The index of the x nearest to `at`, the later one of two at the same place; −1 where there is none. */
export function nearestIndex(x: Float64Array, at: number): number {
  const after = firstAtLeast(x, at);
  const afterX = x[after];
  const beforeX = x[after - 1];
  if (afterX === undefined) return x.length - 1;
  if (beforeX !== undefined && at - beforeX < afterX - at) return after - 1;
  return firstAbove(x, afterX) - 1;
}
