import { z } from 'zod';
import { LIMITS } from '../../core/limits.ts';
import { quote } from '../../core/text.ts';
import { parseWith } from '../../schema/parse.ts';
import type { ForeignModel } from '../foreign-model.ts';
import { refuseFile, refuseLayer } from '../foreign-model.ts';
import { LayerChain } from '../layer-chain.ts';
import { Route } from '../route.ts';
import { taskByActivation } from '../task-by-activation.ts';
import { LAYERS, PASSING, type WeightedLayer } from './layers.ts';
import { withOwnNames } from './own-names.ts';
import { type KerasLayer, type KerasTopology, readTopology } from './topology.ts';
import { type KerasWeight, readWeights, type ReadBeside, weightsManifestSchema } from './weights.ts';

const fileSchema = z.looseObject({
  modelTopology: z.record(z.string(), z.unknown()),
  weightsManifest: weightsManifestSchema,
  format: z.string().nullish(),
  generatedBy: z.string().nullish(),
});

/**
 * A TensorFlow.js Layers model (`model.json`, its weights beside it) → Ninestep's layers. Throws MODEL_UNSUPPORTED for what
 * Ninestep has no layer for, and INVALID_VALUE where the file does not hold together, each with the place.
 */
export async function readKeras(value: unknown, readBeside: ReadBeside): Promise<ForeignModel> {
  requireWeights(value);
  const file = parseWith(fileSchema, value, 'file');
  if (file.format === 'graph-model') {
    refuseLayer(
      'format',
      'This is a graph model, which no longer has layers. Save the model as a layers model (tf_keras to tfjs_layers_model).',
    );
  }
  const topology = readTopology(file.modelTopology);
  const weights = await readWeights(file.weightsManifest, readBeside);
  return withOwnNames(follow(topology, weights, file.generatedBy ?? 'Keras'), value);
}

/** Keras's `to_json` tells the layers alone. */
function requireWeights(value: unknown): void {
  const { weightsManifest, class_name: className } = value as Record<string, unknown>;
  if (weightsManifest !== undefined || className === undefined) return;
  refuseFile(
    'weightsManifest',
    'The file holds the layers of a Keras model but no weights. Convert the saved model with tensorflowjs_converter --input_format=keras, and import its model.json.',
  );
}

function follow(
  topology: KerasTopology,
  weights: ReadonlyMap<string, KerasWeight>,
  by: string,
): ForeignModel {
  const { layers, output } = topology;
  const inputs = layers.filter(({ type }) => type === 'InputLayer');
  const [input, second] = inputs;
  if (input === undefined) refuseFile('layers', 'No layer says what comes in.');
  if (second !== undefined)
    refuseLayer(second.at, 'The model has several inputs; Ninestep reads models with one list of numbers.');
  const chain = new LayerChain(widthOf(input), 'float32');
  const route = new Route(chain, input.name, usesOf(layers, output));
  for (const layer of layers) if (layer !== input) takeLayer(route, layer, weights);
  if (!route.isAt(output)) refuseLayer('output_layers', 'Layers stand behind the output.');
  const finished = chain.finish('layers');
  const found = taskByActivation(finished.layers, { isRegression: isRegression(topology.loss) });
  return {
    form: 'keras',
    name: topology.name,
    ...found,
    inputs: finished.inputs.map((scale) => ({ ...scale, name: null })),
    layers: finished.layers,
    outputs: finished.outputs.map((scale) => ({ ...scale, name: null })),
    read: [`Layers model, written by ${by.slice(0, LIMITS.quotedLength)}.`, ...finished.read],
  };
}

function takeLayer(route: Route, layer: KerasLayer, weights: ReadonlyMap<string, KerasWeight>): void {
  const { type, name, from, at } = layer;
  const [first, other, ...more] = from;
  if (type === 'Add' && first !== undefined && other !== undefined && more.length === 0) {
    route.sum(first, other, name, at);
    return;
  }
  const take = Object.hasOwn(LAYERS, type) ? LAYERS[type] : undefined;
  const isPassing = PASSING.has(type);
  if ((take === undefined && !isPassing) || first === undefined || other !== undefined) {
    refuseLayer(at, `Ninestep has no layer for ${quote(type)} (${quote(name)}).`);
  }
  if (take === undefined) route.pass(first, name, at);
  else {
    route.step(first, name, at, (chain) => {
      take(chain, { ...layer, weights: weightsOf(name, weights) });
    });
  }
}

/** "…/dense_1/kernel:0" → kernel of dense_1. */
function weightsOf(layer: string, weights: ReadonlyMap<string, KerasWeight>): WeightedLayer['weights'] {
  const own = new Map<string, KerasWeight>();
  for (const [path, weight] of weights) {
    const pieces = path.replace(/:\d+$/, '').split('/');
    if (pieces.slice(0, -1).includes(layer)) own.set(pieces.at(-1)!, weight);
  }
  return own;
}

function usesOf(layers: readonly KerasLayer[], output: string): Map<string, number> {
  const uses = new Map<string, number>([[output, 1]]);
  for (const name of layers.flatMap(({ from }) => from)) uses.set(name, (uses.get(name) ?? 0) + 1);
  return uses;
}

/** [null, 4], as Keras 2 and 3, and TensorFlow.js call it. */
function widthOf({ config, at }: KerasLayer): number {
  const shape: unknown = config.batch_input_shape ?? config.batch_shape ?? config.batchInputShape;
  const sizes: unknown[] = Array.isArray(shape) ? shape.slice(1) : [];
  if (sizes.length === 0)
    return refuseFile(
      at,
      'The file does not say how many values come in. Build the model before it is saved.',
    );
  const product = sizes.reduce<number>((sum, size) => sum * (typeof size === 'number' ? size : NaN), 1);
  if (Number.isInteger(product) && product >= 1 && product <= LIMITS.columns) return product;
  return refuseFile(
    at,
    `Takes values of the shape ${quote(JSON.stringify(shape))}; Ninestep reads lists of at most ${String(LIMITS.columns)} numbers.`,
  );
}

function isRegression(loss: string | null): boolean {
  return loss !== null && /mse|mae|mean_?squared|mean_?absolute|meanSquared|meanAbsolute|huber/i.test(loss);
}
