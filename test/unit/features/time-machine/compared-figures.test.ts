import type { PartMetrics } from '@shared/model/run.ts';
import { describe, expect, it } from 'vitest';
import {
  agreementOf,
  agreementText,
} from '../../../../src-renderer/features/time-machine/compared-figures.ts';

const part: PartMetrics = { loss: 0.5, articleLoss: 0.25, rmse: [2, 4], mae: [1, 3], r2: [0.9, NaN] };
const logged = { train: part, validation: null, test: null };
const classes: PartMetrics = {
  ...part,
  classification: {
    accuracy: 0.75,
    balancedAccuracy: 0.5,
    f1: 0.4,
    logLoss: 0.3,
    auc: null,
    confusion: [
      [3, 0],
      [1, 0],
    ],
  },
};

describe('two measurements of the same weights', () => {
  it('are the same to the last bit, also where a figure is no number', () => {
    const agreement = agreementOf(logged, structuredClone(logged));
    expect(agreement).toEqual({ figures: 8, largestDifference: 0 });
    expect(agreementText(agreement)).toBe(
      'Measured again: all 8 figures are those that were logged, to the last bit.',
    );
  });

  it('tell their largest difference relative to the figure', () => {
    const again = { ...logged, train: { ...part, rmse: [2, 4.004] } };
    const agreement = agreementOf(logged, again);
    expect(agreement.largestDifference).toBeCloseTo(0.004 / 4.004, 12);
    expect(agreementText(agreement)).toMatch(/8 figures differ .* up to 0\.000999/);
  });

  it('differ wholly where one of them is a number and the other is none', () => {
    const again = { ...logged, train: { ...part, loss: NaN } };
    expect(agreementOf(logged, again).largestDifference).toBe(Infinity);
  });

  it('compare only parts that both have, and every cell of a confusion matrix', () => {
    const both = { train: classes, validation: part, test: null };
    expect(agreementOf(both, { ...both, validation: null }).figures).toBe(8 + 5 + 4);
  });
});
