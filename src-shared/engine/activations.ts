import type { FloatArray } from '../core/float-array.ts';
import { errorFunction } from '../core/error-function.ts';
import type { Activation, UnitActivation } from '../model/activations.ts';

/**
 * An activation a = f(z), applied to each number alone.
 *
 * `slope` gives f′(z) and may use a = f(z), which is at hand when it is asked for.
 */
interface ActivationFunction {
  readonly value: (z: number) => number;
  readonly slope: (z: number, a: number) => number;
  /** As a person writes it. */
  readonly formula: string;
}

const LEAK = 0.01;
const SELU_SCALE = 1.0507009873554805;
const SELU_ALPHA = 1.6732632423543772;
const ROOT_2_BY_PI = 0.7978845608028654;
const GELU_CUBE = 0.044715;

/**
 * Every activation that takes each number alone, with its formula.
 *
 * Source: Goodfellow, Bengio & Courville, "Deep Learning" (2016), ch. 6.3; ReLU as in the article, step 6, with f′(0) = 0.
 * Leaky ReLU, Maas et al. 2013; ELU, Clevert et al. 2016; SELU, Klambauer et al. 2017; GELU and its form with tanh,
 * Hendrycks & Gimpel 2016; SiLU, Elfwing et al. 2018; Mish, Misra 2020; softplus, Dugas et al. 2001; softsign, Bergstra et
 * al. 2009. Constants and slopes at kinks are PyTorch's.
 *
 * Comparisons are written so that NaN stays NaN: a network that has broken must be seen to be broken.
 */
export const activationFunctions: Readonly<Record<UnitActivation, ActivationFunction>> = {
  linear: { value: (z) => z, slope: () => 1, formula: 'f(z) = z' },
  relu: { value: (z) => (z < 0 ? 0 : z), slope: (z) => (z <= 0 ? 0 : 1), formula: 'f(z) = max(0, z)' },
  'leaky-relu': {
    value: (z) => (z < 0 ? LEAK * z : z),
    slope: (z) => (z <= 0 ? LEAK : 1),
    formula: 'f(z) = max(0.01·z, z)',
  },
  elu: {
    value: (z) => (z > 0 ? z : Math.expm1(z)),
    slope: (z) => (z > 0 ? 1 : Math.exp(z)),
    formula: 'f(z) = z for z > 0, else eᶻ − 1',
  },
  selu: {
    value: (z) => SELU_SCALE * (z > 0 ? z : SELU_ALPHA * Math.expm1(z)),
    slope: (z) => SELU_SCALE * (z > 0 ? 1 : SELU_ALPHA * Math.exp(z)),
    formula: 'f(z) = 1.0507·z for z > 0, else 1.0507·1.67326·(eᶻ − 1)',
  },
  gelu: {
    value: (z) => z * normalShare(z),
    slope: (z) => normalShare(z) + 0.5 * ROOT_2_BY_PI * z * Math.exp(-0.5 * z * z),
    formula: 'f(z) = ½·z·(1 + erf(z/√2))',
  },
  'gelu-tanh': {
    value: (z) => 0.5 * z * (1 + geluTanh(z)),
    slope: geluTanhSlope,
    formula: 'f(z) = ½·z·(1 + tanh(√(2/π)·(z + 0.044715·z³)))',
  },
  silu: {
    value: (z) => z * sigmoid(z),
    slope: siluSlope,
    formula: 'f(z) = z / (1 + e⁻ᶻ)',
  },
  mish: {
    value: (z) => z * Math.tanh(softplus(z)),
    slope: mishSlope,
    formula: 'f(z) = z·tanh(ln(1 + eᶻ))',
  },
  softplus: { value: softplus, slope: sigmoid, formula: 'f(z) = ln(1 + eᶻ)' },
  softsign: {
    value: (z) => z / (1 + Math.abs(z)),
    slope: (z) => 1 / (1 + Math.abs(z)) ** 2,
    formula: 'f(z) = z / (1 + |z|)',
  },
  sigmoid: { value: sigmoid, slope: (_z, a) => a * (1 - a), formula: 'f(z) = 1 / (1 + e⁻ᶻ)' },
  tanh: { value: Math.tanh, slope: (_z, a) => 1 - a * a, formula: 'f(z) = tanh(z)' },
};

/** Both branches keep the exponent negative, so neither overflows. */
function sigmoid(z: number): number {
  if (z >= 0) return 1 / (1 + Math.exp(-z));
  const e = Math.exp(z);
  return e / (1 + e);
}

