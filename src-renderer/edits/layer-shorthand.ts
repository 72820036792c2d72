import { LIMITS } from '@shared/core/limits.ts';
import { ACTIVATIONS, type UnitActivation } from '@shared/model/activations.ts';
import { defaultsOf, problemWith } from '@shared/model/fields.ts';
import { type Layer, layerCatalog } from '@shared/model/layer-catalog.ts';

/** What a person typed, understood or not. */
type Read<T> = { ok: true; value: T } | { ok: false; problem: string };

const EXAMPLE = 'Write it as in “64 relu, dropout 0.2, 32 relu”, or “none”.';

/** Layers without settings of their own, by the words for them. */
const PLAIN: Readonly<Record<string, 'batch-normalization' | 'layer-normalization'>> = {
  'batch norm': 'batch-normalization',
  'layer norm': 'layer-normalization',
};

/** "64 relu, 32 relu" → hidden layers, from the inputs on; what is not said has the usual value. */
export function parseLayers(text: string): Read<Layer[]> {
  const trimmed = text.trim().toLowerCase();
  if (trimmed === 'none') return { ok: true, value: [] };
  const layers: Layer[] = [];
  for (const part of trimmed.split(/\s*[,·;]\s*/)) {
    const read = parseLayer(part.replace(/\s+/g, ' '));
    if (!read.ok) return read;
    layers.push(read.value);
  }
  return { ok: true, value: layers };
}

function parseLayer(text: string): Read<Layer> {
  const plain = PLAIN[text];
  if (plain !== undefined) {
    return { ok: true, value: { type: plain, ...defaultsOf(layerCatalog[plain].fields) } as Layer };
  }
  const dropout = /^dropout (\S+)$/.exec(text);
  if (dropout !== null) return fitting({ type: 'dropout', rate: Number(dropout[1]) }, 'rate');
  const residual = /^(?:residual(?: over)?|skip) (\d+)$/.exec(text);
  if (residual !== null) return fitting({ type: 'residual', over: Number(residual[1]) }, 'over');
  return parseDense(text);
}

function parseDense(text: string): Read<Layer> {
  const [, units, activation] = /^(\d+)(?: ([a-z0-9-]+))?$/.exec(text) ?? [];
  if (units === undefined) return { ok: false, problem: `${quoted(text)} is no layer. ${EXAMPLE}` };
  if (activation !== undefined && !Object.hasOwn(ACTIVATIONS, activation)) {
    const known = Object.keys(ACTIVATIONS).join(', ');
    return { ok: false, problem: `There is no activation ${quoted(activation)}. There are: ${known}.` };
  }
  const usual = defaultsOf(layerCatalog.dense.fields);
  const chosen = (activation as UnitActivation | undefined) ?? usual.activation;
  return fitting({ type: 'dense', ...usual, units: Number(units), activation: chosen }, 'units');
}

/** What was typed, or pasted from anywhere, cut to what a message can hold. */
function quoted(text: string): string {
  const most = LIMITS.quotedLength;
  return `“${text.length <= most ? text : `${text.slice(0, most - 1)}…`}”`;
}

/** The layer, where what was typed is allowed for it. */
function fitting(layer: Layer, name: string): Read<Layer> {
  const field = (layerCatalog[layer.type].fields as Record<string, Parameters<typeof problemWith>[0]>)[name]!;
  const problem = problemWith(field, (layer as unknown as Record<string, unknown>)[name]);
  return problem === null ? { ok: true, value: layer } : { ok: false, problem: `${field.label}: ${problem}` };
}
