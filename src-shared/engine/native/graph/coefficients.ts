import type { FirstOrderOptimizer } from '../../../model/training-catalog.ts';
import { updateRule } from '../../optimizers/optimizer.ts';
import type { FirstOrderType } from '../../optimizers/update-rule.ts';

/**
 * Coefficients that are so near to 1 that float32 would lose what they keep from it, by their places: they go into the graph
 * as 1 − c. AdamW's 1 − α·λ is one.
 */
const COMPLEMENTS: Partial<Record<FirstOrderType, readonly number[]>> = { adamw: [6] };

/**
 * The coefficients of steps as the graph takes them.
 *
 * Shapes: [steps, K] both, as `Machine.train` has them.
 * Source: the coefficients of each optimizer's module, float64 → float32.
 */
export function graphCoefficients(
  { type }: Pick<FirstOrderOptimizer, 'type'>,
  coefficients: Float64Array,
  steps: number,
): Float32Array {
  const K = updateRule(type).coefficientCount;
  const taken = Float32Array.from(coefficients.subarray(0, steps * K));
  for (const place of COMPLEMENTS[type] ?? []) {
    for (let at = place; at < taken.length; at += K) taken[at] = 1 - coefficients[at]!;
  }
  return taken;
}
