import type {
  ModelBatchNormalization,
  ModelDense,
  ModelFile,
  ModelLayer,
  ModelLayerNormalization,
} from '../../model/model-file.ts';
import { addActivation, TFJS_ACTIVATIONS } from './activations.ts';
import { addAffine, isUnchanged, normalizationWeights } from './affine.ts';
import { inputScaling, outputScaling } from './scaling.ts';
import type { AddLayer, TfjsLayer, TfjsWeight } from './topology.ts';

/**
 * A model → standard layers of TensorFlow.js, first to last: scaling, the network, and back to raw units where float32
 * and standard layers allow it. Layer k of the model is named `layer_k`, from 1.
 */
export function tfjsLayers({
  inputs,
  outputs,
  layers,
}: Pick<ModelFile, 'inputs' | 'outputs' | 'layers'>): TfjsLayer[] {
  const list: TfjsLayer[] = [];
  const scaling = inputScaling(inputs);
  let at = 'inputs';
  const add: AddLayer = (layer) => {
    list.push({ settings: {}, weights: [], at, ...layer });
    return layer.name;
  };
  let last = add({
    name: 'values',
    kind: 'InputLayer',
    from: [],
    settings: { batch_input_shape: [null, scaling.length], dtype: 'float32', sparse: false },
  });
  if (!scaling.every(isUnchanged)) last = addAffine(add, 'scaling', last, scaling);
  /** What goes into each layer, for the residual connections. */
  const before: string[] = [];
  layers.forEach((layer, k) => {
    at = `layers[${String(k)}]`;
    before.push(last);
    last = addLayer(add, layer, `layer_${String(k + 1)}`, before);
  });
  at = 'outputs';
  const unscaling = outputScaling(outputs);
  if (!unscaling.every(isUnchanged)) addAffine(add, 'answers', last, unscaling);
  return list;
}

function addLayer(add: AddLayer, layer: ModelLayer, name: string, before: readonly string[]): string {
  const from = before.at(-1)!;
  switch (layer.type) {
    case 'dense':
      return addDense(add, layer, name, from);
    case 'batch-normalization':
    case 'layer-normalization':
      return addNormalization(add, layer, name, from);
    case 'residual':
      return add({ name, kind: 'Add', from: [from, before.at(-1 - layer.over)!] });
    case 'dropout':
      return add({ name, kind: 'Dropout', from: [from], settings: { rate: layer.rate } });
  }
}

function addDense(add: AddLayer, layer: ModelDense, name: string, from: string): string {
  const [units, inputs] = layer.shape;
  const own = TFJS_ACTIVATIONS[layer.activation];
  add({
    name,
    kind: 'Dense',
    from: [from],
    settings: { units, activation: own ?? 'linear', use_bias: true },
    weights: [
      { name: 'kernel', shape: [inputs, units], values: transposed(layer.W, inputs) },
      vector('bias', layer.b),
    ],
  });
  return own === null ? addActivation(add, layer.activation, name, units) : name;
}

function addNormalization(
  add: AddLayer,
  layer: ModelBatchNormalization | ModelLayerNormalization,
  name: string,
  from: string,
): string {
  const { epsilon, gamma, beta, activation } = layer;
  if (layer.type === 'batch-normalization') {
    const settings = { axis: -1, epsilon };
    add({ name, kind: 'BatchNormalization', from: [from], settings, weights: normalizationWeights(layer) });
  } else {
    const settings = { axis: [1], epsilon };
    const weights = [vector('gamma', gamma), vector('beta', beta)];
    add({ name, kind: 'LayerNormalization', from: [from], settings, weights });
  }
  return addActivation(add, activation, name, gamma.length);
}

/** W [O, I] → kernel [I, O]. */
function transposed(W: ModelDense['W'], inputs: number): number[] {
  return Array.from({ length: inputs }, (_, i) => W.map((row) => row[i]!)).flat();
}

function vector(name: string, values: readonly number[]): TfjsWeight {
  return { name, shape: [values.length], values };
}
