import { activationOf } from '../../model/network.ts';
import * as layout from '../kernels/plan-layout.ts';
import type { LossSettings } from '../machine.ts';
import { ACTIVATION_CODES, LOSS_CODES } from './codes.ts';
import type { LayerPlan } from './layer-plan.ts';
import { type Operation, OperationList } from './operation-list.ts';

/** A whole training step: gather, forwards, loss, backwards, gradients of the parameters. */
export function trainingOperations(layers: readonly LayerPlan[], lossSettings: LossSettings): OperationList {
  const list = new OperationList();
  list.panels({ words: [layout.OP_GATHER] });
  layers.forEach((layer, l) => {
    addForward(list, layers, l);
    addActivation(list, layer);
  });
  const output = layers.at(-1)!;
  list.panels(lossOperation(output, lossSettings));
  const gradients: Operation[] = [];
  for (let l = layers.length - 1; l >= 0; l--)
    addBackward(list, gradients, layers, l, isFused(output, lossSettings));
  for (const operation of gradients) list.units(operation);
  return list;
}

/** Forwards alone, with running statistics and without dropout. */
export function predictionOperations(layers: readonly LayerPlan[]): OperationList {
  const list = new OperationList();
  list.panels({ words: [layout.OP_GATHER] });
  layers.forEach((layer, l) => {
    addPredictedForward(list, layers, l);
    addActivation(list, layer);
  });
  return list;
}

/** Backwards from the output's gradient by the predictions to every layer's gradient, without those of parameters. */
export function backwardOperations(layers: readonly LayerPlan[]): OperationList {
  const list = new OperationList();
  for (let l = layers.length - 1; l >= 0; l--) addBackward(list, [], layers, l, false);
  return list;
}

function addForward(list: OperationList, layers: readonly LayerPlan[], l: number): void {
  const layer = layers[l]!;
  const { shape, input, output } = layer;
  switch (shape.type) {
    case 'dense':
      list.panels(denseForward(layer));
      return;
    case 'dropout':
      list.panels(dropout(output, input, layer, l));
      return;
    case 'residual':
      list.panels({ words: [layout.OP_ADD, output, input, sourceOf(layers, l), shape.units] });
      return;
    case 'layer-normalization':
      list.panels(layerNorm(layer));
      return;
    case 'batch-normalization': {
      const words = [layout.OP_BATCH_STATISTICS, input, layer.mean, layer.variance, layer.roots, shape.units];
      list.units({ words, reals: { 6: shape.epsilon } });
      list.panels(batchNorm(layer, layer.mean));
    }
  }
}

function addPredictedForward(list: OperationList, layers: readonly LayerPlan[], l: number): void {
  const layer = layers[l]!;
  const { shape, input, output, running, roots } = layer;
  switch (shape.type) {
    case 'dropout':
      list.panels({ words: [layout.OP_COPY, output, input, 0, shape.units] });
      return;
    case 'batch-normalization': {
      const variance = running + (layer.second - layer.first);
      list.panels({ words: [layout.OP_ROOTS, roots, variance, shape.units], reals: { 4: shape.epsilon } });
      list.panels(batchNorm(layer, running));
      return;
    }
    default:
      addForward(list, layers, l);
  }
}

function denseForward({ shape, input, preActivation, first, second }: LayerPlan): Operation {
  const isRelu = activationOf(shape) === 'relu' ? 1 : 0;
  return {
    words: [layout.OP_DENSE_FORWARD, preActivation, input, first, second, shape.units, shape.inputs, isRelu],
  };
}

function dropout(to: number, from: number, { shape }: LayerPlan, l: number): Operation {
  const rate = shape.type === 'dropout' ? shape.rate : 0;
  const limit = Math.min(Math.ceil(rate * 2 ** 32), 2 ** 32 - 1);
  return { words: [layout.OP_DROPOUT, to, from, shape.units, l, limit], reals: { 6: 1 / (1 - rate) } };
}

function layerNorm({ shape, input, preActivation, normalized, roots, first, second }: LayerPlan): Operation {
  const words = [layout.OP_LAYER_NORM, preActivation, normalized, roots, input, first, second, shape.units];
  return { words, reals: { 8: epsilonOf(shape) } };
}

function epsilonOf(shape: LayerPlan['shape']): number {
  return 'epsilon' in shape ? shape.epsilon : 0;
}

function batchNorm(layer: LayerPlan, mean: number): Operation {
  const { shape, input, preActivation, normalized, roots, first, second } = layer;
  return {
    words: [layout.OP_BATCH_NORM, preActivation, normalized, input, mean, roots, first, second, shape.units],
  };
}

function addActivation(list: OperationList, { shape, preActivation, output }: LayerPlan): void {
  const activation = activationOf(shape);
  // The dense kernel takes a ReLU along.
  if (activation === 'linear' || (activation === 'relu' && shape.type === 'dense')) return;
  if (activation === 'softmax')
    list.panels({ words: [layout.OP_SOFTMAX, output, preActivation, shape.units] });
  else {
    list.panels({
      words: [layout.OP_ACTIVATE, ACTIVATION_CODES[activation], preActivation, output, shape.units],
    });
  }
}

