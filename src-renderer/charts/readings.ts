import { nearestIndex } from './axis-range.ts';
import type { Curve } from './curve.ts';

/** What a curve says at the crosshair: its measured point nearest to it. */
export interface Reading {
  readonly curve: Curve;
  readonly index: number;
  readonly x: number;
  readonly y: number;
}

/** Of every curve the point nearest to `at`, among all of its points; its last one where there is no crosshair. */
export function readingsAt(curves: readonly Curve[], at: number | null): Reading[] {
  return curves.flatMap((curve) => {
    const index = at === null ? curve.x.length - 1 : nearestIndex(curve.x, at);
    const [x, y] = [curve.x[index], curve.y[index]];
    return x === undefined || y === undefined ? [] : [{ curve, index, x, y }];
  });
}

/** Of the places where something was measured, the nearest to `at`. */
export function snapped(readings: readonly Reading[], at: number): number {
  let best = Infinity;
  for (const { x } of readings) if (Math.abs(x - at) < Math.abs(best - at)) best = x;
  return best === Infinity ? at : best;
}
