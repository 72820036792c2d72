import { PRECISIONS } from '../core/float-array.ts';
import { LIMITS } from '../core/limits.ts';
import { choice, epsilon, integer, real, toggle, type ValuesOf } from './fields.ts';
import type { Schedule } from './schedule-catalog.ts';

const learningRate = (defaultValue: number) =>
  real(0, 1_000, defaultValue, 'Learning rate', 'How far one step goes along the gradient.', {
    aboveMin: true,
  });

const beta1 = real(0, 1, 0.9, 'β₁', 'Decay of the mean of the gradients.', { belowMax: true });
const beta2 = real(0, 1, 0.999, 'β₂', 'Decay of the mean of their squares.', { belowMax: true });
const momentum = real(0, 1, 0.9, 'Momentum', 'How much of the last update goes into the next.', {
  belowMax: true,
});
const weightDecay = (defaultValue: number) =>
  real(0, 1_000, defaultValue, 'Weight decay', 'Draws every parameter towards zero.');

const adamFields = { learningRate: learningRate(0.001), beta1, beta2, epsilon: epsilon(1e-8) } as const;

/** What the two full-batch methods have in common. One epoch is one iteration. */
const secondOrderFields = {
  goal: real(0, 1e9, 1e-12, 'Goal', 'Stop as soon as the training loss is this low.'),
  restarts: integer(
    0,
    1_000,
    0,
    'Restarts',
    'Start again from new weights this often where a start gets stuck above the goal.',
  ),
} as const;

/** Every optimizer with its settings and its update rule. The arithmetic is in engine/optimizers and engine/second-order. */
export const optimizerCatalog = {
  sgd: {
    label: 'Gradient descent',
    formula: 'θ ← θ − α·g',
    fields: { learningRate: learningRate(0.01), weightDecay: weightDecay(0) },
  },
  momentum: {
    label: 'Momentum',
    formula: 'v ← μ·v + g,  θ ← θ − α·v',
    fields: { learningRate: learningRate(0.01), momentum, weightDecay: weightDecay(0) },
  },
  nesterov: {
    label: 'Nesterov momentum',
    formula: 'v ← μ·v + g,  θ ← θ − α·(g + μ·v)',
    fields: { learningRate: learningRate(0.01), momentum, weightDecay: weightDecay(0) },
  },
  rmsprop: {
    label: 'RMSprop',
    formula: 'v ← ρ·v + (1 − ρ)·g²,  θ ← θ − α·g / (√v + ε)',
    fields: {
      learningRate: learningRate(0.01),
      rho: real(0, 1, 0.9, 'ρ', 'Decay of the mean of the squared gradients.', { belowMax: true }),
      epsilon: epsilon(1e-8),
    },
  },
  adagrad: {
    label: 'Adagrad',
    formula: 's ← s + g²,  θ ← θ − α·g / (√s + ε)',
    fields: { learningRate: learningRate(0.01), epsilon: epsilon(1e-10) },
  },
  adadelta: {
    label: 'Adadelta',
    formula: 'Δ = √(u + ε)/√(v + ε)·g,  θ ← θ − α·Δ',
    fields: {
      learningRate: learningRate(1),
      rho: real(0, 1, 0.9, 'ρ', 'Decay of both running means.', { belowMax: true }),
      epsilon: epsilon(1e-6),
    },
  },
  adam: {
    label: 'Adam',
    formula: 'θ ← θ − α·m̂ / (√v̂ + ε)',
    fields: { ...adamFields, learningRate: learningRate(0.01) },
  },
  amsgrad: {
    label: 'AMSGrad',
    formula: 'θ ← θ − α·m̂ / (√max v̂ + ε)',
    fields: adamFields,
  },
  adamw: {
    label: 'AdamW',
    formula: 'θ ← θ − α·(m̂ / (√v̂ + ε) + λ·θ)',
    fields: { ...adamFields, weightDecay: weightDecay(0.01) },
  },
  adamax: {
    label: 'Adamax',
    formula: 'u ← max(β₂·u, |g| + ε),  θ ← θ − α·m̂ / u',
    fields: { ...adamFields, learningRate: learningRate(0.002) },
  },
  nadam: {
    label: 'NAdam',
    formula: 'Adam with Nesterov momentum',
    fields: {
      ...adamFields,
      learningRate: learningRate(0.002),
      momentumDecay: real(0, 1, 0.004, 'Momentum decay', 'How fast the momentum warms up.'),
    },
  },
  radam: {
    label: 'RAdam',
    formula: 'Adam whose adaptive rate is rectified while its variance is unreliable',
    fields: adamFields,
  },
  lbfgs: {
    label: 'L-BFGS',
    formula: 'θ ← θ − α·H·g, H from the last updates, α by strong Wolfe conditions',
    fields: {
      history: integer(1, 100, 50, 'History', 'How many of the last updates shape the next one.'),
      ...secondOrderFields,
    },
  },
  'levenberg-marquardt': {
    label: 'Levenberg–Marquardt',
    formula: 'θ ← θ − (JᵀJ + λI)⁻¹·Jᵀr',
    fields: {
      initialDamping: real(
        0,
        1e9,
        1e-3,
        'Initial damping λ',
        'As a share of the largest element of JᵀJ. Large is cautious, like gradient descent.',
        {
          aboveMin: true,
        },
      ),
      ...secondOrderFields,
    },
  },
} as const;

