import { createEncoder } from '../data/encode.ts';
import { AppError } from '../core/errors.ts';
import type { Layer } from '../model/layer-catalog.ts';
import { shapesOf } from '../model/experiment.ts';
import type { ModelDense, ModelFile, ModelLayer } from '../model/model-file.ts';
import { layerShapes, type LayerShape, type Network } from '../model/network.ts';

/** A network as an experiment describes it, without its weights. */
type NetworkLayers = Pick<Network, 'layers' | 'output'>;

/** Settings that are at work only in training, so that a model file does not say them. */
const TRAINED_WITH = { l1: 0, l2: 0, momentum: 0.1 } as const;

/**
 * The layers of a model as those of an experiment. Throws INVALID_VALUE where the last of them is not dense: answers come out
 * of a dense layer.
 */
export function networkOf(layers: readonly ModelLayer[]): NetworkLayers {
  const output = layers.at(-1);
  if (output?.type !== 'dense') {
    const at = `layers[${String(layers.length - 1)}]`;
    throw new AppError('INVALID_VALUE', `${at}: The model must end with a dense layer.`, { at });
  }
  const { l1, l2 } = TRAINED_WITH;
  return {
    layers: layers.slice(0, -1).map((layer, k) => settingsOf(layer, k)),
    output: { activation: output.activation, l1, l2 },
  };
}

/** The shapes of a model's layers: those of its experiment, or as it says itself where it has none. */
export function modelShapes(
  model: Pick<ModelFile, 'inputs' | 'outputs' | 'layers' | 'training'>,
): LayerShape[] {
  if (model.training !== null) return shapesOf(model.training.experiment);
  const features = model.inputs.reduce((sum, input) => sum + createEncoder(input).features, 0);
  return layerShapes(networkOf(model.layers), features, model.outputs.length);
}

function settingsOf(layer: ModelLayer, k: number): Layer {
  switch (layer.type) {
    case 'dense':
      return hiddenDense(layer, k);
    case 'batch-normalization': {
      const { type, epsilon } = layer;
      return {
        type,
        momentum: TRAINED_WITH.momentum,
        epsilon,
        activation: unitActivation(layer.activation, k),
      };
    }
    case 'layer-normalization': {
      const { type, epsilon } = layer;
      return { type, epsilon, activation: unitActivation(layer.activation, k) };
    }
    case 'residual':
      return { type: layer.type, over: layer.over };
    case 'dropout':
      return { type: layer.type, rate: layer.rate };
  }
}

function hiddenDense({ type, shape, activation }: ModelDense, k: number): Layer {
  const { l1, l2 } = TRAINED_WITH;
  return { type, units: shape[0], activation: unitActivation(activation, k), l1, l2 };
}

function unitActivation(activation: ModelDense['activation'], k: number) {
  if (activation !== 'softmax') return activation;
  const at = `layers[${String(k)}].activation`;
  throw new AppError('INVALID_VALUE', `${at}: Softmax can stand at the output alone.`, { at });
}
