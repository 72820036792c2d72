import type { ModelLayer } from '../model/model-file.ts';
import type { Network } from '../model/network.ts';

/** A model's weights as the beginning of a network's training. */
export function givenWeights(
  layers: readonly ModelLayer[],
): Pick<Network, 'initial' | 'initialNormalizations'> {
  const initial = layers.flatMap((layer) => (layer.type === 'dense' ? [{ W: layer.W, b: layer.b }] : []));
  const starts = layers.flatMap((layer) => {
    if (layer.type === 'layer-normalization') return [{ gamma: layer.gamma, beta: layer.beta }];
    if (layer.type !== 'batch-normalization') return [];
    const { gamma, beta, mean, variance } = layer;
    return [{ gamma, beta, mean, variance }];
  });
  return { initial, ...(starts.length === 0 ? {} : { initialNormalizations: starts }) };
}
