import { describe, expect, it } from 'vitest';
import { insightCurves } from '../../../../../src-renderer/features/train/insight/insight-curves.ts';
import { layerToken, namedLayers } from '../../../../../src-renderer/features/train/insight/layer-names.ts';
import { measuredQuantities } from '../../../../../src-renderer/features/train/insight/quantities.ts';
import { exampleExperiments } from '../../../../../src-main/storage/project-store.ts';
import { insightPoint } from '../../../../helpers/insight-points.ts';

const { experiment } = exampleExperiments()[0]!;
const layers = namedLayers(experiment);

describe('layers by name', () => {
  it('count from 1, and the last is the output', () => {
    expect(layers.map(({ short }) => short)).toEqual(['1', '2', 'out']);
    expect(layers[0]!.name).toMatch(/^1 · Dense 4/);
    expect(layers.at(-1)!.name).toMatch(/^Output · Dense 3/);
  });

  it.each([
    [1, ['--layer-5']],
    [2, ['--layer-0', '--layer-5']],
    [3, ['--layer-0', '--layer-3', '--layer-5']],
  ])('of %i have colours from the first to the last of the scale', (count, tokens) => {
    expect(Array.from({ length: count }, (_, k) => layerToken(k, count))).toEqual(tokens);
  });
});

describe('what was measured inside, as curves', () => {
  const points = [
    insightPoint(0, [{ gradientNorm: 1 }, {}, { gradientNorm: 3 }]),
    insightPoint(1, [{ gradientNorm: 2 }, {}, {}]),
    insightPoint(2, [{ gradientNorm: NaN }, {}, { gradientNorm: 5 }]),
  ];

  it('has a line for each layer that has the quantity, over the epochs at which it has', () => {
    const curves = insightCurves(points, 'gradientNorm', layers, 'epoch');
    expect(curves.map(({ id, x, y }) => ({ id, x: [...x], y: [...y] }))).toEqual([
      { id: 'layer 0', x: [0, 1, 2], y: [1, 2, NaN] },
      { id: 'layer 2', x: [0, 2], y: [3, 5] },
    ]);
  });

  it('has one line for what the network has as a whole', () => {
    const [curve, ...others] = insightCurves(points, 'learningRate', layers, 'step');
    expect(others).toEqual([]);
    expect([...curve!.x]).toEqual([0, 10, 20]);
  });

  it('offers only quantities that were measured', () => {
    expect(measuredQuantities(points)).toEqual(['learningRate', 'gradientNorm']);
  });
});
