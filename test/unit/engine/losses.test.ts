import { lossFunctions, lossGradient, lossOfPredictions, trainingLoss } from '@shared/engine/losses.ts';
import { activate } from '@shared/engine/activations.ts';
import { type Loss, LOSSES } from '@shared/model/training-catalog.ts';
import { describe, expect, it } from 'vitest';
import { largestRelativeError } from '../../helpers/numbers.ts';

const losses = Object.keys(LOSSES) as Loss[];
const settingsOf = (loss: Loss) => ({ loss, huberDelta: 1 });

describe('losses, worked by hand', () => {
  // Two targets, two samples: differences (1, −2) for the first target and (0, 3) for the second.
  const P = Float64Array.of(2, 0, 5, 7);
  const Y = Float64Array.of(1, 2, 5, 4);
  const weights = Float64Array.of(1.5, 0.5);

  it.each<[Loss, number, number, number[]]>([
    // (1 + 4 + 0 + 9)/4; with weights (1.5·1 + 0.5·4 + 0 + 0.5·9)/4; 2·d/4
    ['mse', 14 / 4, 8 / 4, [0.5, -1, 0, 1.5]],
    // The same over 2·N = 4; d/2
    ['half-squared-error', 14 / 4, 8 / 4, [0.5, -1, 0, 1.5]],
    // (1 + 2 + 0 + 3)/4; (1.5 + 1 + 0 + 1.5)/4; sign(d)/4, 0 at 0
    ['mae', 6 / 4, 4 / 4, [0.25, -0.25, 0, 0.25]],
    // δ = 1: ½, 2 − ½, 0, 3 − ½; (0.75 + 0.75 + 0 + 1.25)/4; d cut off at ±1, over 4
    ['huber', 4.5 / 4, 2.75 / 4, [0.25, -0.25, 0, 0.25]],
  ])('%s is %f, with row weights %f', (loss, plain, weighted, gradient) => {
    const settings = settingsOf(loss);
    expect(lossOfPredictions(settings, P, Y, null, 2, 2)).toBe(plain);
    expect(lossOfPredictions(settings, P, Y, weights, 2, 2)).toBe(weighted);
    const dP = new Float64Array(4);
    lossGradient(dP, settings, P, Y, null, 2, 2);
    expect([...dP]).toEqual(gradient);
    lossGradient(dP, settings, P, Y, weights, 2, 2);
    expect([...dP]).toEqual(gradient.map((value, k) => value * weights[k % 2]!));
  });

  it('huber takes its δ: square up to it, straight beyond', () => {
    const settings = { loss: 'huber', huberDelta: 2 } as const;
    // ½·1, ½·4, 0, 2·(3 − 1)
    expect(lossOfPredictions(settings, P, Y, null, 2, 2)).toBe((0.5 + 2 + 0 + 4) / 4);
  });

  it('binary cross-entropy is −ln of the probability of what is true', () => {
    // ŷ = ¼ and ½ where 1 is true, ¼ where 0 is: −ln ¼ − ln ½ − ln ¾ over 3.
    const probabilities = Float64Array.of(0.25, 0.5, 0.25);
    const truth = Float64Array.of(1, 1, 0);
    const loss = lossOfPredictions(settingsOf('binary-cross-entropy'), probabilities, truth, null, 1, 3);
    expect(loss).toBeCloseTo(-Math.log(0.25 * 0.5 * 0.75) / 3, 15);
    const dZ = new Float64Array(3);
    lossGradient(dZ, settingsOf('binary-cross-entropy'), probabilities, truth, null, 1, 3);
    expect(largestRelativeError(dZ, [-0.25, -0.5 / 3, 0.25 / 3])).toBeLessThan(1e-15);
  });

  it('softmax cross-entropy is −ln of the probability of the true class, averaged over the rows', () => {
    // Samples (¼, ¾) with class 1, and (⅔, ⅓) with class 0.
    const probabilities = Float64Array.of(0.25, 2 / 3, 0.75, 1 / 3);
    const truth = Float64Array.of(0, 1, 1, 0);
    const loss = lossOfPredictions(settingsOf('softmax-cross-entropy'), probabilities, truth, null, 2, 2);
    expect(loss).toBeCloseTo(-Math.log(0.75 * (2 / 3)) / 2, 15);
    const dZ = new Float64Array(4);
    lossGradient(dZ, settingsOf('softmax-cross-entropy'), probabilities, truth, null, 2, 2);
    expect(largestRelativeError(dZ, [0.125, -1 / 6, -0.125, 1 / 6])).toBeLessThan(1e-15);
  });
});

