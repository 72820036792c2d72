import type { FloatArray, Precision } from '../core/float-array.ts';
import type { ModelLayer } from '../model/model-file.ts';
import type { LayerShape } from '../model/network.ts';

/** Takes the next `count` numbers of a flat array, as a list of the kind that is wanted. */
type Take<L> = (count: number) => L;

/** A network's flat parameters and running statistics, as `Machine` lays them out. */
interface FlatNetwork {
  readonly parameters: FloatArray;
  readonly statistics: FloatArray;
}

/** A flat network → its layers as a model file holds them. */
export function modelLayers(
  shapes: readonly LayerShape[],
  network: FlatNetwork,
  dtype: Precision,
): ModelLayer[] {
  return layersOf(shapes, network, dtype, (piece) => Array.from(piece));
}

/** As `modelLayers`, but every list is a window onto the flat arrays: nothing is copied. */
export function viewedLayers(
  shapes: readonly LayerShape[],
  network: FlatNetwork,
  dtype: Precision,
): ModelLayer<FloatArray>[] {
  return layersOf(shapes, network, dtype, (piece) => piece);
}

function layersOf<L>(
  shapes: readonly LayerShape[],
  { parameters, statistics }: FlatNetwork,
  dtype: Precision,
  listOf: (piece: FloatArray) => L,
): ModelLayer<L>[] {
  const takeParameters = taker(parameters, listOf);
  const takeStatistics = taker(statistics, listOf);
  return shapes.map((shape) => modelLayer(shape, dtype, takeParameters, takeStatistics));
}

/** The way back: a model file's layers → flat parameters [P] and running statistics, as `Machine` lays them out. */
export function modelParameters(layers: readonly ModelLayer[]): {
  parameters: Float64Array;
  statistics: Float64Array;
} {
  const parameters: number[][] = [];
  const statistics: number[][] = [];
  for (const layer of layers) {
    if (layer.type === 'dense') parameters.push(...layer.W, layer.b);
    if ('gamma' in layer) parameters.push(layer.gamma, layer.beta);
    if ('mean' in layer) statistics.push(layer.mean, layer.variance);
  }
  return { parameters: joined(parameters), statistics: joined(statistics) };
}

function joined(pieces: readonly (readonly number[])[]): Float64Array {
  const flat = new Float64Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const piece of pieces) {
    flat.set(piece, offset);
    offset += piece.length;
  }
  return flat;
}

function modelLayer<L>(
  shape: LayerShape,
  dtype: Precision,
  parameters: Take<L>,
  statistics: Take<L>,
): ModelLayer<L> {
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

function taker<L>(flat: FloatArray, listOf: (piece: FloatArray) => L): Take<L> {
  let offset = 0;
  return (count) => {
    offset += count;
    return listOf(flat.subarray(offset - count, offset));
  };
}
