import { splitGroups } from '@shared/data/split-groups.ts';
import { PARTS, type Split } from '@shared/model/data-catalog.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splits, withFold } from '../../helpers/arbitrary-split.ts';
import { campaignSize, SEED } from '../../helpers/campaign.ts';
import { thrownBy } from '../../helpers/thrown.ts';

/** Rows of sixty groups, so many that every part gets some; every eleventh of the other rows is not to be used. */
const tables = fc
  .array(fc.integer({ min: 0, max: 59 }), { minLength: 140, maxLength: 340 })
  .map((others) => [...Array(60).keys(), ...others])
  .map((groups) => ({
    groups: Float64Array.from(groups),
    usable: Uint32Array.from(groups.keys()).filter((row) => row < 60 || row % 11 !== 0),
  }));
const options = { seed: SEED, numRuns: campaignSize(200, 10_000) };
const half: Split = { train: 0.5, validation: 0, test: 0.5, order: 'grouped', seed: 1 };

const sorted = (rows: Iterable<number>) => [...rows].sort((a, b) => a - b);
const groupsOf = (rows: Uint32Array, groups: Float64Array) =>
  new Set(Array.from(rows, (row) => groups[row]!));

describe(`a split by group (seed ${SEED})`, () => {
  it('never puts a group into two parts, and every row into one', () => {
    fc.assert(
      fc.property(splits, tables, (split, { groups, usable }) => {
        const parts = splitGroups(split, usable, groups);
        const seen = PARTS.flatMap((part) => [...groupsOf(parts[part], groups)]);
        expect(seen.length).toBe(new Set(seen).size);
        expect(sorted(PARTS.flatMap((part) => [...parts[part]]))).toEqual([...usable]);
      }),
      options,
    );
  });

  it('misses the shares by less than the largest group', () => {
    fc.assert(
      fc.property(splits, tables, (split, { groups, usable }) => {
        const parts = splitGroups(split, usable, groups);
        const sizes = [...groupsOf(usable, groups)].map(
          (group) => usable.filter((row) => groups[row] === group).length,
        );
        for (const part of PARTS) {
          const miss = Math.abs(parts[part].length - split[part] * usable.length);
          expect(miss).toBeLessThan(PARTS.length * Math.max(...sizes));
          if (split[part] === 0) expect(parts[part].length).toBe(0);
        }
      }),
      options,
    );
  });

  it('keeps the order of the table within a part, and gives the same rows for the same seed', () => {
    fc.assert(
      fc.property(splits, tables, (split, { groups, usable }) => {
        const parts = splitGroups(split, usable, groups);
        for (const part of PARTS) expect([...parts[part]]).toEqual(sorted(parts[part]));
        const again = splitGroups({ ...split }, usable, groups);
        for (const part of PARTS) expect(again[part].join()).toBe(parts[part].join());
      }),
      options,
    );
  });

  it('has folds of whole groups that cover the rows for training and validation', () => {
    fc.assert(
      fc.property(splits, tables, fc.integer({ min: 2, max: 5 }), (split, { groups, usable }, folds) => {
        fc.pre(split.test <= 0.5);
        const plain = splitGroups(split, usable, groups);
        const pool = sorted([...plain.train, ...plain.validation]);
        const validated = Array.from({ length: folds }, (_, k) => {
          const { train, validation, test } = splitGroups(withFold(split, folds, k + 1), usable, groups);
          expect(test).toEqual(plain.test);
          expect(sorted([...train, ...validation])).toEqual(pool);
          const trained = groupsOf(train, groups);
          expect([...groupsOf(validation, groups)].filter((group) => trained.has(group))).toEqual([]);
          return [...validation];
        });
        expect(sorted(validated.flat())).toEqual(pool);
      }),
      { ...options, numRuns: campaignSize(60, 2_000) },
    );
  });

  it('takes a group larger than any call could pass on', () => {
    const groups = new Float64Array(400_000).fill(1).fill(2, 300_000);
    const { train, test } = splitGroups(half, Uint32Array.from(groups.keys()), groups);
    expect(sorted([train.length, test.length])).toEqual([100_000, 300_000]);
  });

  it.each<[string, Split, number[], string, RegExp]>([
    [
      'a part for which no group is left',
      half,
      [1, 1, 1, 1],
      'data.split.test',
      /leaves no row for this part. Groups stay together, and there are only \d+ of them/,
    ],
    [
      'fewer groups than folds',
      withFold({ ...half, train: 1, test: 0 }, 3, 1),
      [1, 1, 2, 2],
      'data.split.crossValidation.folds',
      /2 groups for training and validation cannot be cut into 3 folds/,
    ],
  ])('refuses %s', (_what, split, groups, at, message) => {
    const usable = Uint32Array.from(groups.keys());
    const error = thrownBy(() => splitGroups(split, usable, Float64Array.from(groups)));
    expect(error).toMatchObject({ code: 'NO_ROWS', at });
    expect(error.message).toMatch(message);
  });
});
