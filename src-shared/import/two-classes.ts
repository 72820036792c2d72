import type { ModelDense } from '../model/model-file.ts';
import { type ForeignModel, NO_SCALE } from './foreign-model.ts';

/**
 * Softmax over two classes as one probability, as Ninestep has it: of z₀ and z₁ the second gets e^z₁ / (e^z₀ + e^z₁), which
 * is the sigmoid of z₁ − z₀. All other models as they are.
 */
export function asOneProbability(foreign: ForeignModel): ForeignModel {
  const last = foreign.layers.at(-1);
  const isTwo = foreign.task === 'multiclass' && foreign.outputs.length === 2;
  if (!isTwo || last?.type !== 'dense') return foreign;
  return {
    ...foreign,
    task: 'binary',
    layers: [...foreign.layers.slice(0, -1), difference(last)],
    outputs: [{ name: foreign.outputs[1]!.name, ...NO_SCALE }],
    read: [
      ...foreign.read,
      'Softmax over two classes became the sigmoid of their difference: one answer, the share of the second class.',
    ],
  };
}

function difference(layer: ModelDense): ModelDense {
  const [first, second] = layer.W as [number[], number[]];
  const [b0, b1] = layer.b as [number, number];
  return {
    ...layer,
    activation: 'sigmoid',
    shape: [1, layer.shape[1]],
    W: [second.map((weight, i) => weight - first[i]!)],
    b: [b1 - b0],
  };
}
