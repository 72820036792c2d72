import { canonicalPieces, formatJson } from '../core/json-text.ts';
import { TextSha256 } from '../core/sha256.ts';
import type { NumberForm } from '../model/export-formats.ts';
import type { ModelFile } from '../model/model-file.ts';
import { packModel } from '../model/packed-layers.ts';
import { type Proof, proofOf, type SummedModel } from './model-sums.ts';

/** The checksum a model file must carry: of everything in it but the checksum itself. */
export function modelChecksum(model: object): string {
  const hash = new TextSha256();
  for (const piece of canonicalPieces({ ...model, checksum: undefined })) hash.update(piece);
  return `sha256:${hash.hex()}`;
}

/** A model as it is to stand in its file → the same with the sums of its parts and its checksum, taken anew. */
export function sealModel<M extends SummedModel & { [K in keyof Proof]?: unknown }>(
  model: M,
): Omit<M, keyof Proof> & Proof {
  // Always at the end: fields that nobody knows come before them, wherever they were read.
  const { sums: _, checksum: __, ...content } = model;
  return { ...content, ...proofOf(model) };
}

/** A model → the text of its `model.json`. */
export function modelJson(model: ModelFile): string {
  return formatJson(model);
}

/** As `modelJson`, with its numbers in the form that is asked for. Sums and checksum are of that form, so they are taken anew. */
export function exportedModelJson(model: ModelFile, numbers: NumberForm): string {
  return formatJson(numbers === 'base64' ? sealModel(packModel(model)) : sealModel(model));
}
