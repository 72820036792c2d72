import { accuracy } from '@shared/engine/metrics/accuracy.ts';
import { areaUnderCurve } from '@shared/engine/metrics/area-under-curve.ts';
import { balancedAccuracy } from '@shared/engine/metrics/balanced-accuracy.ts';
import { countClasses } from '@shared/engine/metrics/class-counts.ts';
import { classesOf } from '@shared/engine/metrics/classes.ts';
import { classificationMetrics } from '@shared/engine/metrics/classification.ts';
import { confusionMatrix } from '@shared/engine/metrics/confusion-matrix.ts';
import { f1, macroF1 } from '@shared/engine/metrics/f1.ts';
import { logLoss } from '@shared/engine/metrics/log-loss.ts';
import type { ClassificationMetrics } from '@shared/model/run.ts';
import { describe, expect, it } from 'vitest';
import { samplesContiguous } from '../../../helpers/numbers.ts';
import reference from './fixtures/metrics.json' with { type: 'json' };

// Six samples of three classes, of which the last occurs once and is never found.
const truth = Uint16Array.of(0, 0, 0, 1, 1, 2);
const guess = Uint16Array.of(0, 0, 1, 1, 0, 1);

describe('figures that are counted, by hand', () => {
  const counts = countClasses(truth, guess, 3);

  it('confusion matrix: rows true, columns predicted', () => {
    expect(confusionMatrix(truth, guess, 3)).toEqual([
      [2, 1, 0],
      [1, 1, 0],
      [0, 1, 0],
    ]);
  });

  it('accuracy: three of six', () => {
    expect(accuracy(counts)).toBe(0.5);
  });

  it('balanced accuracy: the mean of 2/3, 1/2 and 0', () => {
    expect(balancedAccuracy(counts)).toBeCloseTo((2 / 3 + 1 / 2 + 0) / 3, 15);
  });

  it('F1: 4/6 and 2/5, and 0 for the class that is never found', () => {
    expect([0, 1, 2].map((c) => f1(counts, c))).toEqual([4 / 6, 2 / 5, 0]);
    expect(macroF1(counts)).toBeCloseTo((4 / 6 + 2 / 5) / 3, 15);
  });

  it('leaves a class out that neither occurs nor is predicted', () => {
    const four = countClasses(truth, guess, 4);
    expect([balancedAccuracy(four), macroF1(four)]).toEqual([balancedAccuracy(counts), macroF1(counts)]);
    expect(f1(four, 3)).toBe(0);
  });
});

describe('the class of a sample', () => {
  it('is yes from a half on', () => {
    expect([...classesOf(Float64Array.of(0.49, 0.5, 1), 1, 3)]).toEqual([0, 1, 1]);
  });

  it('is the first of the most probable ones', () => {
    expect([...classesOf(Float64Array.of(0.4, 0.1, 0.4, 0.2, 0.2, 0.7), 3, 2)]).toEqual([0, 2]);
  });
});

describe('the area under the curve', () => {
  it('counts pairs in the right order, equal ones half: 0.9 > all three, 0.4 > one and = one', () => {
    const scores = Float64Array.of(0.9, 0.4, 0.4, 0.1, 0.6);
    expect(areaUnderCurve(scores, Uint16Array.of(1, 1, 0, 0, 0), 1)).toBeCloseTo(4.5 / 6, 15);
  });

  it.each([0, 1])('is null where only class %i occurs', (only) => {
    expect(areaUnderCurve(Float64Array.of(0.2, 0.8), Uint16Array.of(only, only), 1)).toBeNull();
  });
});

describe('log loss', () => {
  it('is the mean of −ln of what the truth was given', () => {
    const expected = -(Math.log(0.8) + Math.log(1 - 0.3)) / 2;
    expect(logLoss(Float64Array.of(0.8, 0.3), Uint16Array.of(1, 0), 1, 2)).toBeCloseTo(expected, 15);
  });

  it.each([
    ['float32', Float32Array.of(0), 23],
    ['float64', Float64Array.of(0), 52],
  ])('takes a wrong certainty in %s for one machine epsilon', (_precision, P, bits) => {
    expect(logLoss(P, Uint16Array.of(1), 1, 1)).toBeCloseTo(bits * Math.LN2, 12);
  });
});

describe(`all figures, as ${reference.tool} has them`, () => {
  it.each(['binary', 'multiclass', 'multilabel'] as const)('of a %s part', (task) => {
    const { p, y, expected } = reference[task];
    const [P, Y] = [p, y].map((rows) => Float64Array.from(samplesContiguous(rows)));
    const actual = classificationMetrics(task, P!, Y!, p[0]!.length, p.length);
    expect(actual.confusion).toEqual(expected.confusion);
    for (const name of ['accuracy', 'balancedAccuracy', 'f1', 'logLoss', 'auc'] as const) {
      expect(actual[name], name).toBeCloseTo(expected[name], 13);
    }
  });

  it('are unknown, not wrong, where an answer is no number', () => {
    const unknown: ClassificationMetrics = classificationMetrics(
      'binary',
      Float32Array.of(0.5, NaN),
      Float32Array.of(1, 0),
      1,
      2,
    );
    expect(unknown).toEqual({
      accuracy: NaN,
      balancedAccuracy: NaN,
      f1: NaN,
      logLoss: NaN,
      auc: NaN,
      confusion: null,
    });
  });

  it('come without a matrix where there are more classes than anyone would look at', () => {
    const P = new Float32Array(33 * 2).fill(1 / 33);
    const Y = new Float32Array(33 * 2);
    Y.fill(1, 0, 2);
    expect(classificationMetrics('multiclass', P, Y, 33, 2)).toMatchObject({
      accuracy: 1,
      confusion: null,
      auc: null,
    });
  });
});
