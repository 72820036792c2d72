import { writeAdam } from './adam-coefficients.ts';
import { updateMoments } from './moments.ts';
import type { OptimizerRule } from './update-rule.ts';

/**
 * AMSGrad:   m and v as Adam's,   s ← max(s, v),   θ ← θ − α·m̂ / (√ŝ + ε) = θ − α′·m / (√s + ε′)
 *
 * Shapes: θ, g [P]; three slots, m, v and s.
 * Coefficients: as Adam's: α′, β₁, 1 − β₁, β₂, 1 − β₂, ε′.
 * Source: Reddi, Kale & Kumar 2018, alg. 2. Differs from the paper, as PyTorch does: both means are corrected for their
 * beginning at zero, s after the maximum is taken.
 */
export const amsgrad: OptimizerRule<'amsgrad'> = {
  slots: 3,
  coefficientCount: 6,
  update: (parameters, gradients, slots, coefficients, offset) => {
    const alpha = coefficients[offset]!;
    const epsilon = coefficients[offset + 5]!;
    const largest = slots[2]!;
    updateMoments(slots, gradients, coefficients, offset + 1, (k, m, v) => {
      const s = Math.max(largest[k]!, v);
      largest[k] = s;
      parameters[k] = parameters[k]! - (alpha * m) / (Math.sqrt(s) + epsilon);
    });
  },
  writer: (settings) => (step, learningRate, out, offset) => {
    writeAdam(settings, step, learningRate, out, offset);
  },
};
