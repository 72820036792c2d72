import fc from 'fast-check';
import { defaultsOf } from '@shared/model/fields.ts';
import { type Layer, layerCatalog } from '@shared/model/layer-catalog.ts';
import type { Network } from '@shared/model/network.ts';
import { describe, expect, it } from 'vitest';
import { parseLayers } from '../../../src-renderer/edits/layer-shorthand.ts';
import {
  addResidual,
  changeLayers,
  duplicateLayers,
  insertLayers,
  moveLayers,
  moveLayersBy,
  removeLayers,
} from '../../../src-renderer/edits/network-edits.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
import { layerWords } from '../../helpers/layer-words.ts';
import { campaignSize, SEED } from '../../helpers/campaign.ts';
import { minimalExperiment } from '../../helpers/experiments.ts';

const { network: usual } = parseExperiment(minimalExperiment);

/** "8, 8, residual 1" → a network of these hidden layers. */
function of(text: string): Network {
  const read = parseLayers(text === '' ? 'none' : text);
  if (!read.ok) throw new Error(read.problem);
  return { ...usual, layers: read.value };
}

const words = ({ layers }: Network): string => layers.map(layerWords).join(', ');

describe('a residual connection stays between the layers that it joins', () => {
  // Each joins what goes into the second layer to what comes out of the third, unless said otherwise.
  const before = '8, 4, 8, residual 2, 1';

  it.each([
    ['a layer added inside', insertLayers(of(before), 2, of('5').layers), '8, 4, 5, 8, residual 3, 1'],
    [
      'a layer added at its beginning',
      insertLayers(of(before), 1, of('5').layers),
      '8, 5, 4, 8, residual 3, 1',
    ],
    [
      'a layer added right before it',
      insertLayers(of(before), 3, of('5').layers),
      '8, 4, 8, 5, residual 3, 1',
    ],
    ['a layer added in front', insertLayers(of(before), 0, of('5').layers), '5, 8, 4, 8, residual 2, 1'],
    ['a layer added behind', insertLayers(of(before), 4, of('5').layers), '8, 4, 8, residual 2, 5, 1'],
    ['one of its layers removed', removeLayers(of(before), [1]), '8, 8, residual 1, 1'],
    ['all of its layers removed', removeLayers(of(before), [1, 2]), '8, 1'],
    ['its beginning removed', removeLayers(of(before), [0]), '4, 8, residual 2, 1'],
    ['a layer duplicated inside', duplicateLayers(of(before), [1]), '8, 4, 4, 8, residual 3, 1'],
    [
      'the whole block duplicated',
      duplicateLayers(of(before), [1, 2, 3]),
      '8, 4, 8, residual 2, 4, 8, residual 2, 1',
    ],
    ['its end moved on', moveLayersBy(of(before), [3], 1), '8, 4, 8, 1, residual 3'],
    ['its end moved back', moveLayersBy(of(before), [3], -1), '8, 4, residual 1, 8, 1'],
    ['a layer moved out', moveLayers(of(before), [2], 4), '8, 4, residual 1, 1, 8'],
    ['its beginning moved behind it', moveLayers(of(before), [0], 4), '4, 8, residual 2, 1, 8'],
  ])('%s', (_, { network }, after) => {
    expect(words(network)).toBe(after);
  });
});

