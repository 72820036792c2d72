import { writeAdam } from './adam-coefficients.ts';
import { updateMoments } from './moments.ts';
import type { OptimizerRule } from './update-rule.ts';

/**
 * Adam:   m ← β₁·m + (1 − β₁)·g,   v ← β₂·v + (1 − β₂)·g²,   θ ← θ − α·m̂ / (√v̂ + ε) = θ − α′·m / (√v + ε′)
 *
 * Shapes: θ, g [P]; two slots, m and v.
 * Coefficients: α′ = α·√(1 − β₂ᵗ) / (1 − β₁ᵗ), β₁, 1 − β₁, β₂, 1 − β₂, ε′ = ε·√(1 − β₂ᵗ).
 * Source: Kingma & Ba 2015, alg. 1, computed as the end of its sec. 2 proposes.
 */
export const adam: OptimizerRule<'adam'> = {
  slots: 2,
  coefficientCount: 6,
  update: (parameters, gradients, slots, coefficients, offset) => {
    const alpha = coefficients[offset]!;
    const epsilon = coefficients[offset + 5]!;
    updateMoments(slots, gradients, coefficients, offset + 1, (k, m, v) => {
      parameters[k] = parameters[k]! - (alpha * m) / (Math.sqrt(v) + epsilon);
    });
  },
  writer: (settings) => (step, learningRate, out, offset) => {
    writeAdam(settings, step, learningRate, out, offset);
  },
};
