import { activate } from '../../engine/activations.ts';
import type { Activation } from '../../model/activations.ts';
import { TFJS_ACTIVATIONS } from './activations.ts';
import type { TfjsKind, TfjsLayerJson, TfjsModelJson } from './topology.ts';
import { unpackWeights } from './weights.ts';

/** What a layer computes of the values of one row. */
interface Call {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly inputs: readonly Float32Array[];
  /** An array of the layer by its name. */
  readonly weight: (name: string) => Float32Array;
}

/**
 * A Layers model as Ninestep writes it → what it answers to one row of its input, each layer rounded to float32. The
 * proof of an exported file: it reads names, settings and weights as TensorFlow.js does, and nothing else.
 */
export function createTfjsPredictor(
  { modelTopology: { config }, weightsManifest: [{ weights: specs }] }: TfjsModelJson,
  bytes: Uint8Array,
): (row: readonly number[]) => number[] {
  const arrays = unpackWeights(specs, bytes);
  const last = config.output_layers[0]![0];
  return (row) => {
    const values = new Map<string, Float32Array>();
    for (const layer of config.layers) values.set(layer.name, valuesOf(layer, row, values, arrays));
    return [...found(values, last)];
  };
}

function valuesOf(
  { name, class_name, config, inbound_nodes }: TfjsLayerJson,
  row: readonly number[],
  values: ReadonlyMap<string, Float32Array>,
  arrays: ReadonlyMap<string, Float32Array>,
): Float32Array {
  if (class_name === 'InputLayer') return Float32Array.from(row);
  const inputs = inbound_nodes[0]!.map(([before]) => found(values, before));
  return KERNELS[class_name]({ settings: config, inputs, weight: (own) => found(arrays, `${name}/${own}`) });
}

function found<T>(map: ReadonlyMap<string, T>, name: string): T {
  const value = map.get(name);
  if (value === undefined) throw new Error(`There is no ${name}.`);
  return value;
}

const KERNELS: Readonly<Record<Exclude<TfjsKind, 'InputLayer'>, (call: Call) => Float32Array>> = {
  Dense: ({ settings, inputs, weight }) => {
    const [x] = inputs as [Float32Array];
    const [kernel, bias] = [weight('kernel'), weight('bias')];
    const z = bias.map((b, o) => x.reduce((sum, value, i) => sum + value * kernel[i * bias.length + o]!, b));
    return activated(z, settings);
  },
  BatchNormalization: ({ settings, inputs, weight }) => {
    const [mean, variance] = [weight('moving_mean'), weight('moving_variance')];
    return normalized(
      { settings, inputs, weight },
      (u) => mean[u]!,
      (u) => variance[u]!,
    );
  },
  LayerNormalization: (call) => {
    const [x] = call.inputs as [Float32Array];
    const mean = x.reduce((sum, value) => sum + value, 0) / x.length;
    const variance = x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / x.length;
    return normalized(
      call,
      () => mean,
      () => variance,
    );
  },
  Activation: ({ settings, inputs }) => activated(inputs[0]!, settings),
  LeakyReLU: ({ settings, inputs }) => inputs[0]!.map((x) => (x < 0 ? Number(settings.alpha) * x : x)),
  Add: ({ inputs }) => combined(inputs, (a, b) => a + b),
  Multiply: ({ inputs }) => combined(inputs, (a, b) => a * b),
  Dropout: ({ inputs }) => inputs[0]!,
};

function normalized(
  { settings, inputs, weight }: Call,
  mean: (unit: number) => number,
  variance: (unit: number) => number,
): Float32Array {
  const [gamma, beta] = [weight('gamma'), weight('beta')];
  const epsilon = Number(settings.epsilon);
  return inputs[0]!.map((x, u) => ((x - mean(u)) * gamma[u]!) / Math.sqrt(variance(u) + epsilon) + beta[u]!);
}

function combined(inputs: readonly Float32Array[], join: (a: number, b: number) => number): Float32Array {
  const [first, ...others] = inputs as [Float32Array, ...Float32Array[]];
  return others.reduce((all, values) => all.map((value, u) => join(value, values[u]!)), first);
}

const OWN_NAMES = new Map(Object.entries(TFJS_ACTIVATIONS).map(([own, name]) => [name, own as Activation]));

function activated(z: Float32Array, { activation }: Call['settings']): Float32Array {
  const own = OWN_NAMES.get(String(activation));
  if (own === undefined) throw new Error(`There is no activation ${String(activation)}.`);
  const a = new Float32Array(z.length);
  activate(a, z, own, z.length, 1);
  return a;
}
