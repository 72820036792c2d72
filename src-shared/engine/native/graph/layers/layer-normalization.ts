import { byUnits, type LayerGraph, type LayerNodes } from '../layer-nodes.ts';
import { normalize, normalizeBackward, scaleAndShift, scaleAndShiftBackward } from './normalization.ts';

/**
 * Layer normalisation: each row over its units.
 *
 * Shapes: A, Z [U, N]; γ, β [U, 1].
 * Source: `layerNormalize`, `layerNormalizeBackward`.
 */
export function layerNormalizationNodes(
  { epsilon }: { readonly epsilon: number },
  layer: LayerGraph,
): LayerNodes {
  const { o } = layer;
  const input = byUnits(o, layer.input);
  const [gamma, beta] = [layer.parameters[0]!, layer.parameters[1]!];
  const normalized = normalize(o, input.value, epsilon, 0);
  return {
    output: { ...input, value: scaleAndShift(o, normalized.Xhat, gamma, beta) },
    backward(dZ, wantsInput) {
      const { gradients, dXhat } = scaleAndShiftBackward(o, dZ, normalized.Xhat, gamma);
      return { gradients, dInput: wantsInput ? normalizeBackward(o, dXhat, normalized, 0) : null };
    },
  };
}
