import { activate, activateBackward, activationFunctions, softmax } from '@shared/engine/activations.ts';
import {
  ACTIVATIONS,
  type Activation,
  OUTPUT_ACTIVATIONS,
  type UnitActivation,
} from '@shared/model/activations.ts';
import { describe, expect, it } from 'vitest';
import { largestRelativeError } from '../../helpers/numbers.ts';

const unitActivations = Object.keys(ACTIVATIONS) as UnitActivation[];
const activations = Object.keys(OUTPUT_ACTIVATIONS) as Activation[];

/** One number through `activate` and back. */
function through(activation: UnitActivation, z: number) {
  const Z = Float64Array.of(z);
  const A = new Float64Array(1);
  const d = Float64Array.of(1);
  activate(A, Z, activation, 1, 1);
  activateBackward(d, Z, A, activation, 1, 1);
  return { value: A[0]!, slope: d[0]! };
}

describe('activations', () => {
  // By Python 3's math module from the formulas in docs/numerics.md.
  it.each<[UnitActivation, number, number]>([
    ['linear', -1.5, 0.75],
    ['relu', 0, 0.75],
    ['leaky-relu', -0.015, 0.75],
    ['elu', -0.7768698398515702, 0.75],
    ['selu', -1.3658143533672527, 0.7880257405166103],
    ['gelu', -0.10021080190328713, 0.5800294857173488],
    ['gelu-tanh', -0.10042842301976707, 0.5799605551656203],
    ['silu', -0.2736382857095345, 0.5093840243815447],
    ['mish', -0.29809974216680674, 0.6100183352182934],
    ['softplus', 0.2014132779827524, 1.1368710061148999],
    ['softsign', -0.6, 0.42857142857142855],
    ['sigmoid', 0.18242552380635635, 0.679178699175393],
    ['tanh', -0.9051482536448664, 0.6351489523872873],
  ])('%s of −1.5 is %f, of 0.75 %f', (activation, below, above) => {
    const { value } = activationFunctions[activation];
    expect(value(-1.5)).toBeCloseTo(below, 14);
    expect(value(0.75)).toBeCloseTo(above, 14);
    expect(through(activation, -1.5).value).toBe(value(-1.5));
  });

  it.each<[UnitActivation, number]>([
    ['linear', 1],
    ['relu', 0],
    ['leaky-relu', 0.01],
    ['elu', 1],
    ['selu', 1.0507009873554805 * 1.6732632423543772],
    ['gelu', 0.5],
    ['gelu-tanh', 0.5],
    ['silu', 0.5],
    ['mish', 0.6],
    ['softplus', 0.5],
    ['softsign', 1],
    ['sigmoid', 0.25],
    ['tanh', 1],
  ])('%s has the slope %f at 0', (activation, slope) => {
    expect(through(activation, 0).slope).toBeCloseTo(slope, 15);
  });

  it.each(unitActivations)('%s has the slope that central differences give', (activation) => {
    const { value } = activationFunctions[activation];
    const step = 1e-5;
    for (let z = -6.05; z < 6; z += 0.1) {
      const numeric = (value(z + step) - value(z - step)) / (2 * step);
      expect(Math.abs(through(activation, z).slope - numeric)).toBeLessThan(1e-9);
    }
  });

  /** What becomes of a large z below and above zero, and of the slope there. */
  const FAR: Record<UnitActivation, (z: number) => { value: number; slope: number }> = {
    linear: (z) => ({ value: z, slope: 1 }),
    relu: (z) => (z > 0 ? { value: z, slope: 1 } : { value: 0, slope: 0 }),
    'leaky-relu': (z) => (z > 0 ? { value: z, slope: 1 } : { value: 0.01 * z, slope: 0.01 }),
    elu: (z) => (z > 0 ? { value: z, slope: 1 } : { value: -1, slope: 0 }),
    selu: (z) =>
      z > 0
        ? { value: 1.0507009873554805 * z, slope: 1.0507009873554805 }
        : { value: -1.0507009873554805 * 1.6732632423543772, slope: 0 },
    gelu: (z) => (z > 0 ? { value: z, slope: 1 } : { value: 0, slope: 0 }),
    'gelu-tanh': (z) => (z > 0 ? { value: z, slope: 1 } : { value: 0, slope: 0 }),
    silu: (z) => (z > 0 ? { value: z, slope: 1 } : { value: 0, slope: 0 }),
    mish: (z) => (z > 0 ? { value: z, slope: 1 } : { value: 0, slope: 0 }),
    softplus: (z) => (z > 0 ? { value: z, slope: 1 } : { value: 0, slope: 0 }),
    softsign: (z) => ({ value: z / (1 + Math.abs(z)), slope: 1 / (1 + Math.abs(z)) ** 2 }),
    sigmoid: (z) => ({ value: z > 0 ? 1 : 0, slope: 0 }),
    tanh: (z) => ({ value: Math.sign(z), slope: 0 }),
  };

  it.each(unitActivations)('%s neither overflows nor turns into NaN far out', (activation) => {
    for (const z of [-1e200, -1e3, 1e3, 1e200]) {
      const { value, slope } = through(activation, z);
      const expected = FAR[activation](z);
      expect(largestRelativeError([value, slope], [expected.value, expected.slope])).toBeLessThan(1e-15);
    }
  });

  it('sigmoid keeps its small values', () => {
    expect(activationFunctions.sigmoid.value(-40)).toBeCloseTo(Math.exp(-40), 30);
  });

  it.each(activations)('%s lets NaN through, so that it is seen', (activation) => {
    const A = new Float64Array(3);
    activate(A, Float64Array.of(1, NaN, 2), activation, 3, 1);
    expect(A[1]).toBeNaN();
  });

  it.each(activations)('%s lets a gradient that is NaN through', (activation) => {
    const Z = Float64Array.of(0.5, 1, 2);
    const A = new Float64Array(3);
    const d = Float64Array.of(1, NaN, 1);
    activate(A, Z, activation, 3, 1);
    activateBackward(d, Z, A, activation, 3, 1);
    expect(d[1]).toBeNaN();
  });
});

describe('softmax', () => {
  it('matches the worked example, sample by sample', () => {
    // z = (0, ln 3) → (1, 3) / 4;  z = (ln 2, 0) → (2, 1) / 3
    const A = new Float64Array(4);
    softmax(A, Float64Array.of(0, Math.LN2, Math.log(3), 0), 2, 2);
    expect(largestRelativeError(A, [0.25, 2 / 3, 0.75, 1 / 3])).toBeLessThan(1e-15);
  });

  it('does not overflow', () => {
    const A = new Float64Array(3);
    softmax(A, Float64Array.of(1e3, -1e3, 1e3), 3, 1);
    expect([...A]).toEqual([0.5, 0, 0.5]);
  });

  it('makes all of a sample NaN, and of no other, where one of its numbers is', () => {
    const A = new Float64Array(4);
    softmax(A, Float64Array.of(NaN, 1, 0, 1), 2, 2);
    expect([...A]).toEqual([NaN, 0.5, NaN, 0.5]);
  });

  it('has the whole Jacobian in its gradient', () => {
    // a = (1, 3)/4, dA = (1, 0): Σ dA·a = 1/4;  dz₀ = 1/4·(1 − 1/4), dz₁ = 3/4·(0 − 1/4)
    const d = Float64Array.of(1, 0);
    const A = Float64Array.of(0.25, 0.75);
    activateBackward(d, Float64Array.of(0, Math.log(3)), A, 'softmax', 2, 1);
    expect([...d]).toEqual([0.1875, -0.1875]);
  });
});
