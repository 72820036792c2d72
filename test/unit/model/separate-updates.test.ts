import type { LayerShape } from '@shared/model/network.ts';
import { layerShapes } from '@shared/model/network.ts';
import { canBeSeparate, hasSeparateUpdates } from '@shared/model/separate-updates.ts';
import { describe, expect, it } from 'vitest';
import { dense } from '../../helpers/machine-cases.ts';

/** One hidden layer of 100 units, so that there are 101 parameters for every unit of the output, and few others. */
function network(parameters: number): LayerShape[] {
  const output = { activation: 'linear' as const, l1: 0, l2: 0 };
  return layerShapes({ layers: [dense(100, 'relu')], output }, 1, Math.ceil(parameters / 101));
}

describe('updates are apart from the graph', () => {
  it.each([
    ['sgd', 1_000_000],
    ['momentum', 250_000],
    ['adam', 120_000],
    ['amsgrad', 120_000],
  ] as const)('with %s from %i parameters on', (type, least) => {
    const isSeparate = (parameters: number) =>
      hasSeparateUpdates(network(parameters), { type } as never, false);
    expect(isSeparate(least)).toBe(true);
    expect(isSeparate(0.99 * least)).toBe(false);
  });

  it('only where steps take some of the rows, and leave no running statistics', () => {
    const shapes = network(2_000_000);
    expect(hasSeparateUpdates(shapes, { type: 'sgd', learningRate: 0.1, weightDecay: 0 }, true)).toBe(false);
    const norm = { type: 'batch-normalization', momentum: 0.1, epsilon: 1e-5, activation: 'relu' } as const;
    const output = { activation: 'linear' as const, l1: 0, l2: 0 };
    expect(canBeSeparate(layerShapes({ layers: [norm], output }, 3, 1), false)).toBe(false);
    expect(canBeSeparate(shapes, false)).toBe(true);
  });
});
