import type { InsightPoint, LayerInsight } from '@shared/model/insight.ts';

const NOTHING: LayerInsight = {
  gradientNorm: null,
  parameterNorm: null,
  updateRatio: null,
  weights: null,
  outputs: null,
  deadShare: null,
  saturatedShare: null,
};

/** What was measured inside of a network whose layers have only what is given. */
export function insightPoint(epoch: number, layers: readonly Partial<LayerInsight>[]): InsightPoint {
  return {
    epoch,
    step: 10 * epoch,
    learningRate: 0.01,
    probeRows: 100,
    noiseScale: null,
    layers: layers.map((layer) => ({ ...NOTHING, ...layer })),
  };
}
