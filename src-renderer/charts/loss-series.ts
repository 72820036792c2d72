import { type Part, PARTS } from '@shared/model/data-catalog.ts';
import type { MetricsPoint } from '@shared/model/run.ts';
import { type Quantity, valueOf } from './quantities.ts';

export type AxisScale = 'linear' | 'log';

export interface XY {
  x: number;
  y: number;
}

/** One line: what is measured on one part, over the epochs. */
export interface Series {
  readonly part: Part;
  /** Raw: every evaluation of the run. */
  readonly raw: readonly XY[];
  /** Few enough to draw; a gap is a point whose y is NaN. */
  readonly drawn: readonly XY[];
  /** Epochs at which the value is not a number. */
  readonly gaps: readonly number[];
}

/** Four points for each of these, at most: more than the pixels of a chart can show. */
const BUCKETS = 400;

/** A line for every part that has rows. */
export function lossSeries(
  points: readonly MetricsPoint[],
  quantity: Quantity,
  scales: { x: AxisScale; y: AxisScale },
): Series[] {
  return PARTS.flatMap((part) => {
    const raw = points.flatMap((point) => {
      const metrics = point[part];
      return metrics === null ? [] : [{ x: point.epoch, y: valueOf(metrics, quantity) }];
    });
    if (raw.length === 0) return [];
    const gaps = raw.filter(({ y }) => !Number.isFinite(y)).map(({ x }) => x);
    return [{ part, raw, drawn: decimate(visible(raw, scales), scales.x), gaps }];
  });
}

/** Without what an axis cannot show: epoch 0 on a logarithmic one; other such values leave a gap in the line. */
export function visible(points: readonly XY[], scales: { x: AxisScale; y: AxisScale }): XY[] {
  const isShown = (y: number): boolean => Number.isFinite(y) && (scales.y === 'linear' || y > 0);
  const shown = scales.x === 'log' ? points.filter(({ x }) => x > 0) : points;
  return shown.map(({ x, y }) => ({ x, y: isShown(y) ? y : NaN }));
}

/**
 * Fewer points that look the same: of each bucket of the axis the first, the lowest, the highest and the last, and one
 * gap if there is any. Extremes and gaps are never lost.
 */
export function decimate(points: readonly XY[], scale: AxisScale, buckets = BUCKETS): XY[] {
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined || points.length <= 4 * buckets) return [...points];
  const place = scale === 'log' ? Math.log : (x: number) => x;
  const low = place(first.x);
  const span = place(last.x) - low || 1;
  const kept: XY[] = [];
  let start = 0;
  for (let bucket = 0; bucket < buckets && start < points.length; bucket++) {
    const limit = low + (span * (bucket + 1)) / buckets;
    let end = start;
    while (end < points.length && (bucket === buckets - 1 || place(points[end]!.x) <= limit)) end++;
    keepShape(kept, points, start, end);
    start = end;
  }
  return kept;
}

function keepShape(kept: XY[], points: readonly XY[], start: number, end: number): void {
  if (start >= end) return;
  let lowest = -1;
  let highest = -1;
  let gap = -1;
  for (let k = start; k < end; k++) {
    const { y } = points[k]!;
    if (Number.isNaN(y)) gap = k;
    else {
      if (lowest < 0 || y < points[lowest]!.y) lowest = k;
      if (highest < 0 || y > points[highest]!.y) highest = k;
    }
  }
  const indexes = new Set([start, lowest, highest, gap, end - 1].filter((k) => k >= 0));
  for (const k of [...indexes].sort((a, b) => a - b)) kept.push(points[k]!);
}

/** The evaluation nearest to an epoch, by bisection. */
export function nearestPoint(points: readonly MetricsPoint[], epoch: number): MetricsPoint | undefined {
  let low = 0;
  let high = points.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (points[middle]!.epoch < epoch) low = middle + 1;
    else high = middle;
  }
  const after = points[low];
  const before = points[low - 1];
  if (after === undefined || before === undefined) return after;
  return epoch - before.epoch < after.epoch - epoch ? before : after;
}