function lossOperation(
  { shape, gradient, output, preActivation }: LayerPlan,
  { loss, huberDelta }: LossSettings,
): Operation {
  const words = [layout.OP_LOSS, LOSS_CODES[loss], gradient, output, preActivation, shape.units];
  return { words, reals: { 6: huberDelta } };
}

/** The cross-entropies give the gradient by the pre-activation itself, together with sigmoid and softmax. */
function isFused({ shape }: LayerPlan, { loss }: LossSettings): boolean {
  const activation = activationOf(shape);
  return (
    (loss === 'binary-cross-entropy' && activation === 'sigmoid') ||
    (loss === 'softmax-cross-entropy' && activation === 'softmax')
  );
}

function addBackward(
  list: OperationList,
  gradients: Operation[],
  layers: readonly LayerPlan[],
  l: number,
  isLossFused: boolean,
): void {
  const layer = layers[l]!;
  const isOutput = l === layers.length - 1;
  if (!(isOutput && isLossFused) && !isReluTakenAlong(layers, l)) addActivationBackward(list, layer);
  addParameterGradients(list, gradients, layer);
  const before = layers[l - 1];
  if (before === undefined) return;
  addInputGradient(list, layers, l, before);
  layers.forEach((other, r) => {
    if (other.shape.type !== 'residual' || sourceIndex(layers, r) !== l - 1) return;
    list.panels({
      words: [layout.OP_ADD, before.gradient, before.gradient, other.gradient, before.shape.units],
    });
  });
}

/** Whether the layer after this one cuts its gradient off where this one's ReLU did. */
function isReluTakenAlong(layers: readonly LayerPlan[], l: number): boolean {
  const after = layers[l + 1];
  if (after?.shape.type !== 'dense' || activationOf(layers[l]!.shape) !== 'relu') return false;
  return !layers.some((other, r) => other.shape.type === 'residual' && sourceIndex(layers, r) === l);
}

function addActivationBackward(
  list: OperationList,
  { shape, gradient, preActivation, output }: LayerPlan,
): void {
  const activation = activationOf(shape);
  if (activation === 'linear') return;
  if (activation === 'softmax')
    list.panels({ words: [layout.OP_SOFTMAX_BACKWARD, gradient, output, shape.units] });
  else {
    const words = [
      layout.OP_ACTIVATE_BACKWARD,
      ACTIVATION_CODES[activation],
      gradient,
      preActivation,
      output,
    ];
    list.panels({ words: [...words, shape.units] });
  }
}

/** Those of a batch normalisation at once, because its gradient by the inputs is made of them; the others at the end. */
function addParameterGradients(list: OperationList, gradients: Operation[], layer: LayerPlan): void {
  const { shape, firstGradient, secondGradient, gradient, input, first, normalized } = layer;
  if (shape.type === 'dense') {
    const words = [layout.OP_DENSE_GRADIENT, firstGradient, secondGradient, gradient, input];
    gradients.push({
      words: [...words, shape.units, shape.inputs, first],
      reals: { 8: shape.l1, 10: shape.l2 },
    });
  } else if (shape.type === 'batch-normalization' || shape.type === 'layer-normalization') {
    const operation = {
      words: [layout.OP_NORM_GRADIENT, firstGradient, secondGradient, gradient, normalized, shape.units],
    };
    if (shape.type === 'batch-normalization') list.units(operation);
    else gradients.push(operation);
  }
}

function addInputGradient(
  list: OperationList,
  layers: readonly LayerPlan[],
  l: number,
  before: LayerPlan,
): void {
  const layer = layers[l]!;
  const { shape, gradient, normalized, roots, first, firstGradient, secondGradient } = layer;
  const to = before.gradient;
  switch (shape.type) {
    case 'dense': {
      const relu = isReluTakenAlong(layers, l - 1) ? before.output : 0;
      list.panels({
        words: [layout.OP_DENSE_BACKWARD, to, gradient, first, relu, shape.units, shape.inputs],
      });
      return;
    }
    case 'dropout':
      list.panels(dropout(to, gradient, layer, l));
      return;
    case 'residual':
      list.panels({ words: [layout.OP_COPY, to, gradient, 0, shape.units] });
      return;
    case 'layer-normalization':
      list.panels({
        words: [layout.OP_LAYER_NORM_BACKWARD, to, gradient, normalized, roots, first, shape.units],
      });
      return;
    case 'batch-normalization': {
      const words = [layout.OP_BATCH_NORM_BACKWARD, to, gradient, normalized, roots, first];
      list.panels({ words: [...words, firstGradient, secondGradient, shape.units] });
    }
  }
}

/** The layer whose outputs a residual connection adds; −1 for the network's inputs. */
function sourceIndex(layers: readonly LayerPlan[], l: number): number {
  const { shape } = layers[l]!;
  return shape.type === 'residual' ? l - shape.over - 1 : l;
}

function sourceOf(layers: readonly LayerPlan[], l: number): number {
  return layers[sourceIndex(layers, l)]?.output ?? 0;
}
