import { layerShapes, type Network, parameterCount } from '@shared/model/network.ts';
import { describe, expect, it } from 'vitest';

function network(...units: number[]): Pick<Network, 'layers' | 'output'> {
  return {
    layers: units.map((count) => ({ type: 'dense', units: count, activation: 'relu' })),
    output: { activation: 'linear' },
  };
}

describe('layerShapes', () => {
  it("gives the article's 2-4-4-3 network its 47 parameters", () => {
    const shapes = layerShapes(network(4, 4), 2, 3);
    expect(shapes).toEqual([
      { type: 'dense', inputs: 2, units: 4, activation: 'relu', parameters: 12 },
      { type: 'dense', inputs: 4, units: 4, activation: 'relu', parameters: 20 },
      { type: 'dense', inputs: 4, units: 3, activation: 'linear', parameters: 15 },
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
});
