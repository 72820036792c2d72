import type { FloatArray } from '../../core/float-array.ts';

/*
 * What batch and layer normalisation have in common. Both take lines of numbers, `count` of them, `stride` apart: batch
 * normalisation a unit's samples, layer normalisation a sample's units.
 */

/** Where a line of numbers lies in a flat array. */
export interface Line {
  readonly start: number;
  readonly stride: number;
  readonly count: number;
}

export interface Moments {
  readonly mean: number;
  /** Of the population: divided by the count. */
  readonly variance: number;
}

/**
 * Mean and variance of a line, the variance in a second pass.
 *
 * Shapes: A holds the line.
 * Source: the definitions; two passes after Chan, Golub & LeVeque 1983. Sums run in float64.
 */
export function momentsOf(A: FloatArray, { start, stride, count }: Line): Moments {
  let sum = 0;
  for (let k = 0; k < count; k++) sum += A[start + k * stride]!;
  const mean = sum / count;
  let squares = 0;
  for (let k = 0; k < count; k++) squares += (A[start + k * stride]! - mean) ** 2;
  return { mean, variance: squares / count };
}

/**
 * Gives a line mean 0 and variance 1: X̂ = (A − mean) / √(variance + ε). Returns 1 / √(variance + ε).
 *
 * Shapes: X̂ and A hold the line in the same places.
 * Source: Ioffe & Szegedy 2015, alg. 1.
 */
export function normalizeLine(
  Xhat: FloatArray,
  A: FloatArray,
  { mean, variance }: Moments,
  epsilon: number,
  { start, stride, count }: Line,
): number {
  const inverse = 1 / Math.sqrt(variance + epsilon);
  for (let k = 0; k < count; k++) {
    const at = start + k * stride;
    Xhat[at] = (A[at]! - mean) * inverse;
  }
  return inverse;
}

/**
 * The gradient of `normalizeLine`, its mean and variance included:
 *   dA += inverse·(dX̂ − mean(dX̂) − X̂·mean(dX̂ ∘ X̂))
 *
 * Shapes: dA, dX̂ and X̂ hold the line in the same places.
 * Source: Ioffe & Szegedy 2015, sec. 3, gathered into one expression.
 */
export function normalizeLineBackward(
  dA: FloatArray,
  dXhat: FloatArray,
  Xhat: FloatArray,
  inverse: number,
  { start, stride, count }: Line,
): void {
  let sum = 0;
  let along = 0;
  for (let k = 0; k < count; k++) {
    const at = start + k * stride;
    sum += dXhat[at]!;
    along += dXhat[at]! * Xhat[at]!;
  }
  for (let k = 0; k < count; k++) {
    const at = start + k * stride;
    dA[at] = dA[at]! + inverse * (dXhat[at]! - sum / count - (Xhat[at]! * along) / count);
  }
}

/**
 * Scale and shift: Z = γ·X̂ + β for each unit.
 *
 * Shapes: Z, X̂ [U, N] (may be the same array); γ, β [U].
 * Source: Ioffe & Szegedy 2015, alg. 1.
 */
export function scaleAndShift(
  Z: FloatArray,
  Xhat: FloatArray,
  gamma: FloatArray,
  beta: FloatArray,
  U: number,
  N: number,
): void {
  for (let u = 0; u < U; u++) {
    for (let n = 0; n < N; n++) Z[u * N + n] = gamma[u]! * Xhat[u * N + n]! + beta[u]!;
  }
}

/**
 * Gradients of scale and shift: dγ = Σₙ dZ ∘ X̂, dβ = Σₙ dZ, and dX̂ = γ·dZ.
 *
 * Shapes: dγ, dβ, γ [U]; dX̂, dZ, X̂ [U, N].
 * Source: Ioffe & Szegedy 2015, sec. 3.
 */
export function scaleAndShiftBackward(
  dGamma: FloatArray,
  dBeta: FloatArray,
  dXhat: FloatArray,
  dZ: FloatArray,
  Xhat: FloatArray,
  gamma: FloatArray,
  U: number,
  N: number,
): void {
  for (let u = 0; u < U; u++) {
    let sum = 0;
    let along = 0;
    for (let n = 0; n < N; n++) {
      const at = u * N + n;
      sum += dZ[at]!;
      along += dZ[at]! * Xhat[at]!;
      dXhat[at] = gamma[u]! * dZ[at]!;
    }
    dBeta[u] = sum;
    dGamma[u] = along;
  }
}
