import { canonicalJson, formatJson } from '../core/json-text.ts';
import { sha256HexOfText } from '../core/sha256.ts';
import type { ModelFile } from '../model/model-file.ts';

/** The checksum a model file must carry: of everything in it but the checksum itself. */
export function modelChecksum(model: Omit<ModelFile, 'checksum'>): string {
  const { checksum: _, ...content } = model as ModelFile;
  return `sha256:${sha256HexOfText(canonicalJson(content))}`;
}

/** A model → the text of its `model.json`. */
export function modelJson(model: ModelFile): string {
  return formatJson(model);
}
