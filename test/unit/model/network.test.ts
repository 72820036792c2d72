import type { Layer } from '@shared/model/layer-catalog.ts';
import { activationOf, layerShapes, type Network, parameterCount } from '@shared/model/network.ts';
import { describe, expect, it } from 'vitest';

function network(...units: number[]): Pick<Network, 'layers' | 'output'> {
  return {
    layers: units.map((count) => ({ type: 'dense', units: count, activation: 'relu', l1: 0, l2: 0 })),
    output: { activation: 'linear', l1: 0, l2: 0.5 },
  };
}

describe('layerShapes', () => {
  it("gives the article's 2-4-4-3 network its 47 parameters", () => {
    const shapes = layerShapes(network(4, 4), 2, 3);
    expect(shapes).toEqual([
      { type: 'dense', inputs: 2, units: 4, activation: 'relu', parameters: 12, l1: 0, l2: 0 },
      { type: 'dense', inputs: 4, units: 4, activation: 'relu', parameters: 20, l1: 0, l2: 0 },
      { type: 'dense', inputs: 4, units: 3, activation: 'linear', parameters: 15, l1: 0, l2: 0.5 },
    ]);
    expect(parameterCount(shapes)).toBe(47);
  });

  it.each([
    { units: [], inputs: 1, outputs: 1, parameters: 2 },
    { units: [16_384], inputs: 1, outputs: 1, parameters: 2 * 16_384 + 16_385 },
    { units: [1, 1, 1], inputs: 5, outputs: 2, parameters: 6 + 2 + 2 + 4 },
  ])('counts $parameters parameters of $inputs-$units-$outputs', ({ units, inputs, outputs, parameters }) => {
    expect(parameterCount(layerShapes(network(...units), inputs, outputs))).toBe(parameters);
  });

  it('lets other kinds keep the width, with a scale and a shift for each value where they normalise', () => {
    const { layers, output } = network(6, 5);
    const [first, second] = layers as [Layer, Layer];
    const others: Layer[] = [
      { type: 'batch-normalization', momentum: 0.1, epsilon: 1e-5, activation: 'relu' },
      { type: 'dropout', rate: 0.5 },
      { type: 'layer-normalization', epsilon: 1e-5, activation: 'linear' },
      { type: 'residual', over: 3 },
    ];
    const shapes = layerShapes({ layers: [first, ...others, second], output }, 2, 1);
    expect(shapes.map(({ inputs, units, parameters }) => [inputs, units, parameters])).toEqual([
      [2, 6, 18],
      [6, 6, 12],
      [6, 6, 0],
      [6, 6, 12],
      [6, 6, 0],
      [6, 5, 35],
      [5, 1, 6],
    ]);
    expect(shapes.map(activationOf)).toEqual([
      'relu',
      'relu',
      'linear',
      'linear',
      'linear',
      'relu',
      'linear',
    ]);
  });
});
