import { writeAdam } from './adam-coefficients.ts';
import { updateMoments } from './moments.ts';
import type { OptimizerRule } from './update-rule.ts';

/**
 * AdamW:   m and v as Adam's,   θ ← (1 − α·λ)·θ − α·m̂ / (√v̂ + ε) = θ − (α′·m / (√v + ε′) + δ·θ)
 *
 * Shapes: θ, g [P]; two slots, m and v.
 * Coefficients: as Adam's: α′, β₁, 1 − β₁, β₂, 1 − β₂, ε′; then δ = α·λ, as float32 would lose most of 1 − α·λ.
 * Source: Loshchilov & Hutter 2019, alg. 2. Differs from the paper, as PyTorch does: λ is multiplied by α, not by a
 * schedule of its own.
 */
export const adamw: OptimizerRule<'adamw'> = {
  slots: 2,
  coefficientCount: 7,
  update: (parameters, gradients, slots, coefficients, offset) => {
    const alpha = coefficients[offset]!;
    const epsilon = coefficients[offset + 5]!;
    const decay = coefficients[offset + 6]!;
    updateMoments(slots, gradients, coefficients, offset + 1, (k, m, v) => {
      const theta = parameters[k]!;
      parameters[k] = theta - ((alpha * m) / (Math.sqrt(v) + epsilon) + decay * theta);
    });
  },
  writer: (settings) => (step, learningRate, out, offset) => {
    writeAdam(settings, step, learningRate, out, offset);
    out[offset + 6] = learningRate * settings.weightDecay;
  },
};
