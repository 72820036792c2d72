import { createFloatArray } from '../core/float-array.ts';
import { activationFunctions } from '../engine/activations.ts';
import type { Activation } from '../model/activations.ts';
import type { ModelDense, ModelLayer, ModelLayerNormalization } from '../model/model-file.ts';

/** Values of one row: [units]. Those of a call are written over by the next. */
export type Forward = (features: Float64Array) => Float64Array;

/** One layer of a model, ready for use: takes x [I], gives a [O]. */
interface Stage {
  /** O: values that it gives. */
  readonly units: number;
  /** `inputs`: what went into each layer so far, its own at the end. */
  run(inputs: readonly Float64Array[]): Float64Array;
}

/** A layer with its numbers in lists of any kind. */
export type ComputingLayer = ModelLayer<ArrayLike<number>>;

/**
 * The layers of a model in float64, whatever precision they were trained in: plain sums from the bias on, from the first
 * input to the last.
 *
 * Shapes: features [I] → [O] of the last layer; I = `inputs`.
 * Source: the article, step 6; docs/formats/model.md for the other layers.
 */
export function createForward(layers: readonly ComputingLayer[], inputs: number): Forward {
  let units = inputs;
  const stages = layers.map((layer) => {
    const stage = createStage(layer, units);
    units = stage.units;
    return stage;
  });
  return (features) => {
    let values = features;
    /** What went into each layer so far, for the residual connections. */
    const before: Float64Array[] = [];
    for (const stage of stages) {
      before.push(values);
      values = stage.run(before);
    }
    return values;
  };
}

function createStage(layer: ComputingLayer, inputs: number): Stage {
  switch (layer.type) {
    case 'dense':
      return dense(layer, inputs);
    case 'batch-normalization': {
      const { gamma, beta, mean, variance, epsilon, activation } = layer;
      const deviation = Float64Array.from(variance, (value) => Math.sqrt(value + epsilon));
      return stage(inputs, activation, (A, X) => {
        for (let u = 0; u < A.length; u++) {
          A[u] = (gamma[u]! * (X[u]! - mean[u]!)) / deviation[u]! + beta[u]!;
        }
      });
    }
    case 'layer-normalization':
      return layerNormalization(layer, inputs);
    case 'residual':
      return stage(inputs, 'linear', (A, X, before) => {
        const Y = before[before.length - 1 - layer.over]!;
        for (let k = 0; k < A.length; k++) A[k] = X[k]! + Y[k]!;
      });
    case 'dropout':
      return { units: inputs, run: (before) => before.at(-1)! };
  }
}

/** Writes A [units] from X, what went into the layer; `before` ends with X. */
type Fill = (A: Float64Array, X: Float64Array, before: readonly Float64Array[]) => void;

/** A layer that gives its activation of what `fill` writes, into memory that it keeps. */
function stage(units: number, activation: Activation, fill: Fill): Stage {
  const activate = activationOf(activation);
  const A = new Float64Array(units);
  return {
    units,
    run(before) {
      fill(A, before.at(-1)!, before);
      activate(A);
      return A;
    },
  };
}

/** a = f(W·x + b). */
function dense({ W, b, activation }: ModelDense<ArrayLike<number>>, I: number): Stage {
  const O = b.length;
  // Whatever `dtype` says, the numbers of a file may be any.
  const weights = createFloatArray(W[0] instanceof Float32Array ? 'float32' : 'float64', O * I);
  W.forEach((row, o) => {
    weights.set(row, o * I);
  });
  const bias = Float64Array.from(b);
  return stage(O, activation, (A, X) => {
    let o = 0;
    // Four sums side by side: alone, each addition would wait for the one before.
    for (; o + 4 <= O; o += 4) {
      const [w0, w1, w2, w3] = [o * I, (o + 1) * I, (o + 2) * I, (o + 3) * I];
      let [s0, s1, s2, s3] = [bias[o]!, bias[o + 1]!, bias[o + 2]!, bias[o + 3]!];
      for (let i = 0; i < I; i++) {
        const x = X[i]!;
        s0 += weights[w0 + i]! * x;
        s1 += weights[w1 + i]! * x;
        s2 += weights[w2 + i]! * x;
        s3 += weights[w3 + i]! * x;
      }
      A[o] = s0;
      A[o + 1] = s1;
      A[o + 2] = s2;
      A[o + 3] = s3;
    }
    for (; o < O; o++) {
      let sum = bias[o]!;
      for (let i = 0; i < I; i++) sum += weights[o * I + i]! * X[i]!;
      A[o] = sum;
    }
  });
}

function layerNormalization(
  { gamma, beta, epsilon, activation }: ModelLayerNormalization<ArrayLike<number>>,
  units: number,
): Stage {
  return stage(units, activation, (A, X) => {
    let sum = 0;
    for (const value of X) sum += value;
    const mean = sum / units;
    let squares = 0;
    for (const value of X) squares += (value - mean) ** 2;
    const deviation = Math.sqrt(squares / units + epsilon);
    for (let u = 0; u < units; u++) A[u] = (gamma[u]! * (X[u]! - mean)) / deviation + beta[u]!;
  });
}

/** A = f(A), in place. */
function activationOf(activation: Activation): (A: Float64Array) => void {
  if (activation === 'linear') return () => undefined;
  if (activation === 'softmax') return softmax;
  const { value } = activationFunctions[activation];
  return (A) => {
    for (let k = 0; k < A.length; k++) A[k] = value(A[k]!);
  };
}

/** The units of one row, the largest taken off first, so that no exponential overflows. */
function softmax(z: Float64Array): void {
  let largest = -Infinity;
  for (const value of z) largest = Math.max(largest, value);
  let sum = 0;
  for (let k = 0; k < z.length; k++) {
    z[k] = Math.exp(z[k]! - largest);
    sum += z[k]!;
  }
  for (let k = 0; k < z.length; k++) z[k] = z[k]! / sum;
}
