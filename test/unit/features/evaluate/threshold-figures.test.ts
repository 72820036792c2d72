import { describe, expect, it } from 'vitest';
import { confusedPairs } from '../../../../src-renderer/features/evaluate/confused-pairs.ts';
import { curveRows, nearestThreshold } from '../../../../src-renderer/features/evaluate/curve-rows.ts';
import { bestStep, figuresAt, stepAt } from '../../../../src-renderer/features/evaluate/threshold-figures.ts';

/** Scores 0.1, 0.4 of others and 0.35, 0.8 of the class (the example of scikit-learn's roc_curve). */
const curves = {
  positives: 2,
  negatives: 2,
  counts: {
    thresholds: Float64Array.of(0, 0.25, 0.5, 0.75, 1),
    truePositives: Uint32Array.of(2, 2, 1, 1, 0),
    falsePositives: Uint32Array.of(2, 1, 0, 0, 0),
  },
};

describe('a threshold', () => {
  it.each([
    [0, 0],
    [0.13, 1],
    [0.5, 2],
    [0.9, 4],
    [7, 4],
    [-1, 0],
  ])('%d is the counted one with index %d', (threshold, step) => {
    expect(stepAt(curves, threshold)).toBe(step);
  });

  it('makes counts and figures of the rows', () => {
    expect(figuresAt(curves, 1)).toEqual({
      threshold: 0.25,
      truePositives: 2,
      falsePositives: 1,
      falseNegatives: 0,
      trueNegatives: 1,
      accuracy: 0.75,
      precision: 2 / 3,
      recall: 1,
      f1: 0.8,
      specificity: 0.5,
    });
  });

  it('that nothing reaches has a precision of 0, as in the table of classes', () => {
    expect(figuresAt(curves, 4)).toMatchObject({ precision: 0, recall: 0, f1: 0, specificity: 1 });
  });

  it.each([
    ['f1', 1],
    // Three are as good: the middle one is the furthest from where the counts change.
    ['youden', 2],
    ['accuracy', 2],
  ] as const)('that is best by %s has index %d', (goal, step) => {
    expect(bestStep(curves, goal)).toBe(step);
  });
});

describe('a curve', () => {
  const thresholds = [Infinity, 0.8, 0.4, 0.35, 0.1];
  const xs = [0, 0, 0.5, 0.5, 1];
  const ys = [0, 0.5, 0.5, 1, 1];

  it('is a table with its last place, too, which may have no threshold', () => {
    expect(curveRows([0.5], [1, 0], [0.25, 1]).map(({ cells }) => cells)).toEqual([
      [0.5, 1, 0.25],
      [null, 0, 1],
    ]);
  });

  it('gives the finite threshold that is nearest to where it was pressed', () => {
    expect(nearestThreshold(thresholds, xs, ys, { x: 0.45, y: 0.95 })).toBe(0.35);
    expect(nearestThreshold(thresholds, xs, ys, { x: 0, y: 0 })).toBe(0.8);
  });
});

it('the mistakes of a matrix are told with the most frequent first, without what is right', () => {
  expect(confusedPairs([9, 1, 0, 0, 9, 0, 5, 0, 9], 3)).toEqual([
    { truth: 2, predicted: 0, count: 5 },
    { truth: 0, predicted: 1, count: 1 },
  ]);
});
