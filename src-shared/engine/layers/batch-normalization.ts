import type { FloatArray } from '../../core/float-array.ts';
import type { LayerOf } from '../../model/layer-catalog.ts';
import { momentsOf, normalizeLine, normalizeLineBackward } from './normalization.ts';

/**
 * Batch normalisation while training: X̂ = (A − mean) / √(variance + ε), mean and variance those of each unit over the
 * batch. Scale and shift come after it. A batch of one row gives X̂ = 0.
 *
 * Shapes: X̂, A [U, N]; inverses [U] for the way back; batchMoments [2·U]: means, then variances of the population.
 * Source: Ioffe & Szegedy 2015, alg. 1.
 */
export function batchNormalize(
  Xhat: FloatArray,
  inverses: FloatArray,
  batchMoments: FloatArray,
  A: FloatArray,
  epsilon: number,
  U: number,
  N: number,
): void {
  for (let u = 0; u < U; u++) {
    const line = { start: u * N, stride: 1, count: N };
    const moments = momentsOf(A, line);
    inverses[u] = normalizeLine(Xhat, A, moments, epsilon, line);
    batchMoments[u] = moments.mean;
    batchMoments[U + u] = moments.variance;
  }
}

/**
 * Its gradient, added to dA.
 *
 * Shapes: dA, dX̂, X̂ [U, N]; inverses [U] as `batchNormalize` left them.
 * Source: Ioffe & Szegedy 2015, sec. 3.
 */
export function batchNormalizeBackward(
  dA: FloatArray,
  dXhat: FloatArray,
  Xhat: FloatArray,
  inverses: FloatArray,
  U: number,
  N: number,
): void {
  for (let u = 0; u < U; u++) {
    normalizeLineBackward(dA, dXhat, Xhat, inverses[u]!, { start: u * N, stride: 1, count: N });
  }
}

/**
 * Batch normalisation after training: X̂ from the running mean and variance.
 *
 * Shapes: X̂, A [U, N]; statistics [2·U]: means, then variances.
 * Source: Ioffe & Szegedy 2015, alg. 2.
 */
export function normalizeByStatistics(
  Xhat: FloatArray,
  A: FloatArray,
  statistics: FloatArray,
  epsilon: number,
  U: number,
  N: number,
): void {
  for (let u = 0; u < U; u++) {
    const moments = { mean: statistics[u]!, variance: statistics[U + u]! };
    normalizeLine(Xhat, A, moments, epsilon, { start: u * N, stride: 1, count: N });
  }
}

/**
 * Takes a batch into the running statistics: running ← (1 − momentum)·running + momentum·batch, with the unbiased
 * variance of the batch, N/(N − 1) times that of the population; one row has no other than 0.
 *
 * Shapes: statistics and batchMoments [2·U]: means, then variances; N rows in the batch.
 * Source: as PyTorch's `BatchNorm1d`; Ioffe & Szegedy 2015, alg. 2, has the unbiased variance too.
 */
export function updateStatistics(
  statistics: FloatArray,
  batchMoments: FloatArray,
  { momentum }: Pick<LayerOf<'batch-normalization'>, 'momentum'>,
  U: number,
  N: number,
): void {
  const unbiased = N > 1 ? N / (N - 1) : 1;
  for (let k = 0; k < 2 * U; k++) {
    const batch = batchMoments[k]! * (k < U ? 1 : unbiased);
    statistics[k] = (1 - momentum) * statistics[k]! + momentum * batch;
  }
}
