import type { Activation } from '../../model/activations.ts';
import { addAffine } from './affine.ts';
import type { AddLayer } from './topology.ts';

/** How TensorFlow.js names an activation; null where it takes layers of its own. */
export const TFJS_ACTIVATIONS: Readonly<Record<Activation, string | null>> = {
  linear: 'linear',
  relu: 'relu',
  // A layer with the slope as a setting.
  'leaky-relu': null,
  elu: 'elu',
  selu: 'selu',
  gelu: 'gelu',
  // It has `gelu_new`, but cannot load it: while reading, names are turned into camel case.
  'gelu-tanh': null,
  silu: 'swish',
  mish: 'mish',
  softplus: 'softplus',
  softsign: 'softsign',
  sigmoid: 'sigmoid',
  tanh: 'tanh',
  softmax: 'softmax',
};

/** Puts an activation behind the layer `from`, which gives that many units. Gives the name of what holds its values. */
export function addActivation(add: AddLayer, activation: Activation, from: string, units: number): string {
  const known = TFJS_ACTIVATIONS[activation];
  const name = `${from}_activation`;
  if (known === 'linear') return from;
  if (known !== null) return addFunction(add, name, from, known);
  if (activation === 'leaky-relu')
    return add({ name, kind: 'LeakyReLU', from: [from], settings: { alpha: 0.01 } });
  return addTanhGelu(add, from, units);
}

/** 2·√(2/π), and that with the factor of the cube. */
const STEEPNESS = 2 * 0.7978845608028654;
const BEND = STEEPNESS * 0.044715;

/**
 * ½·(1 + tanh(u)) = sigmoid(2u), so z·sigmoid(z·(STEEPNESS + BEND·z²)). No layer takes z twice: TensorFlow.js would free
 * its values too early.
 */
function addTanhGelu(add: AddLayer, z: string, units: number): string {
  const line = Array.from({ length: units }, () => ({ mean: 0, gamma: BEND, beta: STEEPNESS }));
  const copy = addFunction(add, `${z}_copy`, z, 'linear');
  const square = add({ name: `${z}_square`, kind: 'Multiply', from: [z, copy] });
  const slope = addAffine(add, `${z}_slope`, square, line);
  const power = add({ name: `${z}_power`, kind: 'Multiply', from: [z, slope] });
  const share = addFunction(add, `${z}_share`, power, 'sigmoid');
  return add({ name: `${z}_activation`, kind: 'Multiply', from: [z, share] });
}

function addFunction(add: AddLayer, name: string, from: string, activation: string): string {
  return add({ name, kind: 'Activation', from: [from], settings: { activation } });
}
