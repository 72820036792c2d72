import type { FloatArray } from '../../core/float-array.ts';

/**
 * Inner product a·b, summed in order.
 *
 * Shapes: a, b [P].
 * Source: none needed.
 */
export function dot(a: FloatArray, b: FloatArray): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
  return sum;
}

/**
 * a ← a + factor·b, in place.
 *
 * Shapes: a, b [P].
 * Source: none needed.
 */
export function addScaled(a: FloatArray, factor: number, b: FloatArray): void {
  for (let k = 0; k < a.length; k++) a[k] = a[k]! + factor * b[k]!;
}

/**
 * The largest |aₖ|; NaN if one of them is.
 *
 * Shapes: a [P].
 * Source: none needed.
 */
export function largestMagnitude(a: FloatArray): number {
  let largest = 0;
  for (const value of a) largest = Math.max(largest, Math.abs(value));
  return largest;
}
