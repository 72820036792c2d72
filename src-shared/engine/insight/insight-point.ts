import type { FloatArray } from '../../core/float-array.ts';
import type { InsightPoint, LayerInsight } from '../../model/insight.ts';
import { activationOf, type LayerShape } from '../../model/network.ts';
import { histogramOf } from './histogram.ts';
import { deadShare, saturatedShare } from './idle-units.ts';
import { euclideanNorm, ofEachLayer } from './norms.ts';
import type { Probed } from './probe.ts';

export interface Measured extends Pick<InsightPoint, 'epoch' | 'step' | 'learningRate' | 'probeRows'> {
  readonly shapes: readonly LayerShape[];
  /** [P] */
  readonly parameters: FloatArray;
  /** Of the last update, as `updateRatios` gives them; null where it was not watched. */
  readonly updateRatios: readonly (number | null)[] | null;
  readonly probed: Probed;
}

/**
 * All that is told of the inside of a network at one moment.
 *
 * Shapes: as in `Measured`; one entry a layer, the output layer last.
 * Source: each figure's own file.
 */
export function insightPoint(measured: Measured): InsightPoint {
  const { epoch, step, learningRate, probeRows, shapes, parameters, probed } = measured;
  const own = ofEachLayer(parameters, shapes);
  return {
    epoch,
    step,
    learningRate,
    probeRows,
    noiseScale: probed.noiseScale,
    layers: shapes.map((shape, l): LayerInsight => ({
      gradientNorm: probed.gradientNorms[l] ?? null,
      parameterNorm: own[l] == null ? null : euclideanNorm(own[l]),
      updateRatio: measured.updateRatios?.[l] ?? null,
      weights: shape.type === 'dense' ? histogramOf(own[l]!.subarray(0, shape.units * shape.inputs)) : null,
      outputs: histogramOf(probed.outputs[l]!),
      deadShare: deadShare(probed.outputs[l]!, activationOf(shape), shape.units),
      saturatedShare: saturatedShare(probed.outputs[l]!, activationOf(shape)),
    })),
  };
}
