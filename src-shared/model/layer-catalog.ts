import { LIMITS } from '../core/limits.ts';
import { ACTIVATIONS } from './activations.ts';
import { choice, epsilon, integer, real, type ValuesOf } from './fields.ts';

/** Penalties on a layer's weights (never on its biases), added to what training makes smaller. */
export const penaltyFields = {
  l1: real(0, 1_000, 0, 'L1 penalty', 'Adds λ·Σ|W| to the loss: draws weights to exactly zero.'),
  l2: real(0, 1_000, 0, 'L2 penalty', 'Adds ½·λ·ΣW² to the loss: keeps weights small.'),
} as const;

const activationAfter = choice(ACTIVATIONS, 'linear', 'Activation', 'The function applied afterwards.');

/** Every kind of layer with its settings. The inspector, validation and schema all come from this table. */
export const layerCatalog = {
  dense: {
    label: 'Dense',
    help: 'Every unit takes every value of the layer before it: a = f(W·x + b).',
    fields: {
      units: integer(1, LIMITS.units, 16, 'Units', 'How many values the layer gives.'),
      activation: choice(ACTIVATIONS, 'relu', 'Activation', 'The function f applied to each unit.'),
      ...penaltyFields,
    },
  },
  dropout: {
    label: 'Dropout',
    help: 'While training, sets a random share of the values to zero and scales the rest up to make good for it.',
    fields: {
      rate: real(0, 1, 0.5, 'Rate', 'The share that is set to zero.', { belowMax: true }),
    },
  },
  'batch-normalization': {
    label: 'Batch normalisation',
    help: 'Gives every unit mean 0 and variance 1 over the batch, then a learned scale and shift.',
    fields: {
      momentum: real(
        0,
        1,
        0.1,
        'Momentum',
        'How much of each batch goes into the running mean and variance.',
        {
          aboveMin: true,
        },
      ),
      epsilon: epsilon(1e-5),
      activation: activationAfter,
    },
  },
  'layer-normalization': {
    label: 'Layer normalisation',
    help: 'Gives every row mean 0 and variance 1 over the units, then a learned scale and shift.',
    fields: { epsilon: epsilon(1e-5), activation: activationAfter },
  },
  residual: {
    label: 'Residual connection',
    help: 'Adds what went into the layers before it to what came out of them; both must be equally wide.',
    fields: {
      over: integer(1, LIMITS.layers, 2, 'Layers skipped', 'How many layers the connection leads around.'),
    },
  },
} as const;

export type LayerType = keyof typeof layerCatalog;
export type LayerOf<T extends LayerType> = { type: T } & ValuesOf<(typeof layerCatalog)[T]['fields']>;
export type Layer = { [T in LayerType]: LayerOf<T> }[LayerType];
