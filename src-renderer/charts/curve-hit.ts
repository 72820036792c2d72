import { indexesWithin } from './axis-range.ts';
import { type Curve, isShown } from './curve.ts';
import { type Place, type PlotFrame, xProjection, yProjection } from './plot-frame.ts';
import type { PreparedLine } from './prepared-lines.ts';

/** How far from a line, in pixels, a press still means it. */
const REACH = 8;

/** The curve whose line runs nearest to a place, if one runs near it. Pixels of the canvas. */
export function curveAt(
  lines: readonly PreparedLine[],
  frame: PlotFrame,
  px: number,
  py: number,
): Curve | null {
  const x = xProjection(frame);
  const y = yProjection(frame);
  const near = { low: x.value(px - REACH), high: x.value(px + REACH) };
  let nearest: Curve | null = null;
  let least = REACH;
  for (const { curve, values } of lines) {
    const [start, end] = indexesWithin(curve.x, near);
    for (let k = start; k < end; k++) {
      if (!isShown(values[k]!, frame.yScale)) continue;
      const from = { x: x.pixel(curve.x[k]!), y: y.pixel(values[k]!) };
      const next = k + 1 < end && isShown(values[k + 1]!, frame.yScale) ? k + 1 : k;
      const to = { x: x.pixel(curve.x[next]!), y: y.pixel(values[next]!) };
      const distance = distanceToSegment({ x: px, y: py }, from, to);
      if (distance < least) [least, nearest] = [distance, curve];
    }
  }
  return nearest;
}

function distanceToSegment(at: Place, from: Place, to: Place): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = dx * dx + dy * dy;
  const share = length === 0 ? 0 : ((at.x - from.x) * dx + (at.y - from.y) * dy) / length;
  const along = Math.min(1, Math.max(0, share));
  return Math.hypot(at.x - from.x - along * dx, at.y - from.y - along * dy);
}
