import type { OptimizerRule } from './update-rule.ts';

/**
 * RMSprop:   v ← ρ·v + (1 − ρ)·g²,   θ ← θ − α·g / (√v + ε)
 *
 * Shapes: θ, g [P]; one slot, v.
 * Coefficients: α learning rate, ρ, 1 − ρ, ε.
 * Source: Tieleman & Hinton 2012, lecture 6.5, with ε outside the root, as in PyTorch.
 */
export const rmsprop: OptimizerRule<'rmsprop'> = {
  slots: 1,
  coefficientCount: 4,
  update: (parameters, gradients, slots, coefficients, offset) => {
    const alpha = coefficients[offset]!;
    const rho = coefficients[offset + 1]!;
    const rest = coefficients[offset + 2]!;
    const epsilon = coefficients[offset + 3]!;
    const squares = slots[0]!;
    for (let k = 0; k < parameters.length; k++) {
      const g = gradients[k]!;
      const v = rho * squares[k]! + rest * g * g;
      squares[k] = v;
      parameters[k] = parameters[k]! - (alpha * g) / (Math.sqrt(v) + epsilon);
    }
  },
  writer: (settings) => (_step, learningRate, out, offset) => {
    out[offset] = learningRate;
    out[offset + 1] = settings.rho;
    out[offset + 2] = 1 - settings.rho;
    out[offset + 3] = settings.epsilon;
  },
};
