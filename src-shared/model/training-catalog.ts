import { PRECISIONS } from '../core/float-array.ts';
import { LIMITS } from '../core/limits.ts';
import { choice, integer, real, toggle, type ValuesOf } from './fields.ts';

const learningRate = (defaultValue: number) =>
  real(0, 1_000, defaultValue, 'Learning rate', 'How far one step goes along the gradient.', {
    aboveMin: true,
  });

/** Every optimizer with its settings and its update rule. The arithmetic is in engine/optimizers. */
export const optimizerCatalog = {
  sgd: {
    label: 'Gradient descent',
    formula: 'θ ← θ − α·g',
    fields: { learningRate: learningRate(0.01) },
  },
  adam: {
    label: 'Adam',
    formula: 'θ ← θ − α·m̂ / (√v̂ + ε)',
    fields: {
      learningRate: learningRate(0.01),
      beta1: real(0, 1, 0.9, 'β₁', 'Decay of the mean of the gradients.', { belowMax: true }),
      beta2: real(0, 1, 0.999, 'β₂', 'Decay of the mean of their squares.', { belowMax: true }),
      epsilon: real(0, 1, 1e-8, 'ε', 'Keeps the division finite.', { aboveMin: true }),
    },
  },
} as const;

export type OptimizerType = keyof typeof optimizerCatalog;
export type Optimizer = {
  [T in OptimizerType]: { type: T } & ValuesOf<(typeof optimizerCatalog)[T]['fields']>;
}[OptimizerType];

/** The losses a network may be trained on. The arithmetic is in engine/losses.ts. */
export const LOSSES = {
  mse: 'Mean squared error',
  'half-squared-error': 'Half squared error (article)',
} as const;
export type Loss = keyof typeof LOSSES;

export const trainingFields = {
  loss: choice(LOSSES, 'mse', 'Loss', 'What training makes smaller.'),
  epochs: integer(1, LIMITS.epochs, 200, 'Epochs', 'How many times training goes through all training rows.'),
  shuffle: toggle(true, 'Shuffle rows', 'Take the rows in a new random order in every epoch.'),
  precision: choice(
    { float32: 'Single (float32)', float64: 'Double (float64)' } satisfies Record<
      (typeof PRECISIONS)[number],
      string
    >,
    'float32',
    'Precision',
    'How exactly numbers are held while training.',
  ),
  seed: integer(0, LIMITS.seed, 1, 'Training seed', 'Decides the order of the rows.'),
} as const;

/** Rows per step; the word `full` stands for all training rows. */
export const batchSizeField = integer(
  1,
  LIMITS.batchSize,
  32,
  'Batch size',
  'How many rows one step averages over.',
);
export type BatchSize = number | 'full';

export const earlyStoppingFields = {
  patience: integer(
    1,
    LIMITS.epochs,
    20,
    'Patience',
    'Stop after this many epochs without a better validation loss (training loss where there are no validation rows).',
  ),
} as const;

export type Training = ValuesOf<typeof trainingFields> & {
  optimizer: Optimizer;
  batchSize: BatchSize;
  earlyStopping?: ValuesOf<typeof earlyStoppingFields> | undefined;
};
