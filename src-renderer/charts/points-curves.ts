import { type Part, PARTS } from '@shared/model/data-catalog.ts';
import type { MetricsPoint } from '@shared/model/run.ts';
import type { Curve, XAxis } from './curve.ts';
import { type Quantity, valueOf } from './quantities.ts';
import { partStyle } from './run-style.ts';

/** Whose points they are. */
export interface CurveOwner {
  readonly runId: string;
  readonly name: string;
  readonly colorToken: string;
}

/** A curve for every part that has rows, from the points of one run. */
export function curvesOfPoints(
  points: readonly MetricsPoint[],
  quantity: Quantity,
  xAxis: XAxis,
  owner: CurveOwner,
): Curve[] {
  return PARTS.flatMap((part: Part) => {
    const measured = points.filter((point) => point[part] !== null);
    if (measured.length === 0) return [];
    return [
      {
        id: `${owner.runId} ${part}`,
        runId: owner.runId,
        name: owner.name,
        part,
        style: partStyle(part, owner.colorToken, [], false),
        x: Float64Array.from(measured, (point) => point[xAxis]),
        y: Float64Array.from(measured, (point) => valueOf(point[part]!, quantity)),
        band: null,
        runs: 1,
      },
    ];
  });
}
