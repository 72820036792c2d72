import type { LayerOf } from '../../../../model/layer-catalog.ts';
import { byUnits, type LayerGraph, type LayerNodes } from '../layer-nodes.ts';
import {
  inverseOf,
  normalize,
  normalizeBackward,
  scaleAndShift,
  scaleAndShiftBackward,
} from './normalization.ts';

/** Its settings. */
type Settings = Pick<LayerOf<'batch-normalization'>, 'epsilon' | 'momentum'>;

/** Running mean and variance, [units, 1] each. */
export type RunningStatistics = readonly [mean: string, variance: string];

/**
 * Batch normalisation while training, and the running statistics after the batch.
 *
 * Shapes: A, Z [U, N]; γ, β and statistics [U, 1].
 * Source: `batchNormalize`, `batchNormalizeBackward`, `updateStatistics`.
 */
export function batchNormalizationNodes(
  { epsilon, momentum }: Settings,
  layer: LayerGraph,
  running: RunningStatistics,
): LayerNodes & { statistics: RunningStatistics } {
  const { o, rows } = layer;
  const input = byUnits(o, layer.input);
  const [gamma, beta] = [layer.parameters[0]!, layer.parameters[1]!];
  const normalized = normalize(o, input.value, epsilon, 1);
  const next = (before: string, batch: string, factor: number) =>
    o.add(o.multiply(before, 1 - momentum), o.multiply(batch, momentum * factor));
  const unbiased = rows > 1 ? rows / (rows - 1) : 1;
  return {
    output: { ...input, value: scaleAndShift(o, normalized.Xhat, gamma, beta) },
    backward(dZ, wantsInput) {
      const { gradients, dXhat } = scaleAndShiftBackward(o, dZ, normalized.Xhat, gamma);
      return { gradients, dInput: wantsInput ? normalizeBackward(o, dXhat, normalized, 1) : null };
    },
    statistics: [next(running[0], normalized.mean, 1), next(running[1], normalized.variance, unbiased)],
  };
}

/**
 * Batch normalisation after training.
 *
 * Shapes: as in `batchNormalizationNodes`.
 * Source: `normalizeByStatistics`.
 */
export function normalizationByStatistics(
  { epsilon }: Settings,
  { o, ...layer }: LayerGraph,
  [mean, variance]: RunningStatistics,
): Pick<LayerNodes, 'output'> {
  const input = byUnits(o, layer.input);
  const Xhat = o.multiply(o.subtract(input.value, mean), inverseOf(o, variance, epsilon));
  const value = scaleAndShift(o, Xhat, layer.parameters[0]!, layer.parameters[1]!);
  return { output: { ...input, value } };
}
