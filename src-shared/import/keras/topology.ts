import { z } from 'zod';
import { LIMITS } from '../../core/limits.ts';
import { quote } from '../../core/text.ts';
import { parseWith } from '../../schema/parse.ts';
import { refuseFile, refuseLayer } from '../foreign-model.ts';

/** One layer of a Keras model, with the layers whose values it takes. */
export interface KerasLayer {
  readonly type: string;
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly from: readonly string[];
  /** Where it stands in the file. */
  readonly at: string;
}

export interface KerasTopology {
  readonly name: string | null;
  /** Each behind those it takes values of; layers that only say what comes in first. */
  readonly layers: readonly KerasLayer[];
  readonly output: string;
  /** The loss it was trained on, if the file says it as a word. */
  readonly loss: string | null;
}

const config = z.record(z.string(), z.unknown());
const layerSchema = z.looseObject({
  class_name: z.string().max(LIMITS.textLength),
  name: z.string().optional(),
  config,
  inbound_nodes: z.array(z.unknown()).optional(),
});
const layersSchema = z
  .array(layerSchema)
  .min(1)
  .max(4 * LIMITS.layers);
const modelSchema = z.looseObject({
  class_name: z.string(),
  config: z.union([config, z.array(z.unknown())]),
  training_config: z.looseObject({ loss: z.unknown() }).nullish(),
});
type LayerEntry = z.infer<typeof layerSchema>;

/** The `modelTopology` of a TensorFlow.js model, or Keras's `to_json` → its layers in order. */
export function readTopology(value: unknown): KerasTopology {
  const holder = value as { model_config?: unknown; training_config?: unknown };
  const inner = holder.model_config ?? value;
  const model = parseWith(modelSchema, inner, 'topology');
  const loss = lossOf(holder.training_config ?? model.training_config);
  switch (model.class_name) {
    case 'Sequential':
      return { ...sequential(model.config), loss };
    case 'Model':
    case 'Functional':
      return { ...functional(model.config), loss };
    default:
      return refuseLayer(
        'class_name',
        `Ninestep reads Sequential and Functional models, not ${quote(model.class_name)}.`,
      );
  }
}

function lossOf(training: unknown): string | null {
  const loss = (training as { loss?: unknown } | null | undefined)?.loss;
  return typeof loss === 'string' ? loss : null;
}

function sequential(given: unknown): Omit<KerasTopology, 'loss'> {
  const own = (Array.isArray(given) ? { layers: given } : given) as { name?: unknown; layers?: unknown };
  const entries = parseWith(layersSchema, own.layers, 'list of layers');
  let before: string | null = null;
  const layers = entries.map((entry, k) => {
    const name = nameOf(entry, k);
    const layer = layerOf(entry, k, before === null || entry.class_name === 'InputLayer' ? [] : [before]);
    before = name;
    return layer;
  });
  const [first] = layers;
  // Without a layer that says what comes in, the first one does.
  const input: KerasLayer | null =
    first!.type === 'InputLayer'
      ? null
      : { type: 'InputLayer', name: ' input', config: first!.config, from: [], at: first!.at };
  const all = input === null ? layers : [input, { ...first!, from: [input.name] }, ...layers.slice(1)];
  return { name: typeof own.name === 'string' ? own.name : null, layers: all, output: layers.at(-1)!.name };
}

function functional(given: unknown): Omit<KerasTopology, 'loss'> {
  const own = given as { name?: unknown; layers?: unknown; output_layers?: unknown };
  const entries = parseWith(layersSchema, own.layers, 'list of layers');
  const layers = entries.map((entry, k) => layerOf(entry, k, inboundOf(entry, k)));
  const outputs = historiesIn(own.output_layers);
  if (outputs.length !== 1) {
    refuseLayer(
      'output_layers',
      `The model has ${String(outputs.length)} outputs; Ninestep reads models with one.`,
    );
  }
  return {
    name: typeof own.name === 'string' ? own.name : null,
    layers: inOrder(layers),
    output: outputs[0]!,
  };
}

function layerOf(entry: LayerEntry, k: number, from: readonly string[]): KerasLayer {
  return {
    type: entry.class_name,
    name: nameOf(entry, k),
    config: entry.config,
    from,
    at: `layers[${String(k)}]`,
  };
}

function nameOf({ name, config: { name: inner } }: LayerEntry, k: number): string {
  return name ?? (typeof inner === 'string' ? inner : `layer ${String(k + 1)}`);
}

function inboundOf({ inbound_nodes: nodes = [] }: LayerEntry, k: number): string[] {
  if (nodes.length > 1) {
    refuseLayer(
      `layers[${String(k)}]`,
      'The layer is used more than once, with the same weights. Ninestep has no shared layers.',
    );
  }
  return historiesIn(nodes);
}

/**
 * The names in what says which values a layer takes: ["name", 0, 0, …] in any nesting (Keras 2, TensorFlow.js), or
 * { keras_history: ["name", 0, 0] } (Keras 3).
 */
function historiesIn(value: unknown): string[] {
  if (Array.isArray(value)) {
    const [first, node] = value as unknown[];
    return typeof first === 'string' && typeof node === 'number' ? [first] : value.flatMap(historiesIn);
  }
  if (typeof value !== 'object' || value === null) return [];
  const { keras_history: history, ...others } = value as Record<string, unknown>;
  return history === undefined ? Object.values(others).flatMap(historiesIn) : historiesIn(history);
}

/** Each layer behind those that it takes values of. */
function inOrder(layers: readonly KerasLayer[]): KerasLayer[] {
  const ordered: KerasLayer[] = [];
  const done = new Set<string>();
  let left = layers;
  while (left.length > 0) {
    const ready = left.filter(({ from }) => from.every((name) => done.has(name)));
    const [stuck] = left;
    if (ready.length === 0)
      refuseFile(stuck!.at, `${quote(stuck!.name)} takes the values of a layer that is not there.`);
    for (const layer of ready) done.add(layer.name);
    ordered.push(...ready);
    left = left.filter(({ name }) => !done.has(name));
  }
  return ordered;
}
