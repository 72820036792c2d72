import { OPTIMIZER_SLOTS } from './memory.ts';
import { type LayerShape, parameterCount } from './network.ts';
import type { FirstOrderOptimizer } from './training-catalog.ts';

/** Parameters from which one pass of a kernel, and a call a step, take less time than the update's nodes; by slots. */
const FEWEST_PARAMETERS = [1_000_000, 250_000, 120_000] as const;

/**
 * Whether natively trained parameters are updated apart from the graph that computes their gradients. It depends on what is
 * trained alone: the same on every host and for any number of threads.
 *
 * Shapes: none.
 * Source: measured, docs/adr/0046.
 */
export function hasSeparateUpdates(
  shapes: readonly LayerShape[],
  { type }: FirstOrderOptimizer,
  takesAllRows: boolean,
): boolean {
  const slots = Math.min(OPTIMIZER_SLOTS[type], FEWEST_PARAMETERS.length - 1);
  return canBeSeparate(shapes, takesAllRows) && parameterCount(shapes) >= FEWEST_PARAMETERS[slots]!;
}

/**
 * Whether they could be: running statistics are brought up to date where the step is made, and where each step takes all rows
 * as they stand, a graph of single gradients would gather them anew.
 *
 * Shapes: none.
 * Source: none.
 */
export function canBeSeparate(shapes: readonly LayerShape[], takesAllRows: boolean): boolean {
  return !takesAllRows && shapes.every(({ type }) => type !== 'batch-normalization');
}
