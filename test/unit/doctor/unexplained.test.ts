import { classCounts, curvesOf, recalls, unexplained } from '@shared/doctor/unexplained.ts';
import type { PartMetrics } from '@shared/model/run.ts';
import { describe, expect, it } from 'vitest';
import { metricsPoint } from '../../helpers/metrics-points.ts';

const before: PartMetrics = { loss: 2, articleLoss: 1, rmse: [1, 1] };

function ofClasses(logLoss: number, confusion: number[][] | null): PartMetrics {
  const classification = { accuracy: 0, balancedAccuracy: 0, f1: 0, logLoss, auc: null, confusion };
  return { ...before, loss: 1, classification };
}

describe('what is left to explain', () => {
  it('is 1 − R² for numbers, the mean over the targets', () => {
    expect(unexplained({ ...before, r2: [0.9, 0.5] }, before)).toBeCloseTo(0.3, 12);
  });

  it('is the log loss over the entropy of the classes', () => {
    // Two classes of two rows each: the entropy is ln 2.
    const even = [
      [1, 1],
      [0, 2],
    ];
    expect(unexplained(ofClasses(Math.LN2 / 4, even), before)).toBeCloseTo(0.25, 12);
  });

  it.each([
    ['no confusion matrix', ofClasses(0.1, null)],
    [
      'one class only',
      ofClasses(0.1, [
        [4, 0],
        [0, 0],
      ]),
    ],
    ['a constant target', { ...before, loss: 1, r2: [NaN] }],
    ['the figures of an old run', { ...before, loss: 1 }],
  ])('is the loss over that before training with %s', (_, part) => {
    expect(unexplained(part, before)).toBe(0.5);
  });

  it('makes curves of both parts, each from its own start', () => {
    const { epochs, train, validation } = curvesOf([metricsPoint(0, 2, 4), metricsPoint(1, 1, 3)]);
    expect({ epochs, train, validation }).toEqual({
      epochs: [0, 1],
      train: [1, 0.5],
      validation: [1, 0.75],
    });
    expect(curvesOf([metricsPoint(0, 2)]).validation).toBeNull();
    expect(curvesOf([])).toEqual({ epochs: [], train: [], validation: null });
  });
});

it('counts the rows of classes and the share of them that was found', () => {
  const part = ofClasses(1, [
    [3, 1],
    [2, 0],
  ]);
  expect(classCounts(part)).toEqual([4, 2]);
  expect(recalls(part)).toEqual([0.75, 0]);
  expect(classCounts(before)).toBeNull();
});
