import { parseExperiment } from '@shared/schema/experiment.ts';
import { describe, expect, it } from 'vitest';
import { smallExperimentJson } from '../../helpers/experiments.ts';
import { withValue } from '../../helpers/json-path.ts';
import { thrownBy } from '../../helpers/thrown.ts';

/** Two inputs come before these layers. */
function withLayers(...layers: object[]): unknown {
  return withValue(smallExperimentJson, 'network.layers', layers);
}

const dense = (units: number) => ({ type: 'dense', units });
const residual = (over: number) => ({ type: 'residual', over });
const dropout = { type: 'dropout' };
const normalization = { type: 'batch-normalization' };

describe('a residual connection', () => {
  it.each<[string, object[]]>([
    ['around one layer as wide as its inputs', [dense(5), dense(5), residual(1)]],
    ['around all layers from the inputs on', [dense(7), dense(2), residual(2)]],
    ['around layers that change nothing', [dropout, normalization, residual(2)]],
    ['around another connection', [dense(5), dense(5), residual(1), dense(5), residual(3)]],
  ])('may lead %s', (_what, layers) => {
    expect(parseExperiment(withLayers(...layers)).network.layers).toHaveLength(layers.length);
  });

  it.each<[string, object[], number, string]>([
    ['nothing before it', [residual(1)], 0, 'No layer stands before'],
    [
      'too few layers before it',
      [dense(5), residual(3)],
      1,
      'around 3 layers, but only 1 stands before it. Lead it around 1',
    ],
    [
      'another width',
      [dense(8), dense(6), dropout, residual(2)],
      3,
      'adds the 8 values that go into layer 2 to the 6 values that come out of layer 3; there must be as many of both. Give layer 2 8 units',
    ],
    ['one input', [dense(1), dense(3), residual(1)], 2, 'the 1 value that goes into layer 2 to the 3 values'],
  ])('is refused with %s, saying what to do', (_what, layers, index, part) => {
    const error = thrownBy(() => parseExperiment(withLayers(...layers)));
    expect(error).toMatchObject({ code: 'INVALID_VALUE', at: `network.layers[${String(index)}].over` });
    expect(error.message).toContain(part);
  });
});

describe('initial parameters', () => {
  const layers = [{ type: 'dense', units: 1 }, dropout, normalization];
  const given = [
    { W: [[1, 2]], b: [0] },
    { W: [[1], [2]], b: [0, 0] },
  ];

  it('are those of the dense layers alone', () => {
    const json = withValue(withLayers(...layers), 'network.initial', given);
    expect(parseExperiment(json).network.initial).toEqual(given);
  });

  it('are refused where they are fewer or more', () => {
    const json = withValue(withLayers(...layers), 'network.initial', given.slice(1));
    expect(thrownBy(() => parseExperiment(json)).message).toContain(
      'for 1 layers, but the network has 2 dense ones',
    );
  });
});
