import type { FloatArray } from '../../core/float-array.ts';
import type { Clipping } from '../../model/training-catalog.ts';

/**
 * Limits the gradient g in place, and returns its norm ‖g‖ before that.
 *   by norm:   g ← min(1, limit / (‖g‖ + 1e-6))·g      by value:   gₖ ← min(max(gₖ, −limit), limit)
 *
 * Shapes: g [P], all parameters together.
 * Source: Pascanu, Mikolov & Bengio 2013 (norm; 1e-6 as in PyTorch); Mikolov 2012 (value).
 */
export function clipGradients(gradients: FloatArray, clipping: Clipping | null): number {
  const norm = normOf(gradients);
  if (clipping === null) return norm;
  const { by, limit } = clipping;
  if (by === 'value') clampTo(gradients, limit);
  else scaleBy(gradients, limit / (norm + 1e-6));
  return norm;
}

function normOf(values: FloatArray): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return Math.sqrt(sum);
}

/** NaN stays NaN. */
function clampTo(values: FloatArray, limit: number): void {
  for (let k = 0; k < values.length; k++) values[k] = Math.min(Math.max(values[k]!, -limit), limit);
}

function scaleBy(values: FloatArray, factor: number): void {
  if (factor >= 1) return;
  for (let k = 0; k < values.length; k++) values[k] = values[k]! * factor;
}
