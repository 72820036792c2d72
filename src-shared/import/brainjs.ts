import { z } from 'zod';
import { LIMITS } from '../core/limits.ts';
import { quote } from '../core/text.ts';
import { parseWith } from '../schema/parse.ts';
import { type ForeignModel, refuseFile, refuseLayer } from './foreign-model.ts';
import { LayerChain } from './layer-chain.ts';

/* What `toJSON` of brain.js's NeuralNetwork gives. Up to the first betas of version 2 layers hold a record by node, later ones
   lists. Source: src/neural-network of brain.js 1.6.1, 2.0.0-beta.1 and 2.0.0-beta.24. */

/** Nodes and weights by name, or by place where inputs and outputs have no names. */
const nodesLayer = z.record(
  z.string(),
  z.looseObject({
    bias: z.number().optional(),
    weights: z.record(z.string(), z.number()).or(z.array(z.number())).optional(),
  }),
);
const listsLayer = z.looseObject({ weights: z.array(z.array(z.number())), biases: z.array(z.number()) });
const places = z.record(z.string(), z.int().min(0));
const layers = <L extends z.ZodType>(layer: L) =>
  z
    .array(layer)
    .min(2)
    .max(LIMITS.layers + 2);

const trainOpts = z.looseObject({ activation: z.string().optional(), leakyReluAlpha: z.number().optional() });

const nodesFile = z.looseObject({
  layers: layers(nodesLayer),
  inputLookup: z.unknown(),
  outputLookup: z.unknown(),
  activation: z.string().optional(),
});
const listsFile = z.looseObject({
  type: z.string(),
  layers: layers(listsLayer),
  inputLookup: places.nullish(),
  outputLookup: places.nullish(),
  options: trainOpts.optional(),
  trainOpts: trainOpts.optional(),
  sizes: z.array(z.int().min(1)),
});

/** One layer as both forms have it: weights [units][inputs]. */
interface BrainLayer {
  readonly W: number[][];
  readonly b: number[];
}

interface BrainNetwork {
  readonly layers: readonly BrainLayer[];
  readonly inputs: readonly (string | null)[];
  readonly outputs: readonly (string | null)[];
  readonly activation: string;
  /** Of leaky ReLU; null: it is not known how this version computes it. */
  readonly slope: number | null;
}

/** A network of brain.js → Ninestep's layers. Throws INVALID_VALUE or MODEL_UNSUPPORTED with the place. */
export function readBrainjs(value: unknown): ForeignModel {
  const { type } = value as { type?: unknown };
  if (type !== undefined && type !== 'NeuralNetwork' && type !== 'NeuralNetworkGPU') {
    refuseLayer('type', `Ninestep has no layers for a ${quote(type)} of brain.js; it reads a NeuralNetwork.`);
  }
  const network = type === undefined ? ofNodes(value) : ofLists(value);
  const chain = new LayerChain(network.inputs.length, 'float32');
  network.layers.forEach(({ W, b }, k) => {
    const at = `layers[${String(k + 1)}]`;
    const isWhole = W.length > 0 && W.length === b.length && W.every((row) => row.length === chain.width);
    if (!isWhole) refuseFile(at, `Each of its nodes must have a bias and ${String(chain.width)} weights.`);
    chain.dense(W, b);
    activate(chain, network);
  });
  const finished = chain.finish('layers');
  return {
    form: 'brainjs',
    name: null,
    task: 'regression',
    inputs: finished.inputs.map((scale, i) => ({ ...scale, name: network.inputs[i]! })),
    layers: finished.layers,
    outputs: finished.outputs.map((scale, t) => ({ ...scale, name: network.outputs[t] ?? null })),
    classes: null,
    read: [`NeuralNetwork of brain.js, ${network.activation} in every layer.`, ...finished.read],
    warnings: [],
  };
}

