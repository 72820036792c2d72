import { createFloatArray, type Precision } from '@shared/core/float-array.ts';
import { coefficientWriter, updateRule } from '@shared/engine/optimizers/optimizer.ts';
import { defaultsOf } from '@shared/model/fields.ts';
import { type FirstOrderOptimizer, optimizerCatalog } from '@shared/model/training-catalog.ts';
import { describe, expect, it } from 'vitest';

type Type = FirstOrderOptimizer['type'];

/** Every optimizer with the settings of the catalog. */
const defaults: { [T in Type]: Extract<FirstOrderOptimizer, { type: T }> } = {
  sgd: { type: 'sgd', ...defaultsOf(optimizerCatalog.sgd.fields) },
  momentum: { type: 'momentum', ...defaultsOf(optimizerCatalog.momentum.fields) },
  nesterov: { type: 'nesterov', ...defaultsOf(optimizerCatalog.nesterov.fields) },
  rmsprop: { type: 'rmsprop', ...defaultsOf(optimizerCatalog.rmsprop.fields) },
  adagrad: { type: 'adagrad', ...defaultsOf(optimizerCatalog.adagrad.fields) },
  adadelta: { type: 'adadelta', ...defaultsOf(optimizerCatalog.adadelta.fields) },
  adam: { type: 'adam', ...defaultsOf(optimizerCatalog.adam.fields) },
  amsgrad: { type: 'amsgrad', ...defaultsOf(optimizerCatalog.amsgrad.fields) },
  adamw: { type: 'adamw', ...defaultsOf(optimizerCatalog.adamw.fields) },
  adamax: { type: 'adamax', ...defaultsOf(optimizerCatalog.adamax.fields) },
  nadam: { type: 'nadam', ...defaultsOf(optimizerCatalog.nadam.fields) },
  radam: { type: 'radam', ...defaultsOf(optimizerCatalog.radam.fields) },
};
const all = Object.values(defaults);

/** Updates from given parameters; the gradients are asked for before each step. */
function run(
  optimizer: FirstOrderOptimizer,
  start: readonly number[],
  steps: number,
  gradientsAt: (parameters: ArrayLike<number>, step: number) => readonly number[],
  precision: Precision = 'float64',
) {
  const rule = updateRule(optimizer.type);
  const parameters = createFloatArray(precision, start.length);
  parameters.set(start);
  const gradients = createFloatArray(precision, start.length);
  const slots = Array.from({ length: rule.slots }, () => createFloatArray(precision, start.length));
  const coefficients = new Float64Array(rule.coefficientCount);
  const writeCoefficients = coefficientWriter(optimizer, 0);
  for (let step = 1; step <= steps; step++) {
    gradients.set(gradientsAt(parameters, step));
    writeCoefficients(step, optimizer.learningRate, coefficients, 0);
    rule.update(parameters, gradients, slots, coefficients, 0);
  }
  return parameters;
}

const { sqrt } = Math;
const beta = { learningRate: 0.5, beta1: 0.5, beta2: 0.75, epsilon: 1 };

/**
 * θ = 1 at first, g = 2, then 1 (or what stands last); α = 0.5 but for Adadelta's 1. ε = 1 where there is one.
 * Adam's family with β₁ = ½, β₂ = ¾: m = 1, v = 1 after both steps, so m̂ = 2 and v̂ = 4, then m̂ = 4/3 and v̂ = 16/7.
 */
