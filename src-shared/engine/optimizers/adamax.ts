import { biasCorrections } from './adam-coefficients.ts';
import type { OptimizerRule } from './update-rule.ts';

/**
 * Adamax:   m ← β₁·m + (1 − β₁)·g,   u ← max(β₂·u, |g| + ε),   θ ← θ − α·m̂ / u = θ − α′·m / u
 *
 * Shapes: θ, g [P]; two slots, m and u.
 * Coefficients: α′ = α / (1 − β₁ᵗ), β₁, 1 − β₁, β₂, ε.
 * Source: Kingma & Ba 2015, alg. 2. Differs from the paper, as PyTorch does, in ε, which keeps u above zero.
 */
export const adamax: OptimizerRule<'adamax'> = {
  slots: 2,
  coefficientCount: 5,
  update: (parameters, gradients, slots, coefficients, offset) => {
    const alpha = coefficients[offset]!;
    const beta1 = coefficients[offset + 1]!;
    const rest1 = coefficients[offset + 2]!;
    const beta2 = coefficients[offset + 3]!;
    const epsilon = coefficients[offset + 4]!;
    const [means, largest] = [slots[0]!, slots[1]!];
    for (let k = 0; k < parameters.length; k++) {
      const g = gradients[k]!;
      const m = beta1 * means[k]! + rest1 * g;
      const u = Math.max(beta2 * largest[k]!, Math.abs(g) + epsilon);
      means[k] = m;
      largest[k] = u;
      parameters[k] = parameters[k]! - (alpha * m) / u;
    }
  },
  writer: (settings) => (step, learningRate, out, offset) => {
    out[offset] = learningRate / biasCorrections(settings, step).mean;
    out[offset + 1] = settings.beta1;
    out[offset + 2] = 1 - settings.beta1;
    out[offset + 3] = settings.beta2;
    out[offset + 4] = settings.epsilon;
  },
};
