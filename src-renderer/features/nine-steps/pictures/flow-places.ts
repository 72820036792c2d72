/** Units of one layer that are drawn one by one; of more, a strip stands for them. */
export const DRAWN_UNITS = 10;
/** Columns are drawn together where there are many. */
const STEP_X = { most: 92, least: 60, all: 720 };
const STEP_Y = 15;
const MARGIN_Y = 9;
/** Below the units, where their number stands. */
const FOOT = 12;

/** Where everything of the picture stands, in its own units. */
export interface FlowPlaces {
  readonly width: number;
  readonly height: number;
  readonly x: (column: number) => number;
  /** Of one of `count` units. */
  readonly y: (unit: number, count: number) => number;
}

/** `widths`: units of every column. */
export function flowPlaces(widths: readonly number[]): FlowPlaces {
  const most = Math.min(DRAWN_UNITS, Math.max(...widths));
  const stepX = Math.max(STEP_X.least, Math.min(STEP_X.most, STEP_X.all / widths.length));
  const middle = ((most - 1) * STEP_Y) / 2 + MARGIN_Y;
  const foot = widths.some((units) => units > DRAWN_UNITS) ? FOOT : 0;
  return {
    width: widths.length * stepX,
    height: 2 * middle + foot,
    x: (column) => (column + 0.5) * stepX,
    y: (unit, count) => middle + (unit - (Math.min(count, DRAWN_UNITS) - 1) / 2) * STEP_Y,
  };
}

/** Which of many values stand in a strip, evenly spread. */
export function drawnUnits(count: number): number[] {
  if (count <= DRAWN_UNITS) return Array.from({ length: count }, (_, unit) => unit);
  return Array.from({ length: DRAWN_UNITS }, (_, k) => Math.round((k * (count - 1)) / (DRAWN_UNITS - 1)));
}

/** The largest of some sizes that are numbers; 0 of none. */
export function largestSize(values: Iterable<number>): number {
  let most = 0;
  for (const value of values) if (Number.isFinite(value)) most = Math.max(most, Math.abs(value));
  return most;
}