const examples: readonly [FirstOrderOptimizer, number, number, number?][] = [
  // 2 + ½·1 = 2.5;  1 + ½·(−0.25) = 0.875
  [{ type: 'sgd', learningRate: 0.5, weightDecay: 0.5 }, 1 - 1.25, -0.25 - 0.4375],
  // v = 2;  v = ½·2 + 1 = 2
  [{ type: 'momentum', learningRate: 0.5, momentum: 0.5, weightDecay: 0 }, 0, -1],
  // v = 2 + ½·1 = 2.5;  v = ½·2.5 + 1 + ½·(−0.25) = 2.125
  [{ type: 'momentum', learningRate: 0.5, momentum: 0.5, weightDecay: 0.5 }, -0.25, -0.25 - 1.0625],
  // g + ½·v = 2 + 1, v = 2;  1 + 1, v = 2
  [{ type: 'nesterov', learningRate: 0.5, momentum: 0.5, weightDecay: 0 }, 1 - 1.5, -0.5 - 1],
  // v = 2, ½·2/(√2 + 1) = √2 − 1;  v = 1.5
  [
    { type: 'rmsprop', learningRate: 0.5, rho: 0.5, epsilon: 1 },
    2 - sqrt(2),
    2 - sqrt(2) - 0.5 / (sqrt(1.5) + 1),
  ],
  // s = 4;  s = 5
  [{ type: 'adagrad', learningRate: 0.5, epsilon: 1 }, 2 / 3, 2 / 3 - 0.5 / (sqrt(5) + 1)],
  // v = 2, Δ = √1/√3·2, u = 2/3;  v = 1.5, Δ = √(5/3)/√(5/2)
  [
    { type: 'adadelta', learningRate: 1, rho: 0.5, epsilon: 1 },
    1 - 2 / sqrt(3),
    1 - 2 / sqrt(3) - sqrt(2 / 3),
  ],
  // ½·2/(2 + 1);  ½·4/3/(4/√7 + 1)
  [{ type: 'adam', ...beta }, 2 / 3, 2 / 3 - 2 / 3 / (4 / sqrt(7) + 1)],
  // Then g = 0: m = ½, m̂ = 2/3; v = ¾ is less than s = 1, ŝ = 16/7
  [{ type: 'amsgrad', ...beta }, 2 / 3, 2 / 3 - 1 / 3 / (4 / sqrt(7) + 1), 0],
  // As Adam, from ¾·1, then from ¾·5/12
  [{ type: 'adamw', ...beta, weightDecay: 0.5 }, 5 / 12, 5 / 16 - 2 / 3 / (4 / sqrt(7) + 1)],
  // u = 2 + 1, ½·2/3;  u = max(9/4, 1 + 1), ½·4/3/(9/4)
  [{ type: 'adamax', ...beta }, 2 / 3, 2 / 3 - 8 / 27],
  // ψ = 0: μ = ¼ always. Πμ = ¼: g + (¼)/(1 − 1/64)·m = 2 + 16/63;  Πμ = 1/16: ¾/(15/16) + ¼/(1 − 1/256)
  [
    { type: 'nadam', ...beta, momentumDecay: 0 },
    1 - 71 / 189,
    1 - 71 / 189 - (0.5 * (4 / 5 + 64 / 255)) / (4 / sqrt(7) + 1),
  ],
  // ρ∞ = 7, so never above 5 in two steps: ½·m̂
  [{ type: 'radam', ...beta }, 0, -2 / 3],
];

describe('two steps, worked by hand', () => {
  it.each(examples)('%o', (optimizer, first, second, secondGradient = 1) => {
    const gradientsAt = (_: unknown, step: number) => [step === 1 ? 2 : secondGradient];
    expect(run(optimizer, [1], 1, gradientsAt)[0]).toBeCloseTo(first, 14);
    expect(run(optimizer, [1], 2, gradientsAt)[0]).toBeCloseTo(second, 14);
  });

  it('cover every optimizer', () => {
    expect(new Set(examples.map(([{ type }]) => type))).toEqual(new Set(Object.keys(defaults)));
  });
});

