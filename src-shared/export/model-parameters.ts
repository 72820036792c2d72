import type { FloatArray } from '../core/float-array.ts';
import type { ModelLayer } from '../model/model-file.ts';

/**
 * The layers of a model file → a network's flat parameters and running statistics, as `Machine` lays them out: the way back
 * from `modelLayers`. Both arrays must have the length that the layers ask for.
 */
export function fillParameters(
  layers: readonly ModelLayer[],
  parameters: FloatArray,
  statistics: FloatArray,
): void {
  const giveParameters = giver(parameters);
  const giveStatistics = giver(statistics);
  for (const layer of layers) {
    switch (layer.type) {
      case 'dense':
        layer.W.forEach(giveParameters);
        giveParameters(layer.b);
        break;
      case 'batch-normalization':
        giveParameters(layer.gamma);
        giveParameters(layer.beta);
        giveStatistics(layer.mean);
        giveStatistics(layer.variance);
        break;
      case 'layer-normalization':
        giveParameters(layer.gamma);
        giveParameters(layer.beta);
        break;
      case 'residual':
      case 'dropout':
        break;
    }
  }
}

function giver(flat: FloatArray): (values: readonly number[]) => void {
  let offset = 0;
  return (values) => {
    flat.set(values, offset);
    offset += values.length;
  };
}
