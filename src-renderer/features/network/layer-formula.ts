import type { Activation } from '@shared/model/activations.ts';

const FORMULAS: Record<Activation, string> = {
  linear: 'a = W·x + b',
  relu: 'a = max(0, W·x + b)',
  sigmoid: 'a = 1 / (1 + e^−(W·x + b))',
  tanh: 'a = tanh(W·x + b)',
};

/** What a dense layer computes, written out. */
export function layerFormula(activation: Activation): string {
  return FORMULAS[activation];
}
