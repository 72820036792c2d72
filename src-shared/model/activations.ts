/** The activations any layer may have: value in files → label on screens. The arithmetic is in engine/activations.ts. */
export const ACTIVATIONS = {
  linear: 'Linear',
  relu: 'ReLU',
  'leaky-relu': 'Leaky ReLU',
  elu: 'ELU',
  selu: 'SELU',
  gelu: 'GELU',
  'gelu-tanh': 'GELU (tanh)',
  silu: 'SiLU',
  mish: 'Mish',
  softplus: 'Softplus',
  softsign: 'Softsign',
  sigmoid: 'Sigmoid',
  tanh: 'Tanh',
} as const;

/** An activation that takes each number alone. */
export type UnitActivation = keyof typeof ACTIVATIONS;

/** Softmax takes all units of a row together, so it stands at the output alone. */
export const OUTPUT_ACTIVATIONS = { ...ACTIVATIONS, softmax: 'Softmax' } as const;

export type Activation = keyof typeof OUTPUT_ACTIVATIONS;
