/**
 * A line of equal items that may be longer than a browser can lay out: its canvas is cut at `MOST_PIXELS`, and beyond
 * that scrolling goes through the items in proportion.
 */
export interface LongAxis {
  readonly count: number;
  /** Pixels of one item. */
  readonly size: number;
  /** Pixels of the part that is in sight. */
  readonly view: number;
}

/** Browsers lay out up to about 33.5 million pixels. */
const MOST_PIXELS = 30_000_000;

/** Pixels of the scrolled canvas. */
export function canvasLength({ count, size }: LongAxis): number {
  return Math.min(count * size, MOST_PIXELS);
}

/** Whether a pixel of scrolling stands for more than a pixel of items. */
export function isCompressed(axis: LongAxis): boolean {
  return axis.count * axis.size > MOST_PIXELS;
}

/** The furthest the items can be moved. */
export function lastOffset({ count, size, view }: LongAxis): number {
  return Math.max(0, count * size - view);
}

/** How far the canvas is scrolled → how far the items have moved. */
export function offsetAt(scroll: number, axis: LongAxis): number {
  if (!isCompressed(axis)) return Math.min(lastOffset(axis), Math.max(0, scroll));
  const range = Math.max(1, canvasLength(axis) - axis.view);
  return Math.min(1, Math.max(0, scroll / range)) * lastOffset(axis);
}

/** The inverse of `offsetAt`. */
export function scrollAt(offset: number, axis: LongAxis): number {
  if (!isCompressed(axis)) return offset;
  return (offset / lastOffset(axis)) * (canvasLength(axis) - axis.view);
}

/** The items [start, end) of which any part is in sight. */
export function itemsInSight(
  offset: number,
  { count, size, view }: LongAxis,
): { start: number; end: number } {
  const start = Math.min(count, Math.max(0, Math.floor(offset / size)));
  return { start, end: Math.max(start, Math.min(count, Math.ceil((offset + view) / size))) };
}

/** The nearest offset at which an item is wholly in sight. */
export function offsetShowing(index: number, offset: number, axis: LongAxis): number {
  const top = index * axis.size;
  if (top < offset) return top;
  return Math.max(offset, Math.min(lastOffset(axis), top + axis.size - axis.view));
}

/** Where each of a line of unequal items begins, and where the last one ends. */
export function placesOf(sizes: readonly number[]): Float64Array {
  const places = new Float64Array(sizes.length + 1);
  sizes.forEach((size, k) => (places[k + 1] = places[k]! + size));
  return places;
}

/** The items [start, end) of an unequal line that are in sight, by bisection. */
export function unequalInSight(
  places: Float64Array,
  offset: number,
  view: number,
): { start: number; end: number } {
  const count = places.length - 1;
  const start = Math.min(count, firstEndingAfter(places, offset));
  let end = start;
  while (end < count && places[end]! < offset + view) end += 1;
  return { start, end };
}

function firstEndingAfter(places: Float64Array, offset: number): number {
  let low = 0;
  let high = places.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (places[middle + 1]! <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
