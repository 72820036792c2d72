import type { Activation } from '../../model/activations.ts';
import type { Clipping, FirstOrderOptimizer, Loss } from '../../model/training-catalog.ts';
import * as layout from '../kernels/plan-layout.ts';

/** The kernels' numbers for the names of the catalogs; softmax has an operation of its own. */
export const ACTIVATION_CODES: Readonly<Record<Exclude<Activation, 'softmax'>, number>> = {
  linear: layout.ACTIVATION_LINEAR,
  relu: layout.ACTIVATION_RELU,
  'leaky-relu': layout.ACTIVATION_LEAKY_RELU,
  elu: layout.ACTIVATION_ELU,
  selu: layout.ACTIVATION_SELU,
  gelu: layout.ACTIVATION_GELU,
  'gelu-tanh': layout.ACTIVATION_GELU_TANH,
  silu: layout.ACTIVATION_SILU,
  mish: layout.ACTIVATION_MISH,
  softplus: layout.ACTIVATION_SOFTPLUS,
  softsign: layout.ACTIVATION_SOFTSIGN,
  sigmoid: layout.ACTIVATION_SIGMOID,
  tanh: layout.ACTIVATION_TANH,
};

export const LOSS_CODES: Readonly<Record<Loss, number>> = {
  mse: layout.LOSS_MSE,
  'half-squared-error': layout.LOSS_HALF_SQUARED_ERROR,
  mae: layout.LOSS_MAE,
  huber: layout.LOSS_HUBER,
  'binary-cross-entropy': layout.LOSS_BINARY_CROSS_ENTROPY,
  'softmax-cross-entropy': layout.LOSS_SOFTMAX_CROSS_ENTROPY,
};

export const OPTIMIZER_CODES: Readonly<Record<FirstOrderOptimizer['type'], number>> = {
  sgd: layout.OPTIMIZER_SGD,
  momentum: layout.OPTIMIZER_MOMENTUM,
  nesterov: layout.OPTIMIZER_NESTEROV,
  rmsprop: layout.OPTIMIZER_RMSPROP,
  adagrad: layout.OPTIMIZER_ADAGRAD,
  adadelta: layout.OPTIMIZER_ADADELTA,
  adam: layout.OPTIMIZER_ADAM,
  amsgrad: layout.OPTIMIZER_AMSGRAD,
  adamw: layout.OPTIMIZER_ADAMW,
  adamax: layout.OPTIMIZER_ADAMAX,
  nadam: layout.OPTIMIZER_NADAM,
  radam: layout.OPTIMIZER_RADAM,
};

/** The kernels' number for how gradients are clipped. */
export function clippingCode(clipping: Clipping | null): number {
  if (clipping === null) return layout.CLIP_NONE;
  return clipping.by === 'norm' ? layout.CLIP_NORM : layout.CLIP_VALUE;
}
