import type { AxisScale } from '../../charts/curve.ts';
import { logTicks, tickLabel } from '../../charts/axis-ticks.ts';

export interface Tick {
  readonly value: number;
  readonly text: string;
}

/** From values to pixels along one axis, and back; `ticks` are round values to label. */
export interface PlotScale {
  readonly scale: AxisScale;
  readonly low: number;
  readonly high: number;
  readonly place: (value: number) => number;
  readonly value: (place: number) => number;
  readonly ticks: readonly Tick[];
}

/** Positive numbers that span so much are easier told apart by their logarithm. */
const WIDE = 30;
/** Free room at both ends, as a share of the axis. */
const MARGIN = 0.05;
/** Marks are rounded to twelve digits, of which some must be left to step by. */
const ROUNDING = 1e-9;

/** Logarithmic where that helps, and is possible at all. */
function fittingScale(values: readonly number[]): AxisScale {
  const [low, high] = extent(values);
  return low > 0 && high / low >= WIDE ? 'log' : 'linear';
}

/** An axis over all finite values, from pixel `start` to pixel `end`; `isTight`: without free room at its ends. */
export function plotScale(
  values: readonly number[],
  pixels: { start: number; end: number },
  {
    scale = fittingScale(values),
    ticks = 5,
    isTight = false,
  }: { scale?: AxisScale; ticks?: number; isTight?: boolean } = {},
): PlotScale {
  const [low, high] = widened(extent(values), scale, isTight ? 0 : MARGIN);
  const [from, to] = [toLine(low, scale), toLine(high, scale)];
  const length = pixels.end - pixels.start;
  return {
    scale,
    low,
    high,
    place: (value) => pixels.start + ((toLine(value, scale) - from) / (to - from)) * length,
    value: (place) => fromLine(from + ((place - pixels.start) / length) * (to - from), scale),
    ticks: labelled(scale === 'log' ? logMarks(low, high) : linearMarks(low, high, ticks)),
  };
}

const toLine = (value: number, scale: AxisScale): number => (scale === 'log' ? Math.log10(value) : value);
const fromLine = (at: number, scale: AxisScale): number => (scale === 'log' ? 10 ** at : at);

function extent(values: readonly number[]): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low <= high ? [low, high] : [0, 1];
}

/** One value alone needs room in any case, and so do values that only rounding tells apart: no marks would be. */
function widened([low, high]: [number, number], scale: AxisScale, margin: number): [number, number] {
  const [from, to] = [toLine(low, scale), toLine(high, scale)];
  const isOne = to - from <= ROUNDING * Math.max(Math.abs(from), Math.abs(to));
  const room = isOne ? Math.max(Math.abs(from) * MARGIN, MARGIN) : (to - from) * margin;
  return [fromLine(from - room, scale), fromLine(to + room, scale)];
}

/** With as many digits as tell them apart. */
function labelled(values: readonly number[]): Tick[] {
  const short = values.map(tickLabel);
  const isEnough = new Set(short).size === short.length;
  return values.map((value, k) => ({
    value,
    text: isEnough ? short[k]! : String(Number(value.toPrecision(12))).replaceAll('-', '−'),
  }));
}

/** Steps of 1, 2 or 5 times a power of ten. */
function linearMarks(low: number, high: number, about: number): number[] {
  const raw = (high - low) / about;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= raw) ?? 10 * power;
  const marks: number[] = [];
  for (let k = Math.ceil(low / step); k * step <= high; k++) marks.push(Number((k * step).toPrecision(12)));
  return marks;
}

function logMarks(low: number, high: number): number[] {
  const marks: { value: number }[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high); power++) {
    for (const factor of [1, 2, 5]) {
      const value = Number((factor * 10 ** power).toPrecision(12));
      if (value >= low && value <= high) marks.push({ value });
    }
  }
  return logTicks(marks).map(({ value }) => value);
}
