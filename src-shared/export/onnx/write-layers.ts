import { createFloatArray, type Precision } from '../../core/float-array.ts';
import type { ModelDense, ModelFile, ModelLayer } from '../../model/model-file.ts';
import { float, int, ints } from '../../onnx/attributes.ts';
import type { GraphBuilder } from '../../onnx/graph-builder.ts';
import { ONNX_ACTIVATIONS } from './activations.ts';
import { cast, row } from './arithmetic.ts';
import { LAYER_CONSTANTS } from './carried-model.ts';

const TYPES = { float32: 'float', float64: 'double' } as const;

/** The length of the numbers that a model was trained with; as an export its layers are computed in it, too. */
export function precisionOf({ layers }: Pick<ModelFile, 'layers'>): Precision {
  return layers.some((layer) => 'dtype' in layer && layer.dtype === 'float64') ? 'float64' : 'float32';
}

/** All layers, one after the other: [N, features] → [N, outputs], both in float64. */
export function writeLayers(
  graph: GraphBuilder,
  { layers }: Pick<ModelFile, 'layers'>,
  features: string,
  precision: Precision,
): string {
  const isShort = precision === 'float32';
  let values = isShort ? cast(graph, features, 'float', 'x') : features;
  /** What went into each layer so far, for the residual connections. */
  const inputs: string[] = [];
  layers.forEach((layer, k) => {
    inputs.push(values);
    values = writeLayer({ graph, precision, number: k + 1 }, layer, inputs);
  });
  return isShort ? cast(graph, values, 'double', 'network_output') : values;
}

interface Place {
  readonly graph: GraphBuilder;
  readonly precision: Precision;
  /** 1 for the first layer; part of the names of what belongs to it. */
  readonly number: number;
}

function writeLayer(place: Place, layer: ModelLayer, inputs: readonly string[]): string {
  const { graph } = place;
  const x = inputs.at(-1)!;
  switch (layer.type) {
    case 'dense':
      return activate(place, layer, dense(place, layer, x));
    case 'batch-normalization': {
      const statistics = vectors(place, layer, LAYER_CONSTANTS[layer.type].fields);
      const attributes = [float('epsilon', layer.epsilon)];
      return activate(place, layer, graph.add('BatchNormalization', [x, ...statistics], { attributes }));
    }
    case 'layer-normalization': {
      const statistics = vectors(place, layer, LAYER_CONSTANTS[layer.type].fields);
      const attributes = [int('axis', -1), float('epsilon', layer.epsilon)];
      const inner = graph.add('LayerNormalization', [centred(graph, x), ...statistics], { attributes });
      return activate(place, layer, inner);
    }
    case 'residual':
      return graph.add('Add', [x, inputs[inputs.length - 1 - layer.over]!], {
        name: `residual${String(place.number)}`,
      });
    case 'dropout':
      return x;
  }
}

function dense({ graph, precision, number }: Place, { W, b, shape }: ModelDense, x: string): string {
  const [units, width] = shape;
  const flat = createFloatArray(precision, units * width);
  W.forEach((own, o) => {
    flat.set(own, o * width);
  });
  const weights = graph.numbers(`W${String(number)}`, TYPES[precision], shape, flat);
  const bias = row(graph, `b${String(number)}`, b, TYPES[precision]);
  const attributes = [int('transB', 1)];
  return graph.add('Gemm', [x, weights, bias], { name: `z${String(number)}`, attributes });
}

/** Without the mean of each row: runtimes subtract squares, which leaves nothing of a spread far from 0. */
function centred(graph: GraphBuilder, x: string): string {
  const mean = graph.add('ReduceMean', [x], { attributes: [ints('axes', [-1])] });
  return graph.add('Sub', [x, mean], { name: 'centred' });
}

function vectors<K extends string>(
  { graph, precision, number }: Place,
  layer: Readonly<Record<K, readonly number[]>>,
  names: readonly K[],
): string[] {
  return names.map((name) => row(graph, `${name}${String(number)}`, layer[name], TYPES[precision]));
}

function activate(
  { graph, precision }: Place,
  { activation }: Pick<ModelDense, 'activation'>,
  z: string,
): string {
  return ONNX_ACTIVATIONS[precision][activation](graph, z);
}
