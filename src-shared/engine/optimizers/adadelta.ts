import type { OptimizerRule } from './update-rule.ts';

/**
 * Adadelta:   v ← ρ·v + (1 − ρ)·g²,   Δ = √(u + ε) / √(v + ε) · g,   u ← ρ·u + (1 − ρ)·Δ²,   θ ← θ − α·Δ
 *
 * Shapes: θ, g [P]; two slots, v and u.
 * Coefficients: α learning rate, ρ, 1 − ρ, ε.
 * Source: Zeiler 2012, alg. 1, which has no α; as in PyTorch, its own steps are α = 1.
 */
export const adadelta: OptimizerRule<'adadelta'> = {
  slots: 2,
  coefficientCount: 4,
  update: (parameters, gradients, slots, coefficients, offset) => {
    const alpha = coefficients[offset]!;
    const rho = coefficients[offset + 1]!;
    const rest = coefficients[offset + 2]!;
    const epsilon = coefficients[offset + 3]!;
    const [squares, updates] = [slots[0]!, slots[1]!];
    for (let k = 0; k < parameters.length; k++) {
      const g = gradients[k]!;
      const v = rho * squares[k]! + rest * g * g;
      const u = updates[k]!;
      const delta = (Math.sqrt(u + epsilon) / Math.sqrt(v + epsilon)) * g;
      squares[k] = v;
      updates[k] = rho * u + rest * delta * delta;
      parameters[k] = parameters[k]! - alpha * delta;
    }
  },
  writer: (settings) => (_step, learningRate, out, offset) => {
    out[offset] = learningRate;
    out[offset + 1] = settings.rho;
    out[offset + 2] = 1 - settings.rho;
    out[offset + 3] = settings.epsilon;
  },
};
