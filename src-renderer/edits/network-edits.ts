import { LIMITS } from '@shared/core/limits.ts';
import type { Layer } from '@shared/model/layer-catalog.ts';
import type { Network } from '@shared/model/network.ts';
import { arrange, overAfter, type Slot, slotsOf } from './layer-arrangement.ts';
import type { LayerChange } from './layers.ts';

/**
 * Edits of several layers at once. Each takes a network and the places of its hidden layers, and gives the changed network
 * with what is selected then; where nothing can be done, the network itself. A residual connection stays between the
 * layers it joins, however many come or go in between. The output layer, at `layers.length`, is never moved or removed.
 */
export interface NetworkEdit {
  readonly network: Network;
  readonly selected: readonly number[];
}

/** Adds layers, of which the first will stand at `index`; more than a network may have are not added. */
export function insertLayers(network: Network, index: number, layers: readonly Layer[]): NetworkEdit {
  if (layers.length === 0 || network.layers.length + layers.length > LIMITS.layers) {
    return { network, selected: [] };
  }
  const place = Math.max(0, Math.min(index, network.layers.length));
  const added: Slot[] = layers.map((layer) => ({ layer: { ...layer }, from: null }));
  const slots = slotsOf(network).toSpliced(place, 0, ...added);
  return { network: arrange(network, slots), selected: range(place, layers.length) };
}

/** Copies of the layers, as one block after the last of them. */
export function duplicateLayers(network: Network, indices: readonly number[]): NetworkEdit {
  const chosen = hidden(network, indices);
  const last = chosen.at(-1);
  return last === undefined
    ? { network, selected: indices }
    : insertLayers(network, last + 1, pickLayers(network, chosen));
}

/** Without the layers, and without residual connections that would then lead around nothing. */
export function removeLayers(network: Network, indices: readonly number[]): NetworkEdit {
  const chosen = hidden(network, indices);
  const [first] = chosen;
  if (first === undefined) return { network, selected: indices };
  const left = withoutEmpty(slotsOf(network).filter(({ from }) => !chosen.includes(from!)));
  const selected = left.length === 0 ? [] : [Math.min(first, left.length - 1)];
  return { network: arrange(network, left), selected };
}

/** Without connections that lead around nothing; with one of them, another's only layer may go. */
function withoutEmpty(slots: readonly Slot[]): readonly Slot[] {
  const places = new Map(slots.map(({ from }, place) => [from!, place]));
  const left = slots.filter(
    ({ layer, from }, place) => layer.type !== 'residual' || overAfter(layer.over, from!, place, places) > 0,
  );
  return left.length === slots.length ? slots : withoutEmpty(left);
}

/** Moves the layers together, to where `place` of the other hidden layers stand in front of them. */
export function moveLayers(network: Network, indices: readonly number[], place: number): NetworkEdit {
  const chosen = hidden(network, indices);
  const slots = slotsOf(network);
  const moved = slots.filter(({ from }) => chosen.includes(from!));
  const others = slots.filter(({ from }) => !chosen.includes(from!));
  const start = Math.max(0, Math.min(place, others.length));
  const moving = others.toSpliced(start, 0, ...moved);
  if (moving.every(({ from }, k) => from === k)) return { network, selected: indices };
  const { layers, ...rest } = arrange(network, moving);
  // A connection moved next to where it begins leads around one layer all the same; what is wrong then is told.
  const atLeastOne = layers.map((layer) =>
    layer.type === 'residual' ? { ...layer, over: Math.max(1, layer.over) } : layer,
  );
  return { network: { ...rest, layers: atLeastOne }, selected: range(start, moved.length) };
}

/** Moves the layers by one place, together; past either end they stay. */
export function moveLayersBy(network: Network, indices: readonly number[], by: -1 | 1): NetworkEdit {
  const chosen = hidden(network, indices);
  const inFront = by < 0 ? (chosen[0] ?? 0) : (chosen.at(-1) ?? 0) - (chosen.length - 1);
  return moveLayers(network, chosen, inFront + by);
}

/** Gives the same settings to all of the layers that have them, the output layer included. */
export function changeLayers(network: Network, indices: readonly number[], change: LayerChange): Network {
  const layers = network.layers.map((layer, k) => (indices.includes(k) ? withFitting(layer, change) : layer));
  const output = indices.includes(network.layers.length)
    ? withFitting(network.output, change)
    : network.output;
  return { ...network, layers, output };
}

/**
 * Joins what layer `from` gives (−1: the inputs) to what layer `to` gives, by a residual connection after `to`. Both must be
 * equally wide.
 */
export function addResidual(network: Network, from: number, to: number): NetworkEdit {
  return insertLayers(network, to + 1, [{ type: 'residual', over: to - from }]);
}

/** The layers as they would stand alone: a connection among them leads around those of them that it led around before. */
export function pickLayers({ layers }: Network, indices: readonly number[]): Layer[] {
  return indices.flatMap((index): Layer[] => {
    const layer = layers[index];
    if (layer?.type !== 'residual') return layer === undefined ? [] : [layer];
    const within = indices.filter((other) => other < index && other >= index - layer.over).length;
    return [{ ...layer, over: within === 0 ? layer.over : within }];
  });
}

/** The places of hidden layers among these, in order. */
function hidden({ layers }: Network, indices: readonly number[]): number[] {
  return [...new Set(indices)].filter((k) => k >= 0 && k < layers.length).sort((a, b) => a - b);
}

function withFitting<T extends object>(settings: T, change: LayerChange): T {
  const fitting = Object.entries(change).filter(([name]) => Object.hasOwn(settings, name));
  return { ...settings, ...Object.fromEntries(fitting) };
}

function range(start: number, count: number): number[] {
  return Array.from({ length: count }, (_, k) => start + k);
}
