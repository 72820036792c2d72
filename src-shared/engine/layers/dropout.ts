import type { FloatArray } from '../../core/float-array.ts';

/** Which of all the masks that a seed gives. */
export interface DropoutMask {
  readonly seed: number;
  /** Steps made before this one. */
  readonly step: number;
  /** Counted from the inputs, 0 first. */
  readonly layer: number;
}

/**
 * The factors of dropout: 0 for about a share `rate` of all values, 1/(1 − rate) for the others, so that the mean of a
 * layer stays what it is without dropout. A value is kept where the hash of its place is not below rate·2³².
 *
 * Shapes: M [units, N].
 * Source: Srivastava et al. 2014, inverted as in Goodfellow, Bengio & Courville (2016), ch. 7.12. The hash is a function of
 * the place alone, so that a mask depends neither on the order of the work nor on the steps before: Salmon et al. 2011.
 */
export function dropoutFactors(
  M: FloatArray,
  rate: number,
  mask: DropoutMask,
  units: number,
  N: number,
): void {
  const key = maskKey(mask);
  const limit = rate * 2 ** 32;
  const scale = 1 / (1 - rate);
  for (let unit = 0; unit < units; unit++) {
    for (let n = 0; n < N; n++) M[unit * N + n] = maskHash(key, unit, n) >= limit ? scale : 0;
  }
}

/**
 * The same masks without their scale: 1 where a value is kept, 0 where not.
 *
 * Shapes: M [units, N].
 * Source: as `dropoutFactors`.
 */
export function dropoutMask(M: Uint8Array, rate: number, mask: DropoutMask, units: number, N: number): void {
  const key = maskKey(mask);
  const limit = rate * 2 ** 32;
  for (let unit = 0; unit < units; unit++) {
    for (let n = 0; n < N; n++) M[unit * N + n] = maskHash(key, unit, n) >= limit ? 1 : 0;
  }
}

/** One key for each seed, step and layer, from 0 to 2³² − 1. */
function maskKey({ seed, step, layer }: DropoutMask): number {
  return mix(seed ^ mix(step + Math.imul(0x9e3779b9, layer + 1)));
}

function maskHash(key: number, unit: number, sample: number): number {
  return mix(key ^ mix(Math.imul(sample, 0x85ebca6b) + unit));
}

/**
 * Every bit of the result depends on every bit of x: "lowbias32" with the constants of Wellons and Ettinger's search
 * (2018), arithmetic modulo 2³².
 */
function mix(x: number): number {
  let h = x | 0;
  h = Math.imul(h ^ (h >>> 16), 0x21f0aaad);
  h = Math.imul(h ^ (h >>> 15), 0x735a2d97);
  return (h ^ (h >>> 15)) >>> 0;
}

/**
 * Z = M ∘ A.
 *
 * Shapes: Z, M, A hold `length` numbers each.
 * Source: as `dropoutFactors`.
 */
export function dropoutForward(Z: FloatArray, M: FloatArray, A: FloatArray, length: number): void {
  for (let k = 0; k < length; k++) Z[k] = M[k]! * A[k]!;
}

/**
 * dA += M ∘ dZ.
 *
 * Shapes: dA, M, dZ hold `length` numbers each.
 * Source: as `dropoutFactors`.
 */
export function dropoutBackward(dA: FloatArray, M: FloatArray, dZ: FloatArray, length: number): void {
  for (let k = 0; k < length; k++) dA[k] = dA[k]! + M[k]! * dZ[k]!;
}
