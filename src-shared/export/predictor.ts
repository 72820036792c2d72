import { createEncoder } from '../data/encode.ts';
import { unscaleValue } from '../data/transforms.ts';
import { activationFunctions } from '../engine/activations.ts';
import type { Activation } from '../model/activations.ts';
import type { RawValue } from '../model/column-catalog.ts';
import type { ModelDense, ModelFile, ModelLayer } from '../model/model-file.ts';
import { createCellReader } from './read-cell.ts';

/** One row of raw inputs → one row of raw outputs. Throws INVALID_VALUE where the model cannot take a cell. */
export type Predictor = (inputs: readonly RawValue[]) => number[];

type Values = readonly number[];

/**
 * A model file → what it computes, in float64, whatever precision it was trained in. The try-it form, the command line,
 * `verify` and the golden cases all ask this one function, so they cannot disagree.
 */
export function createPredictor(model: Pick<ModelFile, 'inputs' | 'outputs' | 'layers'>): Predictor {
  const encoders = model.inputs.map(createEncoder);
  const readers = model.inputs.map(createCellReader);
  return (raw) => {
    const features: number[] = [];
    const take = (value: number): void => {
      features.push(value);
    };
    readers.forEach((read, i) => {
      encoders[i]!.encode(read(raw[i]!), take);
    });
    let values: Values = features;
    /** What went into each layer so far, for the residual connections. */
    const inputs: Values[] = [];
    for (const layer of model.layers) {
      inputs.push(values);
      values = applyLayer(layer, values, inputs);
    }
    return model.outputs.map((column, t) => unscaleValue(column.transform, values[t]!));
  };
}

function applyLayer(layer: ModelLayer, input: Values, inputs: readonly Values[]): Values {
  switch (layer.type) {
    case 'dense':
      return activate(layer.activation, affine(layer, input));
    case 'batch-normalization': {
      const { gamma, beta, mean, variance, epsilon } = layer;
      return activate(
        layer.activation,
        input.map((x, u) => (gamma[u]! * (x - mean[u]!)) / Math.sqrt(variance[u]! + epsilon) + beta[u]!),
      );
    }
    case 'layer-normalization': {
      const { gamma, beta, epsilon } = layer;
      const mean = meanOf(input);
      const deviation = Math.sqrt(meanOf(input.map((x) => (x - mean) ** 2)) + epsilon);
      return activate(
        layer.activation,
        input.map((x, u) => (gamma[u]! * (x - mean)) / deviation + beta[u]!),
      );
    }
    case 'residual': {
      const before = inputs[inputs.length - 1 - layer.over]!;
      return input.map((x, u) => x + before[u]!);
    }
    case 'dropout':
      return input;
  }
}

function affine({ W, b }: ModelDense, input: Values): number[] {
  return W.map((row, o) => {
    let sum = b[o]!;
    for (let i = 0; i < row.length; i++) sum += row[i]! * input[i]!;
    return sum;
  });
}

function activate(activation: Activation, z: Values): Values {
  if (activation === 'softmax') return softmax(z);
  const { value } = activationFunctions[activation];
  return z.map((number) => value(number));
}

/** The largest taken off first, so that no exponential overflows. */
function softmax(z: Values): Values {
  const largest = Math.max(...z);
  const exponentials = z.map((value) => Math.exp(value - largest));
  const sum = exponentials.reduce((total, value) => total + value, 0);
  return exponentials.map((value) => value / sum);
}

function meanOf(values: Values): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
