import type { Layer } from '@shared/model/layer-catalog.ts';
import type { LayerParameters, Network } from '@shared/model/network.ts';

/** One layer of a network that is being rearranged, and where it was; null: it is new. */
export interface Slot {
  readonly layer: Layer;
  readonly from: number | null;
}

export function slotsOf({ layers }: Pick<Network, 'layers'>): Slot[] {
  return layers.map((layer, from) => ({ layer, from }));
}

/** A network whose layers stand as `slots` say: its residual connections follow, and its explicit initial parameters do. */
export function arrange(network: Network, slots: readonly Slot[]): Network {
  const places = new Map(slots.flatMap(({ from }, place) => (from === null ? [] : [[from, place] as const])));
  const layers = slots.map(({ layer, from }, place) =>
    from === null || layer.type !== 'residual'
      ? layer
      : { ...layer, over: overAfter(layer.over, from, place, places) },
  );
  const initial = network.initial && initialAfter(network.layers, network.initial, slots);
  return { ...network, layers, ...(initial === undefined ? {} : { initial }) };
}

/**
 * How many layers a residual connection leads around when it stands at `place`: it still begins where it began, after the
 * nearest layer in front that is left. 0 where nothing is left between its ends.
 */
export function overAfter(
  over: number,
  from: number,
  place: number,
  places: ReadonlyMap<number, number>,
): number {
  let source = from - over - 1;
  // It led around more layers than there are: a problem of its own, which stays as it is.
  if (source < -1) return over;
  while (source >= 0 && !places.has(source)) source--;
  const begin = source < 0 ? -1 : places.get(source)!;
  // Its beginning was moved behind it, so that no place of it is left.
  return begin >= place ? over : place - begin - 1;
}

/** The parameters go where their layers go; with a layer that has none they stay as they were, and no longer fit. */
function initialAfter(
  layers: readonly Layer[],
  initial: readonly LayerParameters[],
  slots: readonly Slot[],
): LayerParameters[] {
  let count = 0;
  const given = layers.map(({ type }) => (type === 'dense' ? initial[count++] : undefined));
  const moved = slots
    .filter(({ layer }) => layer.type === 'dense')
    .map(({ from }) => (from === null ? undefined : given[from]));
  const all = [...moved, initial[count]];
  return all.includes(undefined) ? [...initial] : (all as LayerParameters[]);
}
