import type { ModelLayer } from './model-file.ts';

/** The fields of each kind of layer that hold numbers that were learned or measured, in the order of a file. */
export const LAYER_NUMBERS = {
  dense: ['W', 'b'],
  'batch-normalization': ['gamma', 'beta', 'mean', 'variance'],
  'layer-normalization': ['gamma', 'beta'],
  residual: [],
  dropout: [],
} as const satisfies Readonly<Record<ModelLayer['type'], readonly string[]>>;

/** The numbers of a layer, list by list: of W one for each unit. */
export function numbersOfLayer(layer: ModelLayer): readonly (readonly number[])[] {
  switch (layer.type) {
    case 'dense':
      return [...layer.W, layer.b];
    case 'batch-normalization':
      return [layer.gamma, layer.beta, layer.mean, layer.variance];
    case 'layer-normalization':
      return [layer.gamma, layer.beta];
    case 'residual':
    case 'dropout':
      return [];
  }
}
