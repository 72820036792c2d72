import type { Part } from '@shared/model/data-catalog.ts';

export type AxisScale = 'linear' | 'log';

/** What runs along the x axis. */
export const X_AXES = { epoch: 'epoch', step: 'step', seconds: 'seconds' } as const;
export type XAxis = keyof typeof X_AXES;

/** How a line looks, besides what highlighting does to it. */
export interface LineStyle {
  /** Name of the CSS variable that holds the run's colour. */
  readonly colorToken: string;
  readonly dash: readonly number[];
  /** 0–1. */
  readonly alpha: number;
}

/** One line of a chart: what was measured on one part of the data, over a run. */
export interface Curve {
  /** Unlike any other of the chart. */
  readonly id: string;
  /** What belongs together is highlighted together. */
  readonly runId: string;
  /** The name of its run. */
  readonly name: string;
  readonly part: Part;
  readonly style: LineStyle;
  /** Never decreasing. */
  readonly x: Float64Array;
  /** As long as `x`; NaN and infinities where the value is no number. */
  readonly y: Float64Array;
  /** Around a mean; each as long as `x`. */
  readonly band: { readonly low: Float64Array; readonly high: Float64Array } | null;
  /** How many runs it is the mean of; 1: it is a run. */
  readonly runs: number;
}

/** The ends of an axis: `low` < `high`. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

/** What part of the data a chart shows. Null: all of it. */
export interface ChartWindow {
  readonly x: Range | null;
  readonly y: Range | null;
}

export const WHOLE: ChartWindow = { x: null, y: null };

/** Whether a value has a place on such an axis. */
export function isShown(value: number, scale: AxisScale): boolean {
  return Number.isFinite(value) && (scale === 'linear' || value > 0);
}
