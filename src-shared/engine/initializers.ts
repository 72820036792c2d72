import type { FloatArray } from '../core/float-array.ts';
import type { RandomSource } from '../core/random-source.ts';
import type { Initializer } from '../model/network.ts';

/** Where an initializer takes its numbers from. */
interface Draw {
  readonly random: RandomSource;
  /** Every weight, for `constant`. */
  readonly constant: number;
}

/** Fills the weights W [O, I] of a layer, and the biases b [O], which are zero before. */
type Initialize = (W: FloatArray, b: FloatArray, O: number, I: number, draw: Draw) => void;

/**
 * Every initializer. Weights are drawn row by row; biases stay zero but for the article's.
 *
 * Source: He et al. 2015 (he: variance 2/I); Glorot & Bengio 2010 (glorot: 2/(I + O)); LeCun et al. 1998 (lecun: 1/I); the
 * uniform ones have the same variances. Orthogonal: Saxe, McClelland & Ganguli 2014, gain 1. The article, step 5: weights
 * and biases normal, times √(2/I).
 */
export const initializers: Readonly<Record<Initializer, Initialize>> = {
  'he-normal': (W, _b, _O, I, { random }) => {
    fillNormal(W, 2 / I, random);
  },
  'he-uniform': (W, _b, _O, I, { random }) => {
    fillUniform(W, Math.sqrt(6 / I), random);
  },
  'glorot-normal': (W, _b, O, I, { random }) => {
    fillNormal(W, 2 / (I + O), random);
  },
  'glorot-uniform': (W, _b, O, I, { random }) => {
    fillUniform(W, Math.sqrt(6 / (I + O)), random);
  },
  'lecun-normal': (W, _b, _O, I, { random }) => {
    fillNormal(W, 1 / I, random);
  },
  'lecun-uniform': (W, _b, _O, I, { random }) => {
    fillUniform(W, Math.sqrt(3 / I), random);
  },
  orthogonal: (W, _b, O, I, { random }) => {
    fillOrthogonal(W, O, I, random);
  },
  zeros: (W) => {
    W.fill(0);
  },
  constant: (W, _b, _O, _I, { constant }) => {
    W.fill(constant);
  },
  article: (W, b, _O, I, { random }) => {
    fillNormal(W, 2 / I, random);
    fillNormal(b, 2 / I, random);
  },
};

function fillNormal(values: FloatArray, variance: number, random: RandomSource): void {
  const deviation = Math.sqrt(variance);
  for (let k = 0; k < values.length; k++) values[k] = deviation * random.normal();
}

/** Uniform in ±limit, which has the variance limit²/3. */
function fillUniform(values: FloatArray, limit: number, random: RandomSource): void {
  for (let k = 0; k < values.length; k++) values[k] = limit * (2 * random.uniform() - 1);
}

/**
 * Rows (or columns, where they are fewer) that are orthonormal: a normal matrix made so by modified Gram–Schmidt. Its
 * R has a positive diagonal, which makes every orthogonal matrix equally likely (Mezzadri 2007).
 */
function fillOrthogonal(W: FloatArray, O: number, I: number, random: RandomSource): void {
  const count = Math.min(O, I);
  const length = Math.max(O, I);
  const vectors = Array.from({ length: count }, () => Float64Array.from({ length }, () => random.normal()));
  vectors.forEach((vector, k) => {
    for (let j = 0; j < k; j++) addMultiple(vector, vectors[j]!, -dot(vector, vectors[j]!));
    scale(vector, 1 / Math.sqrt(dot(vector, vector)));
  });
  vectors.forEach((vector, k) => {
    for (let j = 0; j < length; j++) W[O <= I ? k * I + j : j * I + k] = vector[j]!;
  });
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
  return sum;
}

function addMultiple(target: Float64Array, source: Float64Array, factor: number): void {
  for (let k = 0; k < target.length; k++) target[k] = target[k]! + factor * source[k]!;
}

function scale(values: Float64Array, factor: number): void {
  for (let k = 0; k < values.length; k++) values[k] = values[k]! * factor;
}
