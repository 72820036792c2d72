import type { AxisScale, Range } from '../../../charts/curve.ts';
import type { InsightPoint, LayerInsight } from '@shared/model/insight.ts';

interface Base {
  readonly title: string;
  /** What it says, in a sentence; stands beside the title. */
  readonly help: string;
  readonly scale: AxisScale;
  /** Values that are usually healthy. */
  readonly zones: readonly Range[];
}

interface OfNetwork extends Base {
  readonly of: 'network';
  readonly value: (point: InsightPoint) => number | null;
}

interface OfLayer extends Base {
  readonly of: 'layer';
  readonly value: (layer: LayerInsight) => number | null;
}

export type InsightQuantity = OfNetwork | OfLayer;

/**
 * Share of a layer's size that one update should change it by. About 1e-3 is the rule of thumb of Stanford's CS231n
 * ("Ratio of weights:updates"); a power of ten to either side is common in networks that learn well.
 */
const HEALTHY_UPDATE: Range = { low: 1e-4, high: 1e-2 };

/** Everything that is measured inside of a network as one number over the epochs. */
export const INSIGHT_QUANTITIES = {
  learningRate: {
    title: 'Learning rate',
    help: 'The rate of the last update of each epoch.',
    scale: 'log',
    zones: [],
    of: 'network',
    value: (point) => point.learningRate,
  },
  gradientNorm: {
    title: 'Gradient norm',
    help: 'Length of the gradient of each layer’s parameters, penalties included. Layers far below the others hardly learn.',
    scale: 'log',
    zones: [],
    of: 'layer',
    value: (layer) => layer.gradientNorm,
  },
  updateRatio: {
    title: 'Update / weight ratio',
    help: 'How much one update changes each layer, as a share of its size. The shaded band is what is usually healthy: 0.0001 to 0.01.',
    scale: 'log',
    zones: [HEALTHY_UPDATE],
    of: 'layer',
    value: (layer) => layer.updateRatio,
  },
  deadShare: {
    title: 'Dead units',
    help: 'Share of units that give zero on every probed row. They take no part, and no gradient reaches them.',
    scale: 'linear',
    zones: [],
    of: 'layer',
    value: (layer) => layer.deadShare,
  },
  saturatedShare: {
    title: 'Saturated outputs',
    help: 'Share of outputs where the activation is nearly flat, so that little gradient passes.',
    scale: 'linear',
    zones: [],
    of: 'layer',
    value: (layer) => layer.saturatedShare,
  },
  parameterNorm: {
    title: 'Parameter norm',
    help: 'Length of each layer’s parameters. One that only grows asks for weight decay or a smaller rate.',
    scale: 'linear',
    zones: [],
    of: 'layer',
    value: (layer) => layer.parameterNorm,
  },
  noiseScale: {
    title: 'Gradient noise scale',
    help: 'Rows at which half of a batch’s gradient is noise. The dashed line is the batch size: far below the curve, updates are mostly noise.',
    scale: 'log',
    zones: [],
    of: 'network',
    value: (point) => point.noiseScale,
  },
} as const satisfies Record<string, InsightQuantity>;

export type InsightQuantityId = keyof typeof INSIGHT_QUANTITIES;
const QUANTITY_IDS = Object.keys(INSIGHT_QUANTITIES) as InsightQuantityId[];

/** The quantities that were measured at all: a network without ReLU has no dead units. */
export function measuredQuantities(points: readonly InsightPoint[]): InsightQuantityId[] {
  return QUANTITY_IDS.filter((id) => {
    const quantity: InsightQuantity = INSIGHT_QUANTITIES[id];
    return points.some((point) =>
      quantity.of === 'network'
        ? quantity.value(point) !== null
        : point.layers.some((layer) => quantity.value(layer) !== null),
    );
  });
}

/** The layers for which a quantity was measured. */
export function measuredLayers(points: readonly InsightPoint[], id: InsightQuantityId): number[] {
  const quantity: InsightQuantity = INSIGHT_QUANTITIES[id];
  if (quantity.of === 'network') return [];
  const count = Math.max(0, ...points.map(({ layers }) => layers.length));
  return Array.from({ length: count }, (_, k) => k).filter((k) =>
    points.some(({ layers }) => layers[k] !== undefined && quantity.value(layers[k]) !== null),
  );
}
