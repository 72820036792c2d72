import type { InsightPoint } from '@shared/model/insight.ts';
import type { Curve, XAxis } from '../../../charts/curve.ts';
import type { NamedLayer } from './layer-names.ts';
import {
  INSIGHT_QUANTITIES,
  type InsightQuantity,
  type InsightQuantityId,
  measuredLayers,
} from './quantities.ts';

/** What charts highlight a layer by. */
export function layerKey(index: number): string {
  return `layer ${String(index)}`;
}

/** The points of a quantity as curves: one, or one a layer that has it. Where nothing was measured is a gap. */
export function insightCurves(
  points: readonly InsightPoint[],
  id: InsightQuantityId,
  layers: readonly NamedLayer[],
  xAxis: Exclude<XAxis, 'seconds'>,
): Curve[] {
  const quantity: InsightQuantity = INSIGHT_QUANTITIES[id];
  const curve = (
    of: { key: string; name: string; colorToken: string },
    value: (point: InsightPoint) => number | null,
  ): Curve => {
    const measured = points.filter((point) => value(point) !== null);
    return {
      id: of.key,
      runId: of.key,
      name: of.name,
      part: 'train',
      style: { colorToken: of.colorToken, dash: [], alpha: 1 },
      x: Float64Array.from(measured, (point) => point[xAxis]),
      y: Float64Array.from(measured, (point) => value(point)!),
      band: null,
      runs: 1,
    };
  };
  if (quantity.of === 'network') {
    return [curve({ key: id, name: quantity.title, colorToken: '--accent' }, quantity.value)];
  }
  return measuredLayers(points, id).flatMap((index) => {
    const layer = layers[index];
    if (layer === undefined) return [];
    const of = { key: layerKey(index), name: layer.name, colorToken: layer.colorToken };
    return [
      curve(of, ({ layers: inside }) => (inside[index] === undefined ? null : quantity.value(inside[index]))),
    ];
  });
}
