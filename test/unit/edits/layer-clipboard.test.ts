import { parseExperiment } from '@shared/schema/experiment.ts';
import { describe, expect, it } from 'vitest';
import { layersAsText, layersFromText } from '../../../src-renderer/edits/layer-clipboard.ts';
import { parseLayers } from '../../../src-renderer/edits/layer-shorthand.ts';
import { layerWords } from '../../helpers/layer-words.ts';
import { minimalExperiment } from '../../helpers/experiments.ts';

const { network: usual } = parseExperiment(minimalExperiment);

function networkOf(text: string) {
  const read = parseLayers(text);
  if (!read.ok) throw new Error(read.problem);
  return { ...usual, layers: read.value };
}

describe('layers on the clipboard', () => {
  it('come back as they were, whatever the order of selection, without the output', () => {
    const network = networkOf('8 tanh, batch norm, dropout 0.2, 4, layer norm, residual 1');
    const text = layersAsText(network, [5, 1, 0, 2, 3, 4, 6]);
    expect(layersFromText(text)).toEqual({ ok: true, value: network.layers });
  });

  it('lead a connection around those of its layers that come along', () => {
    const text = layersAsText(networkOf('8, 4, 6, 8, residual 3'), [1, 3, 4]);
    const read = layersFromText(text);
    expect(read.ok && read.value.map(layerWords)).toEqual(['4', '8', 'residual 2']);
  });

  it('may be written by hand', () => {
    const read = layersFromText(' 64 relu, dropout 0.2 ');
    expect(read.ok && read.value.map(layerWords)).toEqual(['64', 'dropout 0.2']);
  });

  it.each([
    ['Dear Anna,', /The clipboard holds no layers: “dear anna” is no layer/],
    ['', /no layers/],
    ['x'.repeat(3000), /: “x{79}…” is no layer/],
    [`8 ${'x'.repeat(3000)}`, /no activation “x{79}…”\./],
    ['{', /no layers of Ninestep/],
    ['{"ninestep":"layers","layers":[]}', /no layers of Ninestep/],
    ['{"ninestep":"layers","layers":[{"type":"dense","units":0}]}', /Must be a whole number from 1/],
    ['{"ninestep":"layers","layers":[{"type":"conv"}]}', /Must be one of/],
    ['{"a":1}', /no layers of Ninestep/],
  ])('say why %j is none', (text, problem) => {
    const read = layersFromText(text);
    expect(read).toMatchObject({ ok: false, problem: expect.stringMatching(problem) as string });
  });
});
