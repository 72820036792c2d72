import { integerPower } from '../../core/integer-power.ts';
import { type AdamSettings, biasCorrections, writeDecays } from './adam-coefficients.ts';
import { updateMoments } from './moments.ts';
import type { OptimizerRule } from './update-rule.ts';

/**
 * RAdam, Adam that does not divide by √v̂ while too few gradients have gone into it:   m and v as Adam's,
 *   ρ∞ = 2/(1 − β₂) − 1,   ρₜ = ρ∞ − 2·t·β₂ᵗ/(1 − β₂ᵗ)
 *   ρₜ > 5:  θ ← θ − α·r·m̂·√(1 − β₂ᵗ) / (√v + ε),   r² = (ρₜ − 4)(ρₜ − 2)ρ∞ / ((ρ∞ − 4)(ρ∞ − 2)ρₜ)
 *   else:    θ ← θ − α·m̂
 * In one formula: θ ← θ − (α₁·m + α₂·m / (√v + ε)).
 *
 * Shapes: θ, g [P]; two slots, m and v.
 * Coefficients: α₁ = α/(1 − β₁ᵗ) or, once ρₜ > 5, 0; α₂ = α·r·√(1 − β₂ᵗ)/(1 − β₁ᵗ) or, until then, 0; β₁, 1 − β₁, β₂,
 * 1 − β₂, ε.
 * Source: Liu et al. 2020, alg. 2. Differs from the paper, as PyTorch does: 5 instead of 4, and an ε.
 */
export const radam: OptimizerRule<'radam'> = {
  slots: 2,
  coefficientCount: 7,
  update: (parameters, gradients, slots, coefficients, offset) => {
    const plain = coefficients[offset]!;
    const rectified = coefficients[offset + 1]!;
    const epsilon = coefficients[offset + 6]!;
    updateMoments(slots, gradients, coefficients, offset + 2, (k, m, v) => {
      parameters[k] = parameters[k]! - (plain * m + (rectified * m) / (Math.sqrt(v) + epsilon));
    });
  },
  writer: (settings) => (step, learningRate, out, offset) => {
    const { mean, root } = biasCorrections(settings, step);
    const rectification = rectificationAt(settings, step);
    out[offset] = rectification === null ? learningRate / mean : 0;
    out[offset + 1] = rectification === null ? 0 : (learningRate * rectification * root) / mean;
    writeDecays(settings, out, offset + 2);
    out[offset + 6] = settings.epsilon;
  },
};

/** r at a step, or null while the variance of √v̂ is too uncertain. */
function rectificationAt({ beta2 }: AdamSettings, step: number): number | null {
  const power = integerPower(beta2, step);
  const limit = 2 / (1 - beta2) - 1;
  const length = limit - (2 * step * power) / (1 - power);
  if (!(length > 5)) return null;
  return Math.sqrt(((length - 4) * (length - 2) * limit) / ((limit - 4) * (limit - 2) * length));
}