describe('the cross-entropies, taken from logits', () => {
  const CASES = [
    ['binary-cross-entropy', 'sigmoid', [0.3, -2, 5, 0, 1, -0.7], [1, 0, 0, 1, 0, 1]],
    ['softmax-cross-entropy', 'softmax', [0.3, -2, 5, 0, 1, -0.7], [1, 0, 0, 1, 0, 0]],
  ] as const;

  it.each(CASES)('%s is the same as from probabilities', (loss, activation, logits, truth) => {
    const [Z, Y] = [Float64Array.from(logits), Float64Array.from(truth)];
    const P = new Float64Array(6);
    activate(P, Z, activation, 3, 2);
    const weights = Float64Array.of(0.4, 1.6);
    const fromLogits = trainingLoss(settingsOf(loss), P, Z, Y, weights, 3, 2);
    const fromProbabilities = lossOfPredictions(settingsOf(loss), P, Y, weights, 3, 2);
    expect(fromLogits).toBeCloseTo(fromProbabilities, 14);
  });

  it('binary cross-entropy stays exact however wrong the answer, and however right', () => {
    const loss = (z: number, y: number) =>
      trainingLoss(
        settingsOf('binary-cross-entropy'),
        Float64Array.of(0),
        Float64Array.of(z),
        Float64Array.of(y),
        null,
        1,
        1,
      );
    expect([loss(1e3, 0), loss(-1e3, 1)]).toEqual([1e3, 1e3]);
    expect([loss(1e3, 1), loss(-1e3, 0)]).toEqual([0, 0]);
    expect(loss(40, 1)).toBeCloseTo(Math.exp(-40), 30);
  });

  it('softmax cross-entropy stays exact however wrong the answer, and however right', () => {
    const loss = (z: readonly number[], y: readonly number[]) =>
      trainingLoss(
        settingsOf('softmax-cross-entropy'),
        new Float64Array(2),
        Float64Array.from(z),
        Float64Array.from(y),
        null,
        2,
        1,
      );
    expect(loss([1e3, -1e3], [0, 1])).toBe(2e3);
    expect(loss([1e3, -1e3], [1, 0])).toBe(0);
  });

  it.each(CASES)('%s of probabilities rounded to 0 is large, not ∞', (loss) => {
    const value = lossOfPredictions(
      settingsOf(loss),
      Float64Array.of(0, 1),
      Float64Array.of(1, 0),
      null,
      2,
      1,
    );
    expect(value).toBe(100);
  });
});

describe('every loss', () => {
  it.each(losses)('%s lets NaN through: value and gradient', (loss) => {
    const [P, Y] = [Float64Array.of(NaN, 0.5), Float64Array.of(1, 0)];
    expect(lossOfPredictions(settingsOf(loss), P, Y, null, 2, 1)).toBeNaN();
    expect(trainingLoss(settingsOf(loss), P, P, Y, null, 2, 1)).toBeNaN();
    const dP = new Float64Array(2);
    lossGradient(dP, settingsOf(loss), P, Y, null, 2, 1);
    expect(dP[0]).toBeNaN();
  });

  it.each(losses.filter((loss) => !lossFunctions[loss].isByLogit))(
    '%s is finite and 0 at the truth',
    (loss) => {
      const Y = Float64Array.of(1e3, -1e3);
      expect(lossOfPredictions(settingsOf(loss), Y, Y, null, 1, 2)).toBe(0);
      expect(lossOfPredictions(settingsOf(loss), Float64Array.of(-1e3, 1e3), Y, null, 1, 2)).toBeLessThan(
        1e7,
      );
    },
  );
});
