import type { Field, FieldTable } from '@shared/model/fields.ts';
import { layerCatalog } from '@shared/model/layer-catalog.ts';
import { type Network, outputFields } from '@shared/model/network.ts';

/** A setting that several layers have in common, and what each of them has there. */
export interface CommonSetting {
  readonly name: string;
  readonly field: Field;
  readonly values: readonly (number | string | boolean)[];
}

/** The settings that all of these layers have, the output layer at `layers.length` included. */
export function commonSettings(network: Network, indices: readonly number[]): CommonSetting[] {
  const tables = indices.map((k) => tableOf(network, k));
  const [first] = tables;
  if (first === undefined) return [];
  return Object.keys(first).flatMap((name) => {
    const fields = tables.flatMap((table) => table[name] ?? []);
    if (fields.length < tables.length) return [];
    const values = indices.map((k) => (settingsOf(network, k) as Record<string, number | string>)[name]!);
    return [{ name, field: narrowest(fields), values }];
  });
}

/** The output may have softmax, which is no choice for the layers beside it. */
function narrowest(fields: readonly Field[]): Field {
  return fields.reduce((narrow, field) =>
    field.kind === 'choice' &&
    narrow.kind === 'choice' &&
    Object.keys(field.options).length < Object.keys(narrow.options).length
      ? field
      : narrow,
  );
}

function tableOf({ layers }: Network, k: number): FieldTable {
  const layer = layers[k];
  return layer === undefined ? outputFields : layerCatalog[layer.type].fields;
}

function settingsOf({ layers, output }: Network, k: number): object {
  return layers[k] ?? output;
}
