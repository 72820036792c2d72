/** The activations a layer may have: value in files → label on screens. The arithmetic is in engine/activations.ts. */
export const ACTIVATIONS = {
  linear: 'Linear',
  relu: 'ReLU',
  sigmoid: 'Sigmoid',
  tanh: 'Tanh',
} as const;

export type Activation = keyof typeof ACTIVATIONS;
