import { LIMITS } from '../../core/limits.ts';
import { quote } from '../../core/text.ts';
import { transposed } from '../fold.ts';
import { refuseFile, refuseLayer } from '../foreign-model.ts';
import type { LayerChain } from '../layer-chain.ts';
import { activationNamed } from './activations.ts';
import type { KerasLayer } from './topology.ts';
import type { KerasWeight } from './weights.ts';

/** A layer with its weights by their own names, such as "kernel". */
export interface WeightedLayer extends KerasLayer {
  readonly weights: ReadonlyMap<string, KerasWeight>;
}

type Take = (chain: LayerChain, layer: WeightedLayer) => void;

/** Layers that leave every value as it is once training is over. */
export const PASSING: ReadonlySet<string> = new Set([
  'GaussianNoise',
  'GaussianDropout',
  'AlphaDropout',
  'Flatten',
  'Reshape',
  'Identity',
  'ActivityRegularization',
]);

/** What each layer of Keras is as steps of a chain. Source: the reference of Keras's layers, and tfjs-layers' own code. */
export const LAYERS: Readonly<Record<string, Take>> = {
  Dense: dense,
  Activation: (chain, { config, at }) => {
    chain.activate(activationNamed(config.activation, at));
  },
  ReLU: relu,
  LeakyReLU: (chain, layer) => {
    const slope = numberIn(layer, 'negative_slope') ?? numberIn(layer, 'alpha') ?? 0.3;
    chain.leaky(Array.from({ length: chain.width }, () => slope));
  },
  PReLU: (chain, layer) => {
    chain.leaky(vector(layer, 'alpha', chain.width));
  },
  ELU: (chain, layer) => {
    if ((numberIn(layer, 'alpha') ?? 1) !== 1)
      refuseLayer(`${layer.at}.alpha`, 'Ninestep has ELU with α = 1 only.');
    chain.activate('elu');
  },
  Softmax: (chain, layer) => {
    requireLastAxis(layer);
    chain.activate('softmax');
  },
  Dropout: (chain, layer) => {
    const rate = numberIn(layer, 'rate') ?? 0;
    if (!(rate >= 0 && rate < 1))
      refuseFile(`${layer.at}.rate`, 'The rate of a dropout lies from 0 to below 1.');
    chain.dropout(rate);
  },
  BatchNormalization: batchNormalization,
  LayerNormalization: layerNormalization,
  Rescaling: (chain, layer) => {
    const all = (value: number) => Array.from({ length: chain.width }, () => value);
    chain.multiply(all(numberIn(layer, 'scale') ?? 1));
    chain.add(all(numberIn(layer, 'offset') ?? 0));
  },
  Normalization: normalization,
};

function dense(chain: LayerChain, layer: WeightedLayer): void {
  const { config, at } = layer;
  const kernel = weightOf(layer, 'kernel');
  const [inputs = 0, units = 0] = kernel.shape;
  if (kernel.shape.length !== 2 || inputs !== chain.width || units < 1 || units > LIMITS.units) {
    refuseFile(
      at,
      `Its kernel has the shape ${quote(kernel.shape.join('×'))}, but ${String(chain.width)} values come in.`,
    );
  }
  const rows = Array.from({ length: inputs }, (_, i) =>
    Array.from({ length: units }, (_unit, o) => kernel.values[i * units + o]!),
  );
  const isBiased = config.use_bias !== false;
  chain.dense(transposed(rows, units), isBiased ? vector(layer, 'bias', units) : rows[0]!.map(() => 0));
  chain.activate(activationNamed(config.activation, at));
}

function relu(chain: LayerChain, layer: WeightedLayer): void {
  const isCut = layer.config.max_value !== undefined && layer.config.max_value !== null;
  if (isCut || (numberIn(layer, 'threshold') ?? 0) !== 0) {
    refuseLayer(layer.at, 'Ninestep has no ReLU that is cut off above or begins elsewhere than at 0.');
  }
  const slope = numberIn(layer, 'negative_slope') ?? 0;
  if (slope === 0) chain.activate('relu');
  else chain.leaky(Array.from({ length: chain.width }, () => slope));
}

function batchNormalization(chain: LayerChain, layer: WeightedLayer): void {
  requireLastAxis(layer);
  chain.batchNormalization({
    ...scaleAndShift(chain, layer),
    mean: vector(layer, 'moving_mean', chain.width),
    variance: vector(layer, 'moving_variance', chain.width),
    epsilon: numberIn(layer, 'epsilon') ?? 1e-3,
  });
}

function layerNormalization(chain: LayerChain, layer: WeightedLayer): void {
  requireLastAxis(layer);
  chain.layerNormalization({ ...scaleAndShift(chain, layer), epsilon: numberIn(layer, 'epsilon') ?? 1e-3 });
}

/** Keras's own scaler: what it adapted to is in its weights, or in its settings. */
function normalization(chain: LayerChain, layer: WeightedLayer): void {
  if (layer.config.invert === true)
    refuseLayer(`${layer.at}.invert`, 'Ninestep reads Normalization in one direction only.');
  const read = (name: string) =>
    layer.weights.has(name) ? vector(layer, name, chain.width) : listIn(layer, name, chain.width);
  chain.add(read('mean').map((mean) => -mean));
  // Keras keeps the division finite by its own smallest number.
  chain.divide(read('variance').map((variance) => Math.max(Math.sqrt(variance), 1e-7)));
}

function scaleAndShift(chain: LayerChain, layer: WeightedLayer): { gamma: number[]; beta: number[] } {
  const all = (value: number) => Array.from({ length: chain.width }, () => value);
  return {
    gamma: layer.config.scale === false ? all(1) : vector(layer, 'gamma', chain.width),
    beta: layer.config.center === false ? all(0) : vector(layer, 'beta', chain.width),
  };
}

/** A row is one list of values, so that the last axis is 1 or −1. */
function requireLastAxis({ config, at }: WeightedLayer): void {
  const axis: unknown = config.axis ?? -1;
  const single: unknown = Array.isArray(axis) && axis.length === 1 ? axis[0] : axis;
  if (single !== -1 && single !== 1) refuseLayer(`${at}.axis`, 'Ninestep knows one axis beside the rows.');
}

function vector(layer: WeightedLayer, name: string, length: number): number[] {
  const { values } = weightOf(layer, name);
  if (values.length === length) return Array.from(values);
  return refuseFile(
    layer.at,
    `Its ${name} has ${String(values.length)} numbers, but ${String(length)} are needed.`,
  );
}

function weightOf({ weights, at, name: layer }: WeightedLayer, name: string): KerasWeight {
  return weights.get(name) ?? refuseFile(at, `The file has no ${name} for the layer ${quote(layer)}.`);
}

function numberIn({ config, at }: WeightedLayer, name: string): number | null {
  const value = config[name];
  if (value === undefined || value === null) return null;
  return typeof value === 'number'
    ? value
    : refuseFile(`${at}.${name}`, `Must be a number, but is ${quote(value)}.`);
}

function listIn({ config, at }: WeightedLayer, name: string, length: number): number[] {
  const value = config[name];
  const list = typeof value === 'number' ? [value] : value;
  const flat: unknown[] = Array.isArray(list) ? list.flat(3) : [];
  if (!flat.every((item): item is number => typeof item === 'number'))
    refuseFile(`${at}.${name}`, 'Must be numbers.');
  if (flat.length === length) return flat;
  if (flat.length === 1) return Array.from({ length }, () => flat[0]!);
  return refuseFile(
    `${at}.${name}`,
    `Must have ${String(length)} numbers. Adapt the layer before the model is saved.`,
  );
}
