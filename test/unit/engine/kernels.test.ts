import { activate, activateBackward, activationFunctions } from '@shared/engine/activations.ts';
import { denseBackwardInput, denseBackwardParameters, denseForward } from '@shared/engine/dense.ts';
import { copyRows, gatherRows } from '@shared/engine/gather.ts';
import { initializers } from '@shared/engine/initializers.ts';
import { lossFunctions } from '@shared/engine/losses.ts';
import { addSquaredErrors, articleLossSum } from '@shared/engine/metrics.ts';
import { adamStep, createAdamState } from '@shared/engine/optimizers/adam.ts';
import { sgdStep } from '@shared/engine/optimizers/sgd.ts';
import { Random } from '@shared/core/random.ts';
import type { Activation } from '@shared/model/activations.ts';
import { describe, expect, it } from 'vitest';

describe('dense layer, worked by hand', () => {
  // W = [[1, 3], [2, 4]], b = (0.5, −0.5); two samples a = (1, 2) and (0, −1), each a column of A.
  const W = Float64Array.of(1, 3, 2, 4);
  const A = Float64Array.of(1, 0, 2, -1);

  it('gives Z = W·A + b', () => {
    const Z = new Float64Array(4);
    denseForward(Z, A, W, Float64Array.of(0.5, -0.5), 2, 2, 2);
    // 1·1 + 3·2 + 0.5 = 7.5;  1·0 + 3·(−1) + 0.5 = −2.5;  2·1 + 4·2 − 0.5 = 9.5;  2·0 + 4·(−1) − 0.5 = −4.5
    expect([...Z]).toEqual([7.5, -2.5, 9.5, -4.5]);
  });

  it('gives dW = dZ·Aᵀ and db = Σ dZ', () => {
    const dW = new Float64Array(4);
    const db = new Float64Array(2);
    denseBackwardParameters(dW, db, Float64Array.of(1, 2, 3, 4), A, 2, 2, 2);
    // dW₀₀ = 1·1 + 2·0 = 1;  dW₀₁ = 1·2 + 2·(−1) = 0;  dW₁₀ = 3·1 + 4·0 = 3;  dW₁₁ = 3·2 + 4·(−1) = 2
    expect([...dW]).toEqual([1, 0, 3, 2]);
    expect([...db]).toEqual([3, 7]);
  });

  it('gives dA = Wᵀ·dZ, whatever was in dA before', () => {
    const dA = Float64Array.of(9, 9, 9, 9);
    denseBackwardInput(dA, W, Float64Array.of(1, 2, 3, 4), 2, 2, 2);
    // dA₀ = 1·(1, 2) + 2·(3, 4) = (7, 10);  dA₁ = 3·(1, 2) + 4·(3, 4) = (15, 22)
    expect([...dA]).toEqual([7, 10, 15, 22]);
  });
});

describe('activations', () => {
  it.each<[Activation, number, number, number]>([
    ['linear', -2, -2, 1],
    ['relu', 3, 3, 1],
    ['relu', -3, 0, 0],
    ['relu', 0, 0, 0],
    ['sigmoid', 0, 0.5, 0.25],
    ['tanh', 0, 0, 1],
  ])('%s of %f is %f with slope %f', (activation, z, value, slope) => {
    const Z = Float64Array.of(z);
    const A = new Float64Array(1);
    const d = Float64Array.of(1);
    activate(A, Z, activation, 1);
    activateBackward(d, Z, A, activation, 1);
    expect(A[0]).toBe(value);
    expect(d[0]).toBe(slope);
    expect(activationFunctions[activation].value(z)).toBe(value);
  });

  it('sigmoid neither overflows nor loses its small values', () => {
    expect(activationFunctions.sigmoid.value(-1000)).toBe(0);
    expect(activationFunctions.sigmoid.value(1000)).toBe(1);
    expect(activationFunctions.sigmoid.value(-40)).toBeCloseTo(Math.exp(-40), 30);
  });

  it.each<Activation>(['linear', 'relu', 'sigmoid', 'tanh'])(
    '%s lets NaN through, so that it is seen',
    (activation) => {
      const A = new Float64Array(1);
      activate(A, Float64Array.of(NaN), activation, 1);
      expect(A[0]).toBeNaN();
      expect(activationFunctions[activation].value(NaN)).toBeNaN();
    },
  );
});

