import type { Activation } from '../../../model/activations.ts';
import type { Operators } from './operators.ts';

/** An activation in nodes: z → a, and back da → dz, where z and a are at hand. */
interface ActivationNodes {
  readonly value: (o: Operators, z: string) => string;
  readonly backward: (o: Operators, da: string, z: string, a: string) => string;
}

const LEAK = 0.01;
const SELU_SCALE = 1.0507009873554805;
const SELU_ALPHA = 1.6732632423543772;
const ROOT_2_BY_PI = 0.7978845608028654;
const GELU_CUBE = 0.044715;
/** Beyond it GELU's tanh has no slope left in float32, and z³ and z⁴ are still numbers. */
const GELU_TANH_REACH = 20;
/** Beyond it tanh(softplus(z)) is 1 in float32, and e²ᶻ is still a number. */
const MISH_REACH = 20;

/**
 * Every activation in ONNX nodes. Softmax goes along the last axis, where the units of a row lie.
 *
 * Shapes: z, a, da, dz of one shape; [N, units] for softmax.
 * Source: the formulas and slopes of `activationFunctions`. Exponentials are taken of what is not above 0, or of what
 * makes a quotient 0 where they are infinite; e^z − 1 and ln(1 + e^z) come from tanh and its inverse, which lose no
 * digits near 0: e^z − 1 = 2t/(1 − t) with t = tanh(z/2), ln(1 + u) = 2·artanh(u/(2 + u)) (Abramowitz & Stegun 1964, 4.5, 4.6).
 */
export const ACTIVATION_NODES: Readonly<Record<Activation, ActivationNodes>> = {
  linear: { value: (_o, z) => z, backward: (_o, da) => da },
  relu: {
    value: (o, z) => o.relu(z),
    // Where a is above 0, z is: the pre-activations need not be kept, and are not where the product takes ReLU with it.
    backward: bySlope((o, _z, a) => o.positive(a)),
  },
  'leaky-relu': {
    value: (o, z) => o.larger(z, o.multiply(z, LEAK)),
    backward: bySlope((o, _z, a) => o.where(o.isGreater(a, 0), 1, LEAK)),
  },
  elu: {
    value: (o, z) => o.add(o.relu(z), bend(o, z)),
    // e^z = a + 1 up to 0.
    backward: bySlope((o, _z, a) => o.add(o.smaller(a, 0), 1)),
  },
  selu: {
    value: (o, z) =>
      o.add(o.multiply(o.relu(z), SELU_SCALE), o.multiply(bend(o, z), SELU_SCALE * SELU_ALPHA)),
    backward: bySlope((o, _z, a) =>
      o.where(o.isGreater(a, 0), SELU_SCALE, o.add(a, SELU_SCALE * SELU_ALPHA)),
    ),
  },
  gelu: { value: (o, z) => o.multiply(z, normalShare(o, z)), backward: bySlope(geluSlope) },
  'gelu-tanh': {
    value: (o, z) => o.multiply(o.multiply(z, 0.5), o.add(geluTanh(o, withinReach(o, z)), 1)),
    backward: bySlope(geluTanhSlope),
  },
  silu: {
    value: (o, z) => o.multiply(z, sigmoid(o, z)),
    backward: bySlope((o, z) => {
      const share = sigmoid(o, z);
      return o.multiply(share, o.add(o.multiply(z, o.subtract(1, share)), 1));
    }),
  },
  mish: { value: (o, z) => o.multiply(z, mishParts(o, z).t), backward: bySlope(mishSlope) },
  softplus: {
    value: softplus,
    backward: bySlope((o, z) => sigmoid(o, z)),
  },
  softsign: {
    value: (o, z) => o.divide(z, o.add(o.absolute(z), 1)),
    backward: bySlope((o, z) => {
      const inverse = o.reciprocal(o.add(o.absolute(z), 1));
      return o.multiply(inverse, inverse);
    }),
  },
  sigmoid: {
    value: sigmoid,
    backward: bySlope((o, _z, a) => o.multiply(a, o.subtract(1, a))),
  },
  tanh: {
    value: (o, z) => o.tanh(z),
    backward: bySlope((o, _z, a) => o.subtract(1, o.multiply(a, a))),
  },
  softmax: {
    // As the loss takes it, so that both share the larger part of the work.
    value: (o, z) => o.exponential(o.logSoftmax(z, 1)),
    backward: (o, da, _z, a) => {
      const along = o.multiply(da, a);
      return o.subtract(along, o.multiply(a, o.sumAlong(along, 1)));
    },
  },
};

