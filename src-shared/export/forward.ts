import { createFloatArray } from '../core/float-array.ts';
import { activationFunctions } from '../engine/activations.ts';
import type { Activation } from '../model/activations.ts';
import type { ModelDense, ModelLayer, ModelLayerNormalization } from '../model/model-file.ts';

/** Values of N rows, row after row: [N, units]. Those of a call are written over by the next. */
export type Forward = (features: Float64Array, N: number) => Float64Array;

/** One layer of a model, ready for use: takes X [N, I], gives A [N, O]. */
interface Stage {
  /** O: values that it gives for each row. */
  readonly units: number;
  /** `inputs`: what went into each layer so far, its own at the end. */
  run(inputs: readonly Float64Array[], N: number): Float64Array;
}

/** A layer with its numbers in lists of any kind. */
export type ComputingLayer = ModelLayer<ArrayLike<number>>;

/**
 * The layers of a model in float64, whatever precision they were trained in: plain sums from the bias on, from the first
 * input to the last, so that a row has the same bits alone and among others.
 *
 * Shapes: features [N, I] → [N, O] of the last layer; I = `inputs`.
 * Source: the article, step 6; docs/formats/model.md for the other layers.
 */
export function createForward(layers: readonly ComputingLayer[], inputs: number): Forward {
  let units = inputs;
  const stages = layers.map((layer) => {
    const stage = createStage(layer, units);
    units = stage.units;
    return stage;
  });
  return (features, N) => {
    let values = features;
    /** What went into each layer so far, for the residual connections. */
    const before: Float64Array[] = [];
    for (const stage of stages) {
      before.push(values);
      values = stage.run(before, N);
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
        for (let k = 0; k < A.length; k++) {
          const u = k % inputs;
          A[k] = (gamma[u]! * (X[k]! - mean[u]!)) / deviation[u]! + beta[u]!;
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

/** Writes A [N, units] from X, what went into the layer; `before` ends with X. */
type Fill = (A: Float64Array, X: Float64Array, before: readonly Float64Array[]) => void;

/** A layer that gives its activation of what `fill` writes, into memory that it keeps. */
function stage(units: number, activation: Activation, fill: Fill): Stage {
  const activate = activationOf(activation, units);
  let memory = new Float64Array(0);
  return {
    units,
    run(before, N) {
      if (memory.length < N * units) memory = new Float64Array(N * units);
      const A = memory.subarray(0, N * units);
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
    for (let n = 0; n < A.length / O; n++) {
      for (let o = 0; o < O; o++) {
        let sum = bias[o]!;
        for (let i = 0; i < I; i++) sum += weights[o * I + i]! * X[n * I + i]!;
        A[n * O + o] = sum;
      }
    }
  });
}

function layerNormalization(
  { gamma, beta, epsilon, activation }: ModelLayerNormalization<ArrayLike<number>>,
  units: number,
): Stage {
  return stage(units, activation, (A, X) => {
    for (let first = 0; first < A.length; first += units) {
      let sum = 0;
      for (let u = 0; u < units; u++) sum += X[first + u]!;
      const mean = sum / units;
      let squares = 0;
      for (let u = 0; u < units; u++) squares += (X[first + u]! - mean) ** 2;
      const deviation = Math.sqrt(squares / units + epsilon);
      for (let u = 0; u < units; u++) {
        A[first + u] = (gamma[u]! * (X[first + u]! - mean)) / deviation + beta[u]!;
      }
    }
  });
}

/** A = f(A), in place. */
function activationOf(activation: Activation, units: number): (A: Float64Array) => void {
  if (activation === 'linear') return () => undefined;
  if (activation === 'softmax')
    return (A) => {
      for (let first = 0; first < A.length; first += units) softmax(A.subarray(first, first + units));
    };
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
