import { splitStrata } from '@shared/data/split-strata.ts';
import { type Part, PARTS, type Split } from '@shared/model/data-catalog.ts';
import { tableColumnSchema } from '@shared/schema/data.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splits, withFold } from '../../helpers/arbitrary-split.ts';
import { campaignSize, SEED } from '../../helpers/campaign.ts';

const category = tableColumnSchema.parse({
  name: 'c',
  type: 'category',
  levels: Array.from({ length: 40 }, (_, k) => `level ${String(k)}`),
});
const number = tableColumnSchema.parse({ name: 'n', type: 'number' });

/** Classes of a table, common and rare ones; some rows have none and are not to be used. */
const classes = fc
  .array(fc.integer({ min: 0, max: 39 }), { minLength: 1, maxLength: 40 })
  .chain((kinds) =>
    fc.array(fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...kinds) }, fc.constant(NaN)), {
      minLength: 100,
      maxLength: 400,
    }),
  )
  .filter((values) => values.filter((value) => !Number.isNaN(value)).length >= 60)
  .map((values) => Float64Array.from(values));
const options = { seed: SEED, numRuns: campaignSize(100, 10_000) };

function usable(values: Float64Array): Uint32Array {
  return Uint32Array.from(values.keys()).filter((row) => !Number.isNaN(values[row]));
}

function divide(split: Split, values: Float64Array): Record<Part, Uint32Array> {
  return splitStrata(split, usable(values), { column: category, values });
}

function countsOf(values: Float64Array, rows: Uint32Array): Map<number, number> {
  const counts = new Map<number, number>();
  for (const row of rows) counts.set(values[row]!, (counts.get(values[row]!) ?? 0) + 1);
  return counts;
}

/** How far the rows of each class in some rows are from their share of all rows. */
function largestMiss(values: Float64Array, rows: Uint32Array): number {
  const all = usable(values);
  const [wanted, found] = [countsOf(values, all), countsOf(values, rows)];
  const misses = [...wanted].map(([own, count]) =>
    Math.abs((found.get(own) ?? 0) - (count * rows.length) / all.length),
  );
  return Math.max(...misses);
}

const sorted = (rows: Iterable<number>) => [...rows].sort((a, b) => a - b);

describe(`a stratified split (seed ${SEED})`, () => {
  it('gives every part each class by its share, within one row', () => {
    fc.assert(
      fc.property(splits, classes, (split, values) => {
        const parts = divide(split, values);
        for (const part of PARTS) expect(largestMiss(values, parts[part])).toBeLessThan(1);
      }),
      options,
    );
  });

  it('puts every usable row into exactly one part, as many as the shares say', () => {
    fc.assert(
      fc.property(splits, classes, (split, values) => {
        const parts = divide(split, values);
        const rows = usable(values);
        expect(sorted(PARTS.flatMap((part) => [...parts[part]]))).toEqual([...rows]);
        for (const part of PARTS) {
          expect(Math.abs(parts[part].length - split[part] * rows.length)).toBeLessThan(1 + 1e-6);
        }
      }),
      options,
    );
  });

  it('gives the same rows for the same seed, others for another', () => {
    const values = Float64Array.from({ length: 200 }, (_, row) => row % 3);
    const split: Split = { train: 0.7, validation: 0, test: 0.3, order: 'stratified', seed: SEED };
    expect(divide({ ...split }, values)).toEqual(divide(split, values));
    expect(divide({ ...split, seed: SEED + 1 }, values).train).not.toEqual(divide(split, values).train);
  });

  it('has folds that cover the rows for training and validation, each with the mix of all', () => {
    fc.assert(
      fc.property(splits, classes, fc.integer({ min: 2, max: 6 }), (split, values, folds) => {
        fc.pre(split.test < 0.9);
        const plain = divide(split, values);
        const pool = new Set(sorted([...plain.train, ...plain.validation]));
        const ofPool = values.map((value, row) => (pool.has(row) ? value : NaN));
        const validated = Array.from({ length: folds }, (_, k) => {
          const { train, validation, test } = divide(withFold(split, folds, k + 1), values);
          expect(test).toEqual(plain.test);
          expect(sorted([...train, ...validation])).toEqual([...pool]);
          expect(largestMiss(ofPool, validation)).toBeLessThan(1);
          return [...validation];
        });
        expect(sorted(validated.flat())).toEqual([...pool]);
      }),
      { ...options, numRuns: campaignSize(30, 2_000) },
    );
  });

  it('leaves the parts alone where no fold is chosen', () => {
    const values = Float64Array.from({ length: 50 }, (_, row) => row % 4);
    const split: Split = { train: 0.6, validation: 0.2, test: 0.2, order: 'stratified', seed: 1 };
    expect(divide(withFold(split, 5, 0), values)).toEqual(divide(split, values));
  });

  it('does not put the classes one after another: rows of a part are mixed', () => {
    const values = Float64Array.from({ length: 300 }, (_, row) => Math.floor(row / 100));
    const { train } = divide({ train: 1, validation: 0, test: 0, order: 'stratified', seed: SEED }, values);
    const firstHalf = train.subarray(0, 150);
    for (const own of [0, 1, 2]) {
      const count = firstHalf.filter((row) => values[row] === own).length;
      expect(count).toBeGreaterThan(25);
    }
  });

  it('takes tenths of a number for its strata, equal numbers together', () => {
    const values = Float64Array.from({ length: 200 }, (_, row) => (row * 37) % 100);
    const rows = Uint32Array.from(values.keys());
    const split: Split = { train: 0.5, validation: 0, test: 0.5, order: 'stratified', seed: SEED };
    const { train } = splitStrata(split, rows, { column: number, values });
    for (let tenth = 0; tenth < 10; tenth++) {
      const own = train.filter((row) => Math.floor(values[row]! / 10) === tenth);
      expect(Math.abs(own.length - 10)).toBeLessThanOrEqual(1);
    }
    const constant = splitStrata(split, rows, { column: number, values: values.fill(7) });
    expect(constant.train.length).toBe(100);
  });
});
