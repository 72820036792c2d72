import { integerPower } from '../../core/integer-power.ts';

/** The settings that all of Adam's family have. */
export interface AdamSettings {
  beta1: number;
  beta2: number;
  epsilon: number;
}

/**
 * Writes β₁, 1 − β₁, β₂, 1 − β₂: how the running means of g and g² are kept.
 *
 * Shapes: 4 coefficients.
 * Source: Kingma & Ba 2015, alg. 1.
 */
export function writeDecays(settings: AdamSettings, out: Float64Array, offset: number): void {
  out[offset] = settings.beta1;
  out[offset + 1] = 1 - settings.beta1;
  out[offset + 2] = settings.beta2;
  out[offset + 3] = 1 - settings.beta2;
}

/**
 * What is missing from the running means at step t, because they began at zero: 1 − β₁ᵗ and √(1 − β₂ᵗ).
 *
 * Shapes: two numbers.
 * Source: Kingma & Ba 2015, sec. 3.
 */
export function biasCorrections(settings: AdamSettings, step: number): { mean: number; root: number } {
  return {
    mean: 1 - integerPower(settings.beta1, step),
    root: Math.sqrt(1 - integerPower(settings.beta2, step)),
  };
}

/**
 * Writes what Adam's update takes: α·√(1 − β₂ᵗ) / (1 − β₁ᵗ), β₁, 1 − β₁, β₂, 1 − β₂, ε·√(1 − β₂ᵗ). With the corrections
 * of both means moved there, m̂ / (√v̂ + ε) becomes m / (√v + ε′), which is the same and cheaper.
 *
 * Shapes: 6 coefficients.
 * Source: Kingma & Ba 2015, end of sec. 2.
 */
export function writeAdam(
  settings: AdamSettings,
  step: number,
  learningRate: number,
  out: Float64Array,
  offset: number,
): void {
  const { mean, root } = biasCorrections(settings, step);
  out[offset] = (learningRate * root) / mean;
  writeDecays(settings, out, offset + 1);
  out[offset + 5] = settings.epsilon * root;
}