/** ln(1 + eᶻ), with the large part taken out of the exponential. */
function softplus(z: number): number {
  return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
}

/** Φ(z), the share of a standard normal distribution below z. */
function normalShare(z: number): number {
  return 0.5 * (1 + errorFunction(z * Math.SQRT1_2));
}

function geluTanh(z: number): number {
  return Math.tanh(ROOT_2_BY_PI * (z + GELU_CUBE * z * z * z));
}

function geluTanhSlope(z: number): number {
  const t = geluTanh(z);
  const rest = 1 - t * t;
  // Far out z² may overflow where there is no slope left to multiply it by.
  const bend = rest === 0 ? 0 : 0.5 * z * rest * ROOT_2_BY_PI * (1 + 3 * GELU_CUBE * z * z);
  return 0.5 * (1 + t) + bend;
}

function siluSlope(z: number): number {
  const share = sigmoid(z);
  return share * (1 + z * (1 - share));
}

function mishSlope(z: number): number {
  const t = Math.tanh(softplus(z));
  return t + z * sigmoid(z) * (1 - t * t);
}

/**
 * A = f(Z).
 *
 * Shapes: Z, A are [O, N] (may be the same array).
 * Source: the article, step 6.
 */
export function activate(A: FloatArray, Z: FloatArray, activation: Activation, O: number, N: number): void {
  const length = O * N;
  if (activation === 'linear') {
    if (A !== Z) A.set(Z.subarray(0, length));
    return;
  }
  if (activation === 'softmax') {
    softmax(A, Z, O, N);
    return;
  }
  if (activation === 'relu') {
    for (let k = 0; k < length; k++) A[k] = Z[k]! < 0 ? 0 : Z[k]!;
    return;
  }
  const { value } = activationFunctions[activation];
  for (let k = 0; k < length; k++) A[k] = value(Z[k]!);
}

/**
 * dZ = dA ∘ f′(Z), in place: `d` holds dA before and dZ after.
 *
 * Shapes: d, Z, A are [O, N].
 * Source: the article, step 7.
 */
export function activateBackward(
  d: FloatArray,
  Z: FloatArray,
  A: FloatArray,
  activation: Activation,
  O: number,
  N: number,
): void {
  const length = O * N;
  if (activation === 'linear') return;
  if (activation === 'softmax') {
    softmaxBackward(d, A, O, N);
    return;
  }
  if (activation === 'relu') {
    for (let k = 0; k < length; k++) if (Z[k]! <= 0) d[k] = 0;
    return;
  }
  const { slope } = activationFunctions[activation];
  for (let k = 0; k < length; k++) d[k] = d[k]! * slope(Z[k]!, A[k]!);
}

/**
 * Softmax over the units of each sample: aₖ = e^zₖ / Σⱼ e^zⱼ. The largest z is taken off first, so nothing overflows.
 *
 * Shapes: Z, A are [O, N] (may be the same array).
 * Source: Goodfellow, Bengio & Courville (2016), ch. 6.2.2.3.
 */
export function softmax(A: FloatArray, Z: FloatArray, O: number, N: number): void {
  for (let n = 0; n < N; n++) {
    const highest = highestOf(Z, O, N, n);
    let sum = 0;
    for (let o = 0; o < O; o++) sum += Math.exp(Z[o * N + n]! - highest);
    for (let o = 0; o < O; o++) A[o * N + n] = Math.exp(Z[o * N + n]! - highest) / sum;
  }
}

/** dZₖ = aₖ·(dAₖ − Σⱼ dAⱼ·aⱼ) for each sample, in place: softmax's whole Jacobian. */
function softmaxBackward(d: FloatArray, A: FloatArray, O: number, N: number): void {
  for (let n = 0; n < N; n++) {
    let sum = 0;
    for (let o = 0; o < O; o++) sum += d[o * N + n]! * A[o * N + n]!;
    for (let o = 0; o < O; o++) d[o * N + n] = A[o * N + n]! * (d[o * N + n]! - sum);
  }
}

/**
 * The largest of one sample's numbers; NaN where one of them is NaN.
 *
 * Shapes: Z [O, N]; n is the sample.
 * Source: the definition.
 */
export function highestOf(Z: FloatArray, O: number, N: number, n: number): number {
  let highest = -Infinity;
  for (let o = 0; o < O; o++) highest = Math.max(highest, Z[o * N + n]!);
  return highest;
}
