import { byUnits, type LayerGraph, type LayerNodes } from '../layer-nodes.ts';

/**
 * Dropout by a given mask: Z = M ∘ A with M = mask / (1 − rate), and dA = M ∘ dZ.
 *
 * Shapes: mask [U, N] of 0 and 1, uint8; A, Z [U, N].
 * Source: `dropoutForward` and `dropoutBackward`; the mask is that of `dropoutFactors`.
 */
export function dropoutNodes(
  { rate }: { readonly rate: number },
  { o, input: before }: LayerGraph,
  mask: string,
): LayerNodes {
  const input = byUnits(o, before);
  const M = o.multiply(o.cast(mask, 'float'), 1 / (1 - rate));
  return {
    output: { ...input, value: o.multiply(input.value, M) },
    backward: (dZ, wantsInput) => ({ gradients: [], dInput: wantsInput ? o.multiply(dZ, M) : null }),
  };
}
