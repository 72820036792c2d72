import type { CoefficientWriter, OptimizerRule } from './update-rule.ts';

/**
 * Momentum (heavy ball):   v ← μ·v + g + λ·θ,   θ ← θ − α·v
 *
 * Shapes: θ, g [P]; one slot, v.
 * Coefficients: α learning rate, λ weight decay, μ momentum.
 * Source: Polyak 1964. As in PyTorch, α stands outside v, so that a new learning rate acts at once.
 */
export const momentum: OptimizerRule<'momentum'> = {
  slots: 1,
  coefficientCount: 3,
  update: (parameters, gradients, slots, coefficients, offset) => {
    const alpha = coefficients[offset]!;
    const lambda = coefficients[offset + 1]!;
    const mu = coefficients[offset + 2]!;
    const velocity = slots[0]!;
    for (let k = 0; k < parameters.length; k++) {
      const theta = parameters[k]!;
      const v = mu * velocity[k]! + gradients[k]! + lambda * theta;
      velocity[k] = v;
      parameters[k] = theta - alpha * v;
    }
  },
  writer: momentumWriter,
};

/**
 * Writes α, λ, μ: what both kinds of momentum take.
 *
 * Shapes: 3 coefficients.
 * Source: `momentum`, `nesterov`.
 */
export function momentumWriter(settings: { momentum: number; weightDecay: number }): CoefficientWriter {
  return (_step, learningRate, out, offset) => {
    out[offset] = learningRate;
    out[offset + 1] = settings.weightDecay;
    out[offset + 2] = settings.momentum;
  };
}
