import { foldParts, foldSizes } from '@shared/data/folds.ts';
import { splitRows } from '@shared/data/split.ts';
import type { Split } from '@shared/model/data-catalog.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splits, withFold } from '../../helpers/arbitrary-split.ts';
import { campaignSize, SEED } from '../../helpers/campaign.ts';
import { thrownBy } from '../../helpers/thrown.ts';

const parts = {
  train: Uint32Array.of(9, 3, 4, 8, 1),
  validation: Uint32Array.of(7, 0),
  test: Uint32Array.of(2),
};
const split: Split = { train: 0.6, validation: 0.3, test: 0.1, order: 'shuffled', seed: 1 };

describe('foldParts', () => {
  it.each([
    [1, [9, 3], [4, 8, 1, 7, 0]],
    [2, [4, 8], [9, 3, 1, 7, 0]],
    [3, [1, 7, 0], [9, 3, 4, 8]],
  ])('fold %i of 3 validates on %j and trains on %j', (fold, validation, train) => {
    expect(foldParts(withFold(split, 3, fold), parts)).toEqual({
      train: Uint32Array.from(train),
      validation: Uint32Array.from(validation),
      test: parts.test,
    });
  });

  it.each([split, withFold(split, 3, 0)])('leaves the parts alone where no fold is chosen', (plain) => {
    expect(foldParts(plain, parts)).toBe(parts);
  });

  it(`validates on every row for training and validation exactly once (seed ${SEED})`, () => {
    const sorted = (rows: Iterable<number>) => [...rows].sort((a, b) => a - b);
    fc.assert(
      fc.property(
        splits,
        fc.integer({ min: 50, max: 300 }),
        fc.integer({ min: 2, max: 5 }),
        (own, rows, folds) => {
          const plain = splitRows(
            own,
            Uint32Array.from({ length: rows }, (_, row) => row),
          );
          const pool = sorted([...plain.train, ...plain.validation]);
          const validated = Array.from({ length: folds }, (_, k) => {
            const { train, validation, test } = foldParts(withFold(own, folds, k + 1), plain);
            expect(test).toBe(plain.test);
            expect(sorted([...train, ...validation])).toEqual(pool);
            return [...validation];
          });
          expect(sorted(validated.flat())).toEqual(pool);
          expect(validated.map(({ length }) => length)).toEqual(foldSizes(pool.length, folds));
        },
      ),
      { seed: SEED, numRuns: campaignSize(200, 10_000) },
    );
  });

  it('refuses more folds than rows', () => {
    const error = thrownBy(() => foldParts(withFold(split, 8, 1), parts));
    expect(error).toMatchObject({ code: 'NO_ROWS', at: 'data.split.crossValidation.folds' });
    expect(error.message).toContain('7 rows for training and validation cannot be cut into 8 folds.');
  });
});

describe('foldSizes', () => {
  it.each([
    [10, 5, [2, 2, 2, 2, 2]],
    [7, 3, [2, 2, 3]],
    [3, 2, [1, 2]],
  ])('%i rows in %i folds: %j', (rows, folds, sizes) => {
    expect(foldSizes(rows, folds)).toEqual(sizes);
  });
});
