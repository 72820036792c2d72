import { canonicalJson, formatJson } from '../core/json-text.ts';
import { sha256HexOfText } from '../core/sha256.ts';
import type { NumberForm } from '../model/export-formats.ts';
import type { ModelFile } from '../model/model-file.ts';
import { packModel } from '../model/packed-layers.ts';
import { modelSums } from './model-sums.ts';

/** The checksum a model file must carry: of everything in it but the checksum itself. `spelled`: as `canonicalJson` takes it. */
export function modelChecksum(model: object, spelled?: ReadonlyMap<object, string>): string {
  const { checksum: _, ...content } = model as { checksum?: unknown };
  return `sha256:${sha256HexOfText(canonicalJson(content, spelled))}`;
}

/** What proves a model file whole. */
type Proof = Pick<ModelFile, 'sums' | 'checksum'>;

/** A model as it is to stand in its file → the same with the sums of its parts and its checksum, taken anew. */
export function sealModel<M extends Parameters<typeof modelSums>[0]>(
  model: M & Partial<Proof>,
): Omit<M & Partial<Proof>, keyof Proof> & Proof {
  // Always at the end: fields that nobody knows come before them, wherever they were read.
  const { sums: _, checksum: __, ...content } = model;
  const spelled = new Map<object, string>();
  const summed = { ...content, sums: modelSums(model, spelled) };
  return { ...summed, checksum: modelChecksum(summed, spelled) };
}

/** A model → the text of its `model.json`. */
export function modelJson(model: ModelFile): string {
  return formatJson(model);
}

/** As `modelJson`, with its numbers in the form that is asked for. Sums and checksum are of that form, so they are taken anew. */
export function exportedModelJson(model: ModelFile, numbers: NumberForm): string {
  return formatJson(numbers === 'base64' ? sealModel(packModel(model)) : sealModel(model));
}