function activate(chain: LayerChain, { activation, slope }: BrainNetwork): void {
  switch (activation) {
    case 'sigmoid':
    case 'relu':
    case 'tanh':
      chain.activate(activation);
      return;
    case 'leaky-relu':
      if (slope !== null) {
        chain.leaky(Array.from({ length: chain.width }, () => slope));
        return;
      }
      refuseLayer(
        'activation',
        'Versions of brain.js that wrote this form of file do not agree on leaky-relu. Train with sigmoid, relu or tanh, or with brain.js 2.',
      );
      break;
    default:
      refuseLayer('activation', `Ninestep does not know the activation ${quote(activation)}.`);
  }
}

/** brain.js's own where the file says none. */
const DEFAULT = { activation: 'sigmoid', slope: 0.01 };

function ofLists(value: unknown): BrainNetwork {
  const file = parseWith(listsFile, value, 'file');
  const inputs = namesOf(file.inputLookup, file.sizes[0]!, 'inputLookup');
  const outputs = namesOf(file.outputLookup, file.sizes.at(-1)!, 'outputLookup');
  return {
    layers: file.layers.slice(1).map(({ weights, biases }) => ({ W: weights, b: biases })),
    inputs,
    outputs,
    activation: file.trainOpts?.activation ?? file.options?.activation ?? DEFAULT.activation,
    slope: file.trainOpts?.leakyReluAlpha ?? file.options?.leakyReluAlpha ?? DEFAULT.slope,
  };
}

/** Names in the order of their places. */
function namesOf(
  lookup: Record<string, number> | null | undefined,
  count: number,
  at: string,
): (string | null)[] {
  if (count > LIMITS.columns)
    refuseFile(at, `There are ${String(count)} values, more than the columns of any table.`);
  const names = Array.from({ length: count }, (): string | null => null);
  for (const [name, place] of Object.entries(lookup ?? {})) {
    if (place >= count)
      refuseFile(at, `${quote(name)} has place ${String(place)}, but there are ${String(count)}.`);
    names[place] = name;
  }
  return names;
}

function ofNodes(value: unknown): BrainNetwork {
  const file = parseWith(nodesFile, listsAsRecords(value), 'file');
  const names = file.layers.map((layer) => Object.keys(layer));
  const inputs = names[0]!;
  return {
    layers: file.layers.slice(1).map((layer, k) => layerOfNodes(layer, names[k]!, k + 1)),
    inputs: named(file.inputLookup, inputs),
    outputs: named(file.outputLookup, names.at(-1)!),
    activation: file.activation ?? DEFAULT.activation,
    slope: null,
  };
}

function layerOfNodes(layer: z.infer<typeof nodesLayer>, before: readonly string[], k: number): BrainLayer {
  const nodes = Object.entries(layer);
  const W = nodes.map(([name, { weights = {} }]) =>
    before.map((from) => {
      const weight = (weights as Record<string, number>)[from];
      if (weight === undefined) {
        refuseFile(`layers[${String(k)}].${quote(name)}.weights`, `The weight of ${quote(from)} is missing.`);
      }
      return weight;
    }),
  );
  const b = nodes.map(([name, { bias }]) => {
    if (bias === undefined) refuseFile(`layers[${String(k)}].${quote(name)}`, 'Its bias is missing.');
    return bias;
  });
  return { W, b };
}

/** Some versions write layers without names as lists. */
function listsAsRecords(value: unknown): unknown {
  const file = value as { layers?: unknown };
  if (!Array.isArray(file.layers)) return value;
  return {
    ...file,
    layers: file.layers.map((layer: unknown) =>
      Array.isArray(layer) ? Object.fromEntries(layer.entries()) : layer,
    ),
  };
}

/** Files from before names were told apart from places have names where they are no numbers. */
function named(lookup: unknown, keys: readonly string[]): (string | null)[] {
  const isNamed = lookup === undefined ? keys.some((key) => !/^\d+$/.test(key)) : Boolean(lookup);
  return keys.map((key) => (isNamed ? key : null));
}
