import type { AddLayer, TfjsWeight } from './topology.ts';

/** (x − mean) · gamma + beta of one value: no standard layer of TensorFlow.js does it but a batch normalisation. */
export interface Affine {
  readonly mean: number;
  readonly gamma: number;
  readonly beta: number;
}

export const UNCHANGED: Affine = { mean: 0, gamma: 1, beta: 0 };

export function isUnchanged({ mean, gamma, beta }: Affine): boolean {
  return mean === 0 && gamma === 1 && beta === 0;
}

/**
 * Added to a variance of 1 − EPSILON, which is exactly 1 in float32. Not 0: WebGL computes on places beside the values,
 * too, where the variance is 0, and what it divides by 0 there spoils the next layer.
 */
const EPSILON = 2 ** -10;

/** Puts a layer that computes an affine of each value behind the layer `from`. Gives its name. */
export function addAffine(add: AddLayer, name: string, from: string, affine: readonly Affine[]): string {
  return add({
    name,
    kind: 'BatchNormalization',
    from: [from],
    settings: { axis: -1, epsilon: EPSILON },
    weights: normalizationWeights({
      gamma: affine.map(({ gamma }) => gamma),
      beta: affine.map(({ beta }) => beta),
      mean: affine.map(({ mean }) => mean),
      variance: affine.map(() => 1 - EPSILON),
    }),
  });
}

/** The weights of a batch normalisation, under their names in TensorFlow.js. Shapes: each [units]. */
export function normalizationWeights(layer: {
  readonly gamma: readonly number[];
  readonly beta: readonly number[];
  readonly mean: readonly number[];
  readonly variance: readonly number[];
}): TfjsWeight[] {
  const { gamma, beta, mean, variance } = layer;
  return Object.entries({ gamma, beta, moving_mean: mean, moving_variance: variance }).map(
    ([name, values]) => ({ name, shape: [values.length], values }),
  );
}
