import { integerPower } from '../../core/integer-power.ts';
import { biasCorrections, writeDecays } from './adam-coefficients.ts';
import { updateMoments } from './moments.ts';
import type { CoefficientWriter, OptimizerOf, OptimizerRule } from './update-rule.ts';

/**
 * NAdam, Adam with Nesterov momentum, whose momentum warms up:   μₜ = β₁·(1 − ½·0.96^(t·ψ)),   m and v as Adam's,
 *   θ ← θ − α·( (1 − μₜ)/(1 − Πμ)·g + μₜ₊₁/(1 − Πμ·μₜ·μₜ₊₁)·m ) / (√v̂ + ε) = θ − (α₁·g + α₂·m) / (√v + ε′)
 * where Πμ = μ₁·μ₂ ⋯ μₜ.
 *
 * Shapes: θ, g [P]; two slots, m and v.
 * Coefficients: α₁ = α·√(1 − β₂ᵗ)·(1 − μₜ)/(1 − Πμ), α₂ = α·√(1 − β₂ᵗ)·μₜ₊₁/(1 − Πμ·μₜ·μₜ₊₁), β₁, 1 − β₁, β₂,
 * 1 − β₂, ε′ = ε·√(1 − β₂ᵗ).
 * Source: Dozat 2016. Differs from the paper, as PyTorch 1.13 does: m is kept with the constant β₁, and μₜ stands twice
 * in the divisor of m (later versions of PyTorch leave the second out), which after some tens of steps makes no difference.
 */
export const nadam: OptimizerRule<'nadam'> = {
  slots: 2,
  coefficientCount: 7,
  update: (parameters, gradients, slots, coefficients, offset) => {
    const ofGradient = coefficients[offset]!;
    const ofMean = coefficients[offset + 1]!;
    const epsilon = coefficients[offset + 6]!;
    updateMoments(slots, gradients, coefficients, offset + 2, (k, m, v, g) => {
      parameters[k] = parameters[k]! - (ofGradient * g + ofMean * m) / (Math.sqrt(v) + epsilon);
    });
  },
  writer: nadamWriter,
};

function nadamWriter(settings: OptimizerOf<'nadam'>, stepsBefore: number): CoefficientWriter {
  const decay = decayPerStep(settings.momentumDecay);
  const momentumAt = (step: number) => settings.beta1 * (1 - 0.5 * integerPower(decay, step));
  let product = 1;
  // Once it has underflowed to zero it stays there.
  for (let step = 1; step <= stepsBefore && product > 0; step++) product *= momentumAt(step);
  return (step, learningRate, out, offset) => {
    const present = momentumAt(step);
    const next = momentumAt(step + 1);
    product *= present;
    const { root } = biasCorrections(settings, step);
    out[offset] = (learningRate * root * (1 - present)) / (1 - product);
    out[offset + 1] = (learningRate * root * next) / (1 - product * present * next);
    writeDecays(settings, out, offset + 2);
    out[offset + 6] = settings.epsilon * root;
  };
}

/** ln 0.96. */
const LOG_DECAY = -0.040821994520255166;

/** 0.96^ψ for ψ from 0 to 1, as the Taylor series of exp(ψ·ln 0.96): the terms left out are below 1e-20. */
function decayPerStep(psi: number): number {
  const exponent = psi * LOG_DECAY;
  let sum = 1;
  for (let k = 10; k >= 1; k--) sum = 1 + (sum * exponent) / k;
  return sum;
}
