import { LAYER_NUMBERS, numbersOfLayer } from '../../model/layer-numbers.ts';
import type { ModelFile, ModelLayer } from '../../model/model-file.ts';

/**
 * The layers that have numbers of their own: the node that each becomes, and the fields that this node takes as constants,
 * in the order of its inputs behind the first.
 */
export const LAYER_CONSTANTS = {
  dense: { opType: 'Gemm', fields: LAYER_NUMBERS.dense },
  'batch-normalization': { opType: 'BatchNormalization', fields: LAYER_NUMBERS['batch-normalization'] },
  'layer-normalization': { opType: 'LayerNormalization', fields: LAYER_NUMBERS['layer-normalization'] },
} as const satisfies Partial<Record<ModelLayer['type'], { opType: string; fields: readonly string[] }>>;

/** In the metadata of a graph: the model file that it was written of, without what the graph's constants hold. */
export const CARRIED_MODEL = 'ninestep_model';

/**
 * The model file for the metadata, so that Ninestep opens the graph again as what it was; null where the graph holds its
 * numbers in float32 and they are none, so that they would not come back to the bit.
 */
export function carriedModel(model: ModelFile, isShort: boolean): string | null {
  if (isShort && !model.layers.every(isOfFloat32)) return null;
  // Sums and checksum are of a whole file.
  const { sums: _, checksum: __, ...content } = model;
  return JSON.stringify({ ...content, layers: model.layers.map(withoutNumbers) });
}

function withoutNumbers(layer: ModelLayer): object {
  const numbers = new Set<string>(fieldsOf(layer));
  return Object.fromEntries(Object.entries(layer).filter(([name]) => !numbers.has(name)));
}

function fieldsOf({ type }: ModelLayer): readonly string[] {
  return type in LAYER_CONSTANTS ? LAYER_CONSTANTS[type as keyof typeof LAYER_CONSTANTS].fields : [];
}

function isOfFloat32(layer: ModelLayer): boolean {
  return numbersOfLayer(layer).every(areShort);
}

function areShort(values: readonly number[]): boolean {
  return values.every((value) => Math.fround(value) === value);
}