describe('losses and metrics, worked by hand', () => {
  // Two targets, two samples: differences (1, −2) for the first target and (0, 3) for the second.
  const P = Float64Array.of(2, 0, 5, 7);
  const Y = Float64Array.of(1, 2, 5, 4);

  it('mean squared error is the mean over samples and targets', () => {
    const dP = new Float64Array(4);
    expect(lossFunctions.mse.value(P, Y, 2, 2)).toBe((1 + 4 + 0 + 9) / 4);
    lossFunctions.mse.gradient(dP, P, Y, 2, 2);
    expect([...dP]).toEqual([0.5, -1, 0, 1.5]);
  });

  it('half squared error has the gradient ŷ − y, averaged over the batch', () => {
    const dP = new Float64Array(4);
    expect(lossFunctions['half-squared-error'].value(P, Y, 2, 2)).toBe((1 + 4 + 0 + 9) / 4);
    lossFunctions['half-squared-error'].gradient(dP, P, Y, 2, 2);
    expect([...dP]).toEqual([0.5, -1, 0, 1.5]);
  });

  it("the article's loss is the norm of ½(ŷ − y)² of each sample", () => {
    // Sample 1: (½·1, 0) → 0.5;  sample 2: (½·4, ½·9) = (2, 4.5) → √24.25
    expect(articleLossSum(P, Y, 2, 2)).toBeCloseTo(0.5 + Math.sqrt(24.25), 14);
  });

  it('squared errors add up target by target, over batches', () => {
    const sums = new Float64Array(2);
    addSquaredErrors(sums, P, Y, 2, 2);
    addSquaredErrors(sums, P, Y, 2, 2);
    expect([...sums]).toEqual([10, 18]);
  });
});

describe('optimizers, worked by hand', () => {
  it('gradient descent goes α along the gradient', () => {
    const parameters = Float64Array.of(1, -1);
    sgdStep(parameters, Float64Array.of(2, -4), { learningRate: 0.25 });
    expect([...parameters]).toEqual([0.5, 0]);
  });

  it('the first Adam step is α in the direction of the gradient, whatever its size', () => {
    const parameters = Float64Array.of(1, 1, 1);
    const settings = { learningRate: 0.1, beta1: 0.9, beta2: 0.999, epsilon: 1e-12 };
    adamStep(parameters, Float64Array.of(5, -0.001, 0), createAdamState(3, 'float64'), settings);
    expect(parameters[0]).toBeCloseTo(0.9, 9);
    expect(parameters[1]).toBeCloseTo(1.1, 7);
    expect(parameters[2]).toBe(1);
  });
});

describe('batches', () => {
  // Two columns of four samples.
  const source = Float64Array.of(1, 2, 3, 4, 10, 20, 30, 40);

  it('gathers chosen samples, column by column', () => {
    const batch = new Float64Array(6);
    gatherRows(batch, source, Uint32Array.of(3, 0), 4);
    expect([...batch]).toEqual([4, 1, 40, 10, 0, 0]);
  });

  it('copies neighbouring samples', () => {
    const batch = new Float64Array(4);
    copyRows(batch, source, 1, 2, 4);
    expect([...batch]).toEqual([2, 3, 20, 30]);
  });
});

describe('initializers', () => {
  const O = 100;
  const I = 50;
  const drawn = (name: keyof typeof initializers) => {
    const W = new Float64Array(O * I);
    initializers[name](W, O, I, new Random(3, 'initial weights'));
    return W;
  };
  const meanOf = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;

  it('he-normal draws with mean 0 and variance 2/I', () => {
    const W = drawn('he-normal');
    // Five standard errors of 5,000 draws.
    expect(Math.abs(meanOf(W))).toBeLessThan((5 * Math.sqrt(2 / I)) / Math.sqrt(O * I));
    expect(meanOf(W.map((value) => value * value)) / (2 / I)).toBeCloseTo(1, 1);
  });

  it('glorot-uniform stays within √(6/(I + O)) and fills it', () => {
    const W = drawn('glorot-uniform');
    const limit = Math.sqrt(6 / (I + O));
    expect(Math.max(...W)).toBeLessThan(limit);
    expect(Math.max(...W)).toBeGreaterThan(0.99 * limit);
    expect(Math.min(...W)).toBeLessThan(-0.99 * limit);
    expect(Math.min(...W)).toBeGreaterThan(-limit);
  });
});