describe('layers that are edited together', () => {
  it.each([
    ['inserted', insertLayers(of('1, 2'), 1, of('7, 8').layers), '1, 7, 8, 2', [1, 2]],
    [
      'duplicated as one block behind the last',
      duplicateLayers(of('1, 2, 3'), [0, 2]),
      '1, 2, 3, 1, 3',
      [3, 4],
    ],
    ['moved together to the front', moveLayers(of('1, 2, 3, 4'), [1, 3], 0), '2, 4, 1, 3', [0, 1]],
    ['moved together to the end', moveLayers(of('1, 2, 3, 4'), [0, 2], 2), '2, 4, 1, 3', [2, 3]],
    ['moved by one place', moveLayersBy(of('1, 2, 3, 4'), [0, 1], 1), '3, 1, 2, 4', [1, 2]],
    ['not moved past the end', moveLayersBy(of('1, 2, 3'), [1, 2], 1), '1, 2, 3', [1, 2]],
    ['not moved past the front', moveLayersBy(of('1, 2, 3'), [0], -1), '1, 2, 3', [0]],
    ['removed, and the next one is selected', removeLayers(of('1, 2, 3, 4'), [1, 2]), '1, 4', [1]],
    ['removed to the last', removeLayers(of('1, 2'), [0, 1]), '', []],
    ['joined by a residual connection', addResidual(of('8, 4, 8'), 0, 2), '8, 4, 8, residual 2', [3]],
    ['joined with the inputs', addResidual(of('8, 4, 8'), -1, 1), '8, 4, residual 2, 8', [2]],
    [
      'given one setting',
      { network: changeLayers(of('1, 2'), [0, 1], { units: 9 }), selected: [] },
      '9, 9',
      [],
    ],
  ])('are %s', (_, { network, selected }, after, chosen) => {
    expect(words(network)).toBe(after);
    expect(selected).toEqual(chosen);
  });

  it('leave a setting out where a layer does not have it, and reach the output', () => {
    const { layers, output } = changeLayers(of('4, dropout 0.2'), [0, 1, 2], { activation: 'tanh', l2: 0.5 });
    expect(layers[0]).toMatchObject({ activation: 'tanh', l2: 0.5 });
    expect(layers[1]).toEqual({ type: 'dropout', rate: 0.2 });
    expect(output).toMatchObject({ activation: 'tanh', l2: 0.5 });
  });

  it('give the network itself where there is nothing to do', () => {
    const network = of('1, 2');
    expect(moveLayers(network, [0], 0).network).toBe(network);
    expect(removeLayers(network, [2]).network).toBe(network);
    expect(duplicateLayers(network, []).network).toBe(network);
  });

  it('are never more than a network may have', () => {
    const most = of(Array.from({ length: 256 }, () => '1').join(', '));
    expect(insertLayers(most, 0, of('1').layers).network).toBe(most);
    expect(duplicateLayers(most, [0]).network).toBe(most);
  });

  it('take their explicit initial parameters along', () => {
    const initial = [1, 2, 3].map((w) => ({ W: [[w]], b: [w] }));
    const given = { ...of('1, 1'), initial };
    expect(moveLayersBy(given, [0], 1).network.initial).toEqual([initial[1], initial[0], initial[2]]);
    expect(removeLayers(given, [0]).network.initial).toEqual([initial[1], initial[2]]);
  });
});

/** Any hidden layers; a connection leads around no more layers than there are. */
const networks: fc.Arbitrary<Network> = fc
  .array(
    fc.oneof(
      fc.integer({ min: 1, max: 9 }).map((units): Layer => ({
        type: 'dense',
        ...defaultsOf(layerCatalog.dense.fields),
        units,
      })),
      fc.constant<Layer>({ type: 'dropout', rate: 0.5 }),
      fc.integer({ min: 1, max: 4 }).map((over): Layer => ({ type: 'residual', over })),
    ),
    { minLength: 1, maxLength: 8 },
  )
  .map((layers) => ({
    ...usual,
    layers: layers.map((layer, k) =>
      layer.type === 'residual' && layer.over > k ? { type: 'dropout', rate: 0.5 } : layer,
    ),
  }));
const places = fc.uniqueArray(fc.nat({ max: 7 }), { minLength: 1, maxLength: 4 });

describe(`any layers (seed ${String(SEED)})`, () => {
  const often = { seed: SEED, numRuns: campaignSize(500, 20_000) };

  it('added and removed again leave the network as it was', () => {
    fc.assert(
      fc.property(networks, networks, fc.nat({ max: 8 }), (network, added, place) => {
        const { network: longer, selected } = insertLayers(network, place, added.layers);
        expect(removeLayers(longer, selected).network).toEqual(network);
      }),
      often,
    );
  });

  it('moved keep their settings, and each connection leads around one layer at least', () => {
    fc.assert(
      fc.property(networks, places, fc.nat({ max: 8 }), (network, indices, place) => {
        const { network: moved } = moveLayers(network, indices, place);
        const plain = ({ layers }: Network) =>
          layers.map((layer) => (layer.type === 'residual' ? 'residual' : layerWords(layer))).sort();
        expect(plain(moved)).toEqual(plain(network));
        for (const layer of moved.layers)
          if (layer.type === 'residual') expect(layer.over).toBeGreaterThan(0);
      }),
      often,
    );
  });

  it('removed leave no connection around nothing', () => {
    fc.assert(
      fc.property(networks, places, (network, indices) => {
        const { layers } = removeLayers(network, indices).network;
        for (const layer of layers) if (layer.type === 'residual') expect(layer.over).toBeGreaterThan(0);
      }),
      often,
    );
  });
});
