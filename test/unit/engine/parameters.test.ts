import { NumpyLegacyRandom } from '@shared/core/numpy-legacy-random.ts';
import { Random } from '@shared/core/random.ts';
import { initialParameters, parameterOffsets, statisticsCount } from '@shared/engine/parameters.ts';
import type { Layer } from '@shared/model/layer-catalog.ts';
import { layerShapes } from '@shared/model/network.ts';
import { describe, expect, it } from 'vitest';
import { dense } from '../../helpers/machine-cases.ts';

const layers: Layer[] = [
  dense(2),
  { type: 'batch-normalization', momentum: 0.1, epsilon: 1e-5, activation: 'relu' },
  { type: 'dropout', rate: 0.5 },
  { type: 'layer-normalization', epsilon: 1e-5, activation: 'linear' },
  { type: 'residual', over: 1 },
];
const shapes = layerShapes({ layers, output: { activation: 'linear', l1: 0, l2: 0 } }, 3, 1);
const network = { initializer: 'he-normal', initialConstant: 0.5, seed: 9 } as const;

describe('initialParameters', () => {
  it('lie layer after layer: W row by row before b, scale 1 before shift 0', () => {
    const values = initialParameters(shapes, { ...network, initializer: 'constant' }, 'float64');
    expect([...values]).toEqual([
      ...[0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0, 0],
      ...[1, 1, 0, 0],
      ...[1, 1, 0, 0],
      ...[0.5, 0.5, 0],
    ]);
    expect(parameterOffsets(shapes)).toEqual([0, 8, 12, 12, 16, 16]);
  });

  it('are those the network gives, one entry for each dense layer', () => {
    const initial = [
      {
        W: [
          [1, 2, 3],
          [4, 5, 6],
        ],
        b: [7, 8],
      },
      { W: [[9, 10]], b: [11] },
    ];
    const values = initialParameters(shapes, { ...network, initial }, 'float32');
    expect([...values]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 1, 1, 0, 0, 1, 1, 0, 0, 9, 10, 11]);
  });

  it('are drawn from the seed in one stream, layer after layer', () => {
    const values = initialParameters(shapes, network, 'float64');
    const random = new Random(9, 'initial weights');
    for (let k = 0; k < 6; k++) expect(values[k]).toBe(Math.sqrt(2 / 3) * random.normal());
    for (let k = 16; k < 18; k++) expect(values[k]).toBe(Math.sqrt(2 / 2) * random.normal());
  });

  it('of the article come from NumPy’s generator, biases too', () => {
    const values = initialParameters(shapes, { ...network, initializer: 'article' }, 'float64');
    const random = new NumpyLegacyRandom(9);
    for (let k = 0; k < 8; k++) expect(values[k]).toBe(Math.sqrt(2 / 3) * random.normal());
    for (let k = 16; k < 19; k++) expect(values[k]).toBe(Math.sqrt(2 / 2) * random.normal());
  });

  it('are the same for the same seed, and others for another', () => {
    const values = initialParameters(shapes, network, 'float64');
    expect(initialParameters(shapes, network, 'float64')).toEqual(values);
    expect(initialParameters(shapes, { ...network, seed: 10 }, 'float64')).not.toEqual(values);
  });
});

describe('statisticsCount', () => {
  it('is a mean and a variance for every unit of a batch normalisation', () => {
    expect(statisticsCount(shapes)).toBe(4);
  });
});
