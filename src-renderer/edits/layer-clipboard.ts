import { AppError } from '@shared/core/errors.ts';
import { LIMITS } from '@shared/core/limits.ts';
import { type Layer, layerCatalog } from '@shared/model/layer-catalog.ts';
import type { Network } from '@shared/model/network.ts';
import { catalogSchema } from '@shared/schema/from-fields.ts';
import { parseWith } from '@shared/schema/parse.ts';
import { parseJson } from '@shared/schema/safe-json.ts';
import { z } from 'zod';
import { parseLayers } from './layer-shorthand.ts';
import { pickLayers } from './network-edits.ts';

const clippedLayers = z.strictObject({
  /** Says what the text is, as anything may be on a clipboard. */
  ninestep: z.literal('layers'),
  layers: z.array(catalogSchema(layerCatalog)).min(1).max(LIMITS.layers),
});

/** Hidden layers as the text that goes onto the clipboard: JSON, which another experiment or a mail can take. */
export function layersAsText(network: Network, indices: readonly number[]): string {
  const hidden = indices.filter((k) => k < network.layers.length).toSorted((a, b) => a - b);
  return JSON.stringify({ ninestep: 'layers', layers: pickLayers(network, hidden) }, null, 2);
}

/**
 * Text from the clipboard → layers: what `layersAsText` made, or what a person wrote, such as "64 relu, dropout 0.2".
 * Text that is neither gives the reason, as a sentence.
 */
export function layersFromText(
  text: string,
): { ok: true; value: readonly Layer[] } | { ok: false; problem: string } {
  const trimmed = text.trim();
  if (!trimmed.startsWith('{')) {
    const read = parseLayers(trimmed);
    return read.ok ? read : { ok: false, problem: `The clipboard holds no layers: ${read.problem}` };
  }
  try {
    return { ok: true, value: parseWith(clippedLayers, parseJson(trimmed, 'clipboard'), 'clipboard').layers };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { ok: false, problem: `The clipboard holds no layers of Ninestep. ${error.message}` };
  }
}