describe('coefficients', () => {
  const coefficientsAt = (optimizer: FirstOrderOptimizer, stepsBefore: number, last: number) => {
    const out = new Float64Array(updateRule(optimizer.type).coefficientCount);
    const writeCoefficients = coefficientWriter(optimizer, stepsBefore);
    for (let step = stepsBefore + 1; step <= last; step++) writeCoefficients(step, 0.3, out, 0);
    return [...out];
  };

  it.each(all)('of $type are the same bits after a resume as without one', (optimizer) => {
    for (const stepsBefore of [1, 5, 99]) {
      expect(coefficientsAt(optimizer, stepsBefore, 100)).toEqual(coefficientsAt(optimizer, 0, 100));
    }
  });

  it.each(all)('of $type stay finite after a million steps', (optimizer) => {
    expect(coefficientsAt(optimizer, 999_999, 1_000_000).every(Number.isFinite)).toBe(true);
  });

  it.each(all)('of $type are written and read where they are asked for', (optimizer) => {
    const rule = updateRule(optimizer.type);
    const K = rule.coefficientCount;
    const out = new Float64Array(K + 4).fill(7);
    coefficientWriter(optimizer, 0)(1, 0.3, out, 2);
    expect([...out.subarray(0, 2), ...out.subarray(K + 2)]).toEqual([7, 7, 7, 7]);
    expect([...out.subarray(2, K + 2)]).toEqual(coefficientsAt(optimizer, 0, 1));
    const parameters = Float64Array.of(1);
    const slots = Array.from({ length: rule.slots }, () => new Float64Array(1));
    rule.update(parameters, Float64Array.of(2), slots, out, 2);
    const expected = run({ ...optimizer, learningRate: 0.3 }, [1], 1, () => [2]);
    expect(parameters[0]).toBe(expected[0]);
  });

  it('of NAdam warm its momentum up: μ₁ = β₁·(1 − ½·0.96)', () => {
    const optimizer = { ...defaults.nadam, momentumDecay: 1 };
    const [m1, m2] = [0.9 * (1 - 0.48), 0.9 * (1 - 0.5 * 0.96 ** 2)];
    const [ofGradient, ofMean] = coefficientsAt(optimizer, 0, 1);
    expect(ofGradient).toBeCloseTo(0.3 * sqrt(0.001), 14);
    expect(ofMean).toBeCloseTo((0.3 * sqrt(0.001) * m2) / (1 - m1 * m1 * m2), 14);
  });

  it('of RAdam rectify from the step on at which ρₜ exceeds 5', () => {
    const optimizer = { ...defaults.radam, beta1: 0.5, beta2: 0.9 };
    // ρ∞ = 19;  ρ₅ = 19 − 10·0.59049/0.40951 = 4.58;  ρ₆ = 19 − 12·0.531441/0.468559 = 5.39
    const rho = 19 - (12 * 0.531441) / 0.468559;
    const r = sqrt(((rho - 4) * (rho - 2) * 19) / (15 * 17 * rho));
    expect(coefficientsAt(optimizer, 0, 5).slice(0, 2)).toEqual([0.3 / (1 - 1 / 32), 0]);
    const [plain, rectified] = coefficientsAt(optimizer, 0, 6);
    expect(plain).toBe(0);
    expect(rectified).toBeCloseTo((0.3 * r * sqrt(0.468559)) / (1 - 1 / 64), 14);
  });
});

describe('every optimizer', () => {
  /** Rates that suit the bowl: its steepest direction has curvature 10. */
  const rates: Partial<Record<Type, number>> = { momentum: 0.01, nesterov: 0.01, adagrad: 0.5, adadelta: 1 };
  const curvatures = [10, 1, 0.5];
  const bowl = (parameters: ArrayLike<number>) => curvatures.map((c, k) => c * parameters[k]!);

  it.each(all)('reaches the bottom of a quadratic bowl: $type', (optimizer) => {
    const settings = { ...optimizer, learningRate: rates[optimizer.type] ?? 0.02 };
    for (const precision of ['float64', 'float32'] as const) {
      const reached = run(settings, [1, -1, 2], 3_000, bowl, precision);
      for (const value of reached) expect(Math.abs(value)).toBeLessThan(0.03);
    }
  });

  it.each(all)('shows a gradient that is not a number: $type', (optimizer) => {
    const reached = run(optimizer, [1, 1], 2, (_, step) => [step === 1 ? NaN : 1, 1]);
    expect(reached[0]).toBeNaN();
    expect(reached[1]).not.toBeNaN();
  });

  it.each(all)('leaves parameters where they are without gradient and decay: $type', (optimizer) => {
    const settings = 'weightDecay' in optimizer ? { ...optimizer, weightDecay: 0 } : optimizer;
    expect([...run(settings, [1, -2], 20, () => [0, 0])]).toEqual([1, -2]);
  });

  it.each(['rmsprop', 'adagrad', 'adam', 'amsgrad', 'adamw', 'adamax', 'nadam'] as const)(
    'goes equally far whatever the unit of the loss: %s',
    (type) => {
      const optimizer = { ...defaults[type], epsilon: 1e-30 };
      const scaled = (factor: number) =>
        run(optimizer, [1, -1], 50, (_, step) => [factor * Math.sin(step), factor * Math.cos(step)]);
      const [small, large] = [scaled(1e-3), scaled(1e3)];
      small.forEach((value, k) => expect(large[k]).toBeCloseTo(value, 10));
    },
  );
});
