import { byUnits, type LayerGraph, type Signal } from '../layer-nodes.ts';

/**
 * Residual connection: Z = A + S. Backward dZ goes to both.
 *
 * Shapes: A, S, Z [U, N].
 * Source: `residualForward`.
 */
export function residualNodes({ o, input }: LayerGraph, source: Signal): Signal {
  const A = byUnits(o, input);
  return { ...A, value: o.add(A.value, byUnits(o, source).value) };
}
