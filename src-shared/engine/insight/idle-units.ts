import type { FloatArray } from '../../core/float-array.ts';
import type { Activation } from '../../model/activations.ts';

/** Where the slope is below this share of the steepest, hardly anything of a gradient comes through. */
const FLAT_SHARE = 0.05;

/** Activations with two flat ends: the slope at an output, as a share of the steepest. */
const SLOPE_SHARES: Partial<Record<Activation, (a: number) => number>> = {
  sigmoid: (a) => 4 * a * (1 - a),
  tanh: (a) => 1 - a * a,
  softsign: (a) => (1 - Math.abs(a)) ** 2,
};

/**
 * Share of units that are zero on every sample, so that nothing is learned through them; null where the activation cannot be
 * off for good.
 *
 * Shapes: A [units, N].
 * Source: Maas, Hannun & Ng 2013, sec. 2 (ReLU units that never activate).
 */
export function deadShare(A: FloatArray, activation: Activation, units: number): number | null {
  if (activation !== 'relu') return null;
  const N = A.length / units;
  let dead = 0;
  for (let u = 0; u < units; u++) {
    let n = u * N;
    while (n < (u + 1) * N && A[n] === 0) n += 1;
    if (n === (u + 1) * N) dead += 1;
  }
  return dead / units;
}

/**
 * Share of outputs where the activation's slope is below a twentieth of its steepest; null for activations without two flat
 * ends.
 *
 * Shapes: A [units, N].
 * Source: Glorot & Bengio 2010, sec. 3 (saturation); the slopes of sigmoid a(1 − a), tanh 1 − a², softsign (1 − |a|)².
 */
export function saturatedShare(A: FloatArray, activation: Activation): number | null {
  const slopeShare = SLOPE_SHARES[activation];
  if (slopeShare === undefined) return null;
  let flat = 0;
  for (const a of A) if (slopeShare(a) < FLAT_SHARE) flat += 1;
  return flat / A.length;
}
