import type { FloatArray, Precision } from '../core/float-array.ts';
import type { ModelLayer } from '../model/model-file.ts';
import type { LayerShape } from '../model/network.ts';

/** Takes the next `count` numbers of a flat array. */
type Take = (count: number) => number[];

/** A network's flat parameters and running statistics, as `Machine` lays them out → its layers as a model file holds them. */
export function modelLayers(
  shapes: readonly LayerShape[],
  parameters: FloatArray,
  statistics: FloatArray,
  dtype: Precision,
): ModelLayer[] {
  const takeParameters = taker(parameters);
  const takeStatistics = taker(statistics);
  return shapes.map((shape) => modelLayer(shape, dtype, takeParameters, takeStatistics));
}

function modelLayer(shape: LayerShape, dtype: Precision, parameters: Take, statistics: Take): ModelLayer {
  switch (shape.type) {
    case 'dense': {
      const { type, activation, units, inputs } = shape;
      const W = Array.from({ length: units }, () => parameters(inputs));
      return { type, activation, shape: [units, inputs], dtype, W, b: parameters(units) };
    }
    case 'batch-normalization': {
      const { type, activation, epsilon, units } = shape;
      const [gamma, beta] = [parameters(units), parameters(units)];
      return {
        type,
        activation,
        dtype,
        epsilon,
        gamma,
        beta,
        mean: statistics(units),
        variance: statistics(units),
      };
    }
    case 'layer-normalization': {
      const { type, activation, epsilon, units } = shape;
      return { type, activation, dtype, epsilon, gamma: parameters(units), beta: parameters(units) };
    }
    case 'residual':
      return { type: shape.type, over: shape.over };
    case 'dropout':
      return { type: shape.type, rate: shape.rate };
  }
}

function taker(flat: FloatArray): Take {
  let offset = 0;
  return (count) => {
    offset += count;
    return Array.from(flat.subarray(offset - count, offset));
  };
}