/** f′ as a factor. */
function bySlope(slope: (o: Operators, z: string, a: string) => string): ActivationNodes['backward'] {
  return (o, da, z, a) => o.multiply(da, slope(o, z, a));
}

/**
 * ln(1 + e^z), with the large part taken out of the exponential.
 *
 * Shapes: any.
 * Source: as `ACTIVATION_NODES`.
 */
export function softplus(o: Operators, z: string): string {
  const fall = o.exponential(o.negative(o.absolute(z)));
  const half = o.inverseTanh(o.divide(fall, o.add(fall, 2)));
  return o.add(o.relu(z), o.multiply(half, 2));
}

/** Where e^−z is infinite its inverse is 0, as it should be. ONNX's own operator has no small values. */
function sigmoid(o: Operators, z: string): string {
  return o.reciprocal(o.add(o.exponential(o.negative(z)), 1));
}

/** e^z − 1 up to 0, and 0 beyond. */
function bend(o: Operators, z: string): string {
  const t = o.tanh(o.multiply(o.smaller(z, 0), 0.5));
  return o.divide(o.add(t, t), o.subtract(1, t));
}

/** Φ(z), the share of a standard normal distribution below z. */
function normalShare(o: Operators, z: string): string {
  return o.multiply(o.add(o.errorFunction(o.multiply(z, Math.SQRT1_2)), 1), 0.5);
}

function geluSlope(o: Operators, z: string): string {
  const density = o.exponential(o.multiply(o.multiply(z, z), -0.5));
  return o.add(normalShare(o, z), o.multiply(o.multiply(z, 0.5 * ROOT_2_BY_PI), density));
}

function withinReach(o: Operators, z: string): string {
  return o.clip(z, -GELU_TANH_REACH, GELU_TANH_REACH);
}

function geluTanh(o: Operators, z: string): string {
  const cube = o.multiply(o.multiply(z, z), z);
  return o.tanh(o.multiply(o.add(z, o.multiply(cube, GELU_CUBE)), ROOT_2_BY_PI));
}

function geluTanhSlope(o: Operators, pre: string): string {
  const z = withinReach(o, pre);
  const t = geluTanh(o, z);
  const rest = o.subtract(1, o.multiply(t, t));
  const inner = o.add(o.multiply(o.multiply(z, z), 3 * GELU_CUBE), 1);
  const bent = o.multiply(o.multiply(o.multiply(z, 0.5 * ROOT_2_BY_PI), inner), rest);
  return o.add(o.multiply(o.add(t, 1), 0.5), bent);
}

/** With u = e^z: t = tanh(softplus(z)) = (u² + 2u) / (u² + 2u + 2), which needs no logarithm. */
function mishParts(o: Operators, z: string): { u: string; t: string } {
  const u = o.exponential(o.smaller(z, MISH_REACH));
  const n = o.multiply(u, o.add(u, 2));
  return { u, t: o.divide(n, o.add(n, 2)) };
}

function mishSlope(o: Operators, z: string): string {
  const { u, t } = mishParts(o, z);
  const share = o.divide(u, o.add(u, 1));
  const rest = o.subtract(1, o.multiply(t, t));
  return o.add(t, o.multiply(o.multiply(z, share), rest));
}
