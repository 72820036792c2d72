import type { Split } from '@shared/model/data-catalog.ts';
import fc from 'fast-check';

/** Shares in tenths, as a person gives them, by any seed. */
export const splits: fc.Arbitrary<Split> = fc
  .record({
    train: fc.integer({ min: 1, max: 10 }),
    cut: fc.double({ min: 0, max: 1, noNaN: true }),
    seed: fc.nat({ max: 2 ** 32 - 1 }),
  })
  .map(({ train, cut, seed }) => {
    const validation = Math.round((10 - train) * cut);
    const test = 10 - train - validation;
    return { train: train / 10, validation: validation / 10, test: test / 10, order: 'shuffled', seed };
  });

export function withFold(split: Split, folds: number, fold: number): Split {
  return { ...split, crossValidation: { folds, fold } };
}
