import { writeAdam } from './adam-coefficients.ts';
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
    const beta1 = coefficients[offset + 1]!;
    const rest1 = coefficients[offset + 2]!;
    const beta2 = coefficients[offset + 3]!;
    const rest2 = coefficients[offset + 4]!;
    const epsilon = coefficients[offset + 5]!;
    const [means, squares, largest] = [slots[0]!, slots[1]!, slots[2]!];
    for (let k = 0; k < parameters.length; k++) {
      const g = gradients[k]!;
      const m = beta1 * means[k]! + rest1 * g;
      const v = beta2 * squares[k]! + rest2 * g * g;
      const s = Math.max(largest[k]!, v);
      means[k] = m;
      squares[k] = v;
      largest[k] = s;
      parameters[k] = parameters[k]! - (alpha * m) / (Math.sqrt(s) + epsilon);
    }
  },
  writer: (settings) => (step, learningRate, out, offset) => {
    writeAdam(settings, step, learningRate, out, offset);
  },
};
