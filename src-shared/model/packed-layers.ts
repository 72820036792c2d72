import type { LongText } from '../core/json-text.ts';
import {
  isJsonObject,
  type NumberList,
  packNumbers,
  type PackedNumbers,
  unpackNumbers,
} from '../core/packed-numbers.ts';
import { LAYER_NUMBERS } from './layer-numbers.ts';
import type { ModelLayer } from './model-file.ts';

type Packed<T> = T extends readonly (number | number[])[] ? PackedNumbers<LongText> : T;
type PackedLayer = { [K in keyof ModelLayer]: Packed<ModelLayer[K]> };
/** A model as a file with numbers in base64 holds it; the texts of its numbers are made while it is written. */
export type PackedModel<M> = Omit<M, 'layers'> & { layers: PackedLayer[] };

/** A model with the weights and statistics of its layers packed, everything else as it is. */
export function packModel<M extends { layers: ModelLayer<ArrayLike<number>>[] }>(model: M): PackedModel<M> {
  const layers = model.layers.map((layer) => mapLists(layer, (list) => packNumbers(list as NumberList)));
  return { ...model, layers: layers as unknown as PackedLayer[] };
}

/**
 * A JSON value that claims to be a model → the same with every packed list as a list. What is not a model passes through,
 * for the check that follows. Throws where a packed list is not what it says (`unpackNumbers`).
 */
export function unpackModel(value: unknown): unknown {
  const { layers } = (value ?? {}) as { layers?: unknown };
  if (!Array.isArray(layers)) return value;
  const unpacked = layers.map((layer: unknown, k) =>
    mapLists(layer, (list, name) =>
      isJsonObject(list) ? unpackNumbers(list, `layers[${String(k)}].${name}`) : list,
    ),
  );
  return { ...(value as object), layers: unpacked };
}

function mapLists(layer: unknown, change: (list: unknown, name: string) => unknown): unknown {
  if (!isJsonObject(layer)) return layer;
  const lists = listsOf(layer);
  return Object.fromEntries(
    Object.entries(layer).map(([name, value]) => [name, lists.includes(name) ? change(value, name) : value]),
  );
}

function listsOf({ type }: { type?: unknown }): readonly string[] {
  return typeof type === 'string' && Object.hasOwn(LAYER_NUMBERS, type)
    ? LAYER_NUMBERS[type as ModelLayer['type']]
    : [];
}
