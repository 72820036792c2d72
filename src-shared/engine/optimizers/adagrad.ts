import type { OptimizerRule } from './update-rule.ts';

/**
 * Adagrad:   s ← s + g²,   θ ← θ − α·g / (√s + ε)
 *
 * Shapes: θ, g [P]; one slot, s.
 * Coefficients: α learning rate, ε.
 * Source: Duchi, Hazan & Singer 2011, with the diagonal of the matrix alone; ε outside the root, as in PyTorch.
 */
export const adagrad: OptimizerRule<'adagrad'> = {
  slots: 1,
  coefficientCount: 2,
  update: (parameters, gradients, slots, coefficients, offset) => {
    const alpha = coefficients[offset]!;
    const epsilon = coefficients[offset + 1]!;
    const sums = slots[0]!;
    for (let k = 0; k < parameters.length; k++) {
      const g = gradients[k]!;
      const s = sums[k]! + g * g;
      sums[k] = s;
      parameters[k] = parameters[k]! - (alpha * g) / (Math.sqrt(s) + epsilon);
    }
  },
  writer: (settings) => (_step, learningRate, out, offset) => {
    out[offset] = learningRate;
    out[offset + 1] = settings.epsilon;
  },
};
