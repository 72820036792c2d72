import { moved, partOf, zoomed } from './axis-range.ts';
import type { ChartWindow, Range } from './curve.ts';
import { type PlotFrame, xProjection, yProjection } from './plot-frame.ts';

/** Which axes a gesture is about. */
export type Axes = 'x' | 'y' | 'both';

/** A box flatter than this, in pixels, is about one axis only. */
const FLATTEST = 10;

/** `factor` below 1 looks closer. The place at these pixels stays where it is; without them the middle does. */
export function zoomAbout(
  frame: PlotFrame,
  window: ChartWindow,
  factor: number,
  axes: Axes,
  at: { x: number; y: number } = middleOf(frame),
): ChartWindow {
  return {
    x: axes === 'y' ? window.x : zoomed(frame.x, factor, xProjection(frame).value(at.x), frame.xScale),
    y: axes === 'x' ? window.y : zoomed(frame.y, factor, yProjection(frame).value(at.y), frame.yScale),
  };
}

/** Moves what is shown by shares of the axes: 1 is a whole width to the right, or a whole height upwards. */
export function panned(frame: PlotFrame, window: ChartWindow, right: number, up: number): ChartWindow {
  return {
    x: right === 0 ? window.x : moved(frame.x, right, frame.xScale),
    y: up === 0 ? window.y : moved(frame.y, up, frame.yScale),
  };
}

/** What lies in a box between two places, in pixels. */
export function boxed(
  frame: PlotFrame,
  window: ChartWindow,
  from: { x: number; y: number },
  to: { x: number; y: number },
): ChartWindow {
  const { left, right, top, bottom } = frame.area;
  const acrossOf = (px: number): number => clamp((px - left) / (right - left));
  const upOf = (py: number): number => clamp((bottom - py) / (bottom - top));
  return {
    x:
      Math.abs(to.x - from.x) < FLATTEST
        ? window.x
        : partOf(frame.x, acrossOf(from.x), acrossOf(to.x), frame.xScale),
    y:
      Math.abs(to.y - from.y) < FLATTEST ? window.y : partOf(frame.y, upOf(from.y), upOf(to.y), frame.yScale),
  };
}

/** Nothing but the data to be seen means all of it, also of what is still to come. */
export function settled(window: ChartWindow, whole: { x: Range; y: Range }): ChartWindow {
  return {
    x: coversWhole(window.x, whole.x) ? null : window.x,
    y: coversWhole(window.y, whole.y) ? null : window.y,
  };
}

function coversWhole(range: Range | null, whole: Range): boolean {
  return range !== null && range.low <= whole.low && range.high >= whole.high;
}

function middleOf({ area }: PlotFrame): { x: number; y: number } {
  return { x: (area.left + area.right) / 2, y: (area.top + area.bottom) / 2 };
}

function clamp(share: number): number {
  return Math.min(1, Math.max(0, share));
}
