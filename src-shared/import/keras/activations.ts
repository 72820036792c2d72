import { quote } from '../../core/text.ts';
import type { Activation } from '../../model/activations.ts';
import { refuseLayer } from '../foreign-model.ts';

/** Keras's and TensorFlow.js's names of the activations that Ninestep has. */
const ACTIVATIONS: Readonly<Record<string, Activation>> = {
  linear: 'linear',
  relu: 'relu',
  elu: 'elu',
  selu: 'selu',
  gelu: 'gelu',
  gelu_new: 'gelu-tanh',
  silu: 'silu',
  swish: 'silu',
  mish: 'mish',
  softplus: 'softplus',
  softsign: 'softsign',
  sigmoid: 'sigmoid',
  tanh: 'tanh',
  softmax: 'softmax',
};

/** The activation that a layer's settings name: a word, or in Keras 3 also an object that holds it. */
export function activationNamed(given: unknown, at: string): Activation {
  const name = given === null || given === undefined ? 'linear' : nameIn(given);
  const found = Object.hasOwn(ACTIVATIONS, name) ? ACTIVATIONS[name] : undefined;
  return found ?? refuseLayer(`${at}.activation`, `Ninestep does not have the activation ${quote(given)}.`);
}

function nameIn(given: unknown): string {
  if (typeof given === 'string') return given;
  const { class_name: className, config } = given as { class_name?: unknown; config?: unknown };
  const own = typeof config === 'string' ? config : className;
  return typeof own === 'string' ? own.toLowerCase() : '';
}
