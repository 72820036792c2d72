import type { FloatArray } from '../core/float-array.ts';
import type { Activation } from '../model/activations.ts';

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

/**
 * Every activation with its formula.
 *
 * Source: Goodfellow, Bengio & Courville, "Deep Learning" (2016), ch. 6.3; ReLU as in the article, step 6, with
 * f′(0) = 0. Comparisons are written so that NaN stays NaN: a network that has broken must be seen to be broken.
 */
export const activationFunctions: Readonly<Record<Activation, ActivationFunction>> = {
  linear: { value: (z) => z, slope: () => 1, formula: 'f(z) = z' },
  relu: { value: (z) => (z < 0 ? 0 : z), slope: (z) => (z <= 0 ? 0 : 1), formula: 'f(z) = max(0, z)' },
  sigmoid: { value: sigmoid, slope: (_z, a) => a * (1 - a), formula: 'f(z) = 1 / (1 + e⁻ᶻ)' },
  tanh: { value: Math.tanh, slope: (_z, a) => 1 - a * a, formula: 'f(z) = tanh(z)' },
};

/** Both branches keep the exponent negative, so neither overflows. */
function sigmoid(z: number): number {
  if (z >= 0) return 1 / (1 + Math.exp(-z));
  const e = Math.exp(z);
  return e / (1 + e);
}

/**
 * A = f(Z).
 *
 * Shapes: Z, A hold `length` numbers each (may be the same array).
 * Source: the article, step 6.
 */
export function activate(A: FloatArray, Z: FloatArray, activation: Activation, length: number): void {
  if (activation === 'linear') {
    if (A !== Z) A.set(Z.subarray(0, length));
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
 * Shapes: d, Z, A hold `length` numbers each.
 * Source: the article, step 7.
 */
export function activateBackward(
  d: FloatArray,
  Z: FloatArray,
  A: FloatArray,
  activation: Activation,
  length: number,
): void {
  if (activation === 'linear') return;
  if (activation === 'relu') {
    for (let k = 0; k < length; k++) if (Z[k]! <= 0) d[k] = 0;
    return;
  }
  const { slope } = activationFunctions[activation];
  for (let k = 0; k < length; k++) d[k] = d[k]! * slope(Z[k]!, A[k]!);
}