export type OptimizerType = keyof typeof optimizerCatalog;
export type Optimizer = {
  [T in OptimizerType]: { type: T } & ValuesOf<(typeof optimizerCatalog)[T]['fields']>;
}[OptimizerType];

/** Methods that look at all rows in every step and choose the length of the step themselves. */
export const SECOND_ORDER = ['lbfgs', 'levenberg-marquardt'] as const satisfies readonly OptimizerType[];
export type SecondOrderType = (typeof SECOND_ORDER)[number];
export type SecondOrderOptimizer = Extract<Optimizer, { type: SecondOrderType }>;
export type FirstOrderOptimizer = Exclude<Optimizer, { type: SecondOrderType }>;

export function isSecondOrder(optimizer: Optimizer): optimizer is SecondOrderOptimizer {
  return (SECOND_ORDER as readonly OptimizerType[]).includes(optimizer.type);
}

/** Limits on the gradient before each update; left out: none. */
export const clippingFields = {
  by: choice(
    { norm: 'Norm', value: 'Value' },
    'norm',
    'Clip by',
    'Norm: scale the whole gradient down to the limit. Value: cut every component off at ± the limit.',
  ),
  limit: real(0, 1e9, 1, 'Limit', 'What the gradient may at most be.', { aboveMin: true }),
} as const;
export type Clipping = ValuesOf<typeof clippingFields>;

/** The losses a network may be trained on. The arithmetic is in engine/losses.ts. */
export const LOSSES = {
  mse: 'Mean squared error',
  'half-squared-error': 'Half squared error (article)',
  mae: 'Mean absolute error',
  huber: 'Huber',
  'binary-cross-entropy': 'Binary cross-entropy',
  'softmax-cross-entropy': 'Softmax cross-entropy',
} as const;
export type Loss = keyof typeof LOSSES;

export const trainingFields = {
  loss: choice(LOSSES, 'mse', 'Loss', 'What training makes smaller.'),
  huberDelta: real(
    0,
    1e6,
    1,
    'Huber δ',
    'Where the Huber loss turns from square to straight, in scaled units.',
    {
      aboveMin: true,
    },
  ),
  classWeights: choice(
    { none: 'All rows alike', balanced: 'Balanced' },
    'none',
    'Class weights',
    'Balanced: rows of rare classes count for more, so that every class counts the same. For cross-entropy.',
  ),
  epochs: integer(0, LIMITS.epochs, 200, 'Epochs', 'How many times training goes through all training rows.'),
  shuffle: toggle(true, 'Shuffle rows', 'Take the rows in a new random order in every epoch.'),
  warmUpEpochs: integer(
    0,
    LIMITS.epochs,
    0,
    'Warm-up epochs',
    'The learning rate rises from zero through so many epochs.',
  ),
  precision: choice(
    { float32: 'Single (float32)', float64: 'Double (float64)' } satisfies Record<
      (typeof PRECISIONS)[number],
      string
    >,
    'float32',
    'Precision',
    'How exactly numbers are held while training.',
  ),
  seed: integer(
    0,
    LIMITS.seed,
    1,
    'Training seed',
    'Decides the order of the rows and what dropout sets to zero.',
  ),
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
  schedule: Schedule;
  clipping?: Clipping | undefined;
  earlyStopping?: ValuesOf<typeof earlyStoppingFields> | undefined;
};
