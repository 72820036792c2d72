import type { Operators } from '../operators.ts';

/** A value with mean 0 and variance 1 along one axis, and what is needed on the way back. */
export interface Normalized {
  readonly Xhat: string;
  /** 1/√(variance + ε), kept along the axis with length 1. */
  readonly inverse: string;
  readonly mean: string;
  /** Of the population. */
  readonly variance: string;
}

/**
 * X̂ = (A − mean) / √(variance + ε), mean and variance along an axis.
 *
 * Shapes: A and X̂ [U, N]; axis 1 for batch normalisation, 0 for layer normalisation.
 * Source: `momentsOf` and `normalizeLine`: two passes. Sums run in float32.
 */
export function normalize(o: Operators, A: string, epsilon: number, axis: number): Normalized {
  const mean = o.meanAlong(A, axis);
  const centred = o.subtract(A, mean);
  const variance = o.meanAlong(o.multiply(centred, centred), axis);
  const inverse = inverseOf(o, variance, epsilon);
  return { Xhat: o.multiply(centred, inverse), inverse, mean, variance };
}

/**
 * 1/√(variance + ε).
 *
 * Shapes: any.
 * Source: `normalizeLine`.
 */
export function inverseOf(o: Operators, variance: string, epsilon: number): string {
  return o.reciprocal(o.squareRoot(o.add(variance, epsilon)));
}

/**
 * The gradient of `normalize`: dA = inverse·(dX̂ − mean(dX̂) − X̂·mean(dX̂ ∘ X̂)), means along the same axis.
 *
 * Shapes: as in `normalize`.
 * Source: `normalizeLineBackward`.
 */
export function normalizeBackward(
  o: Operators,
  dXhat: string,
  { Xhat, inverse }: Pick<Normalized, 'Xhat' | 'inverse'>,
  axis: number,
): string {
  const along = o.meanAlong(o.multiply(dXhat, Xhat), axis);
  const rest = o.subtract(o.subtract(dXhat, o.meanAlong(dXhat, axis)), o.multiply(Xhat, along));
  return o.multiply(rest, inverse);
}

/**
 * Z = γ·X̂ + β.
 *
 * Shapes: X̂, Z [U, N]; γ, β [U, 1].
 * Source: `scaleAndShift`.
 */
export function scaleAndShift(o: Operators, Xhat: string, gamma: string, beta: string): string {
  return o.add(o.multiply(Xhat, gamma), beta);
}

/**
 * dγ = Σₙ dZ ∘ X̂, dβ = Σₙ dZ, dX̂ = γ·dZ.
 *
 * Shapes: dγ, dβ, γ [U, 1]; dZ, X̂, dX̂ [U, N].
 * Source: `scaleAndShiftBackward`.
 */
export function scaleAndShiftBackward(
  o: Operators,
  dZ: string,
  Xhat: string,
  gamma: string,
): { gradients: [string, string]; dXhat: string } {
  const dGamma = o.sumAlong(o.multiply(dZ, Xhat), 1);
  return { gradients: [dGamma, o.sumAlong(dZ, 1)], dXhat: o.multiply(dZ, gamma) };
}
