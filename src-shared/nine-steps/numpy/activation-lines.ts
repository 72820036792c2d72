import type { Activation } from '../../model/activations.ts';

/*
 * Activations and their slopes as NumPy expressions: the engine's own formulas (engine/activations.ts), of whole
 * matrices [units, N]. `erf` is math.erf for arrays, which NumPy itself does not have.
 */

interface ActivationLines {
  /** a of z. */
  readonly value: (z: string) => string;
  /** f′ of z and a; null where it is 1 everywhere. */
  readonly slope: ((z: string, a: string) => string) | null;
}

const SELU = { scale: '1.0507009873554805', alpha: '1.6732632423543772' };
const ROOT = 'np.sqrt(2 / np.pi)';

const sigmoid = (z: string) => `1 / (1 + np.exp(-${z}))`;
const tanhOfGelu = (z: string) => `np.tanh(${ROOT} * (${z} + 0.044715 * ${z}**3))`;

const activationLines: Readonly<Record<Exclude<Activation, 'softmax'>, ActivationLines>> = {
  linear: { value: (z) => z, slope: null },
  relu: { value: (z) => `np.maximum(0, ${z})`, slope: (z) => `(${z} > 0)` },
  'leaky-relu': {
    value: (z) => `np.where(${z} > 0, ${z}, 0.01 * ${z})`,
    slope: (z) => `np.where(${z} > 0, 1, 0.01)`,
  },
  elu: {
    value: (z) => `np.where(${z} > 0, ${z}, np.expm1(${z}))`,
    slope: (z) => `np.where(${z} > 0, 1, np.exp(${z}))`,
  },
  selu: {
    value: (z) => `${SELU.scale} * np.where(${z} > 0, ${z}, ${SELU.alpha} * np.expm1(${z}))`,
    slope: (z) => `${SELU.scale} * np.where(${z} > 0, 1, ${SELU.alpha} * np.exp(${z}))`,
  },
  gelu: {
    value: (z) => `${z} * 0.5 * (1 + erf(${z} / np.sqrt(2)))`,
    slope: (z) => `(0.5 * (1 + erf(${z} / np.sqrt(2))) + ${z} * np.exp(-0.5 * ${z}**2) / np.sqrt(2 * np.pi))`,
  },
  'gelu-tanh': {
    value: (z) => `0.5 * ${z} * (1 + ${tanhOfGelu(z)})`,
    slope: (z) =>
      `(0.5 * (1 + ${tanhOfGelu(z)}) + 0.5 * ${z} * (1 - ${tanhOfGelu(z)}**2) * ${ROOT} * (1 + 3 * 0.044715 * ${z}**2))`,
  },
  silu: {
    value: (z) => `${z} / (1 + np.exp(-${z}))`,
    slope: (z) => `((1 + np.exp(-${z}) * (1 + ${z})) / (1 + np.exp(-${z}))**2)`,
  },
  mish: {
    value: (z) => `${z} * np.tanh(np.logaddexp(0, ${z}))`,
    slope: (z) =>
      `(np.tanh(np.logaddexp(0, ${z})) + ${z} / (1 + np.exp(-${z})) * (1 - np.tanh(np.logaddexp(0, ${z}))**2))`,
  },
  softplus: { value: (z) => `np.logaddexp(0, ${z})`, slope: (z) => `(${sigmoid(z)})` },
  softsign: { value: (z) => `${z} / (1 + np.abs(${z}))`, slope: (z) => `(1 / (1 + np.abs(${z}))**2)` },
  sigmoid: { value: sigmoid, slope: (_z, a) => `${a} * (1 - ${a})` },
  tanh: { value: (z) => `np.tanh(${z})`, slope: (_z, a) => `(1 - ${a}**2)` },
};

/** The line or lines that make A out of Z. */
export function activationForward(activation: Activation, a: string, z: string): string[] {
  if (activation !== 'softmax') return [`${a} = ${activationLines[activation].value(z)}`];
  return [`${a} = np.exp(${z} - ${z}.max(axis=0))`, `${a} = ${a} / ${a}.sum(axis=0)`];
}

/** The line that makes dZ out of dA. */
export function activationBackward(
  activation: Activation,
  names: { dZ: string; dA: string; Z: string; A: string },
): string {
  const { dZ, dA, Z, A } = names;
  if (activation === 'softmax') return `${dZ} = ${A} * (${dA} - (${dA} * ${A}).sum(axis=0))`;
  const { slope } = activationLines[activation];
  return slope === null ? `${dZ} = ${dA}` : `${dZ} = ${dA} * ${slope(Z, A)}`;
}
