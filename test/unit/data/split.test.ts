import { mostTrainingRows, partSizes, splitRows } from '@shared/data/split.ts';
import { PARTS, type Split } from '@shared/model/data-catalog.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { campaignSize, SEED } from '../../helpers/campaign.ts';
import { thrownBy } from '../../helpers/thrown.ts';

function split(train: number, validation: number, test: number, changes: Partial<Split> = {}): Split {
  return { train, validation, test, order: 'shuffled', seed: 1, ...changes };
}

/** Shares in whole percents, as a person gives them, with rows enough for each. */
const splits = fc
  .record({
    train: fc.integer({ min: 1, max: 100 }),
    cut: fc.double({ min: 0, max: 1, noNaN: true }),
    rows: fc.integer({ min: 100, max: 5_000 }),
    order: fc.constantFrom('as-is' as const, 'shuffled' as const),
    seed: fc.nat({ max: 2 ** 32 - 1 }),
  })
  .map(({ train, cut, rows, order, seed }) => {
    const validation = Math.floor((100 - train) * cut);
    const shares = [train, validation, 100 - train - validation].map((percent) => percent / 100);
    return { rows, spec: split(shares[0]!, shares[1]!, shares[2]!, { order, seed }) };
  });
/** So many rows of a table that has three times as many: others may have dropped out. */
const someRows = (count: number) => Uint32Array.from({ length: count }, (_, k) => 3 * k + 1);
const options = { seed: SEED, numRuns: campaignSize(300, 20_000) };

describe('mostTrainingRows', () => {
  it('follows the share, but where a column of the table says which rows train', () => {
    expect(mostTrainingRows(split(0.7, 0, 0.3), 10)).toBe(7);
    expect(mostTrainingRows(split(0.7, 0.1, 0.2, { order: 'column' }), 3)).toBe(3);
  });
});

describe('partSizes', () => {
  it.each([
    { shares: [0.7, 0, 0.3], rows: 10_000, sizes: [7_000, 0, 3_000] },
    { shares: [0.7, 0.15, 0.15], rows: 10_000, sizes: [7_000, 1_500, 1_500] },
    { shares: [0.7, 0.2, 0.1], rows: 10, sizes: [7, 2, 1] },
    { shares: [0.6, 0.2, 0.2], rows: 7, sizes: [4, 1, 2] },
    { shares: [1, 0, 0], rows: 1, sizes: [1, 0, 0] },
    { shares: [0.5, 0.5, 0], rows: 3, sizes: [1, 2, 0] },
    { shares: [0.35, 0.65, 0], rows: 1_000_000, sizes: [350_000, 650_000, 0] },
    { shares: [1 / 3, 1 / 3, 1 / 3], rows: 3, sizes: [1, 1, 1] },
    { shares: [0.29, 0, 0.71], rows: 100, sizes: [29, 0, 71] }, // 0.29 · 100 = 28.999999999999996
    { shares: [0.7, 0, 0.3000000001], rows: 10, sizes: [7, 0, 3] },
  ])('divides $rows rows by $shares into $sizes', ({ shares, rows, sizes }) => {
    const [train = 0, validation = 0, test = 0] = shares;
    expect(PARTS.map((part) => partSizes(split(train, validation, test), rows)[part])).toEqual(sizes);
  });

  it.each([
    { shares: [0.7, 0, 0.2], sum: '0.9' },
    { shares: [0.7, 0.3, 0.3], sum: '1.3' },
    { shares: [0.7, 0, 0.30001], sum: '1' },
  ])('refuses shares that add up to $sum: $shares', ({ shares, sum }) => {
    const [train = 0, validation = 0, test = 0] = shares;
    const error = thrownBy(() => partSizes(split(train, validation, test), 100));
    expect(error).toMatchObject({ code: 'INVALID_VALUE', at: 'data.split' });
    expect(error.message).toContain(`must add up to 1, but add up to ${sum}`);
  });

  it.each([
    { shares: [0, 0.5, 0.5], rows: 10, at: 'data.split.train' },
    { shares: [0.05, 0, 0.95], rows: 10, at: 'data.split.train' },
    { shares: [0.9, 0.05, 0.05], rows: 10, at: 'data.split.validation' },
    { shares: [0.5, 0, 0.5], rows: 1, at: 'data.split.train' },
    { shares: [0.9999999999, 0, 1e-10], rows: 1_000, at: 'data.split.test' },
  ])('refuses a part without rows: $shares of $rows', ({ shares, rows, at }) => {
    const [train = 0, validation = 0, test = 0] = shares;
    expect(thrownBy(() => partSizes(split(train, validation, test), rows))).toMatchObject({
      code: 'NO_ROWS',
      at,
    });
  });

  it(`gives each part its share to within one row, and none without a share (seed ${SEED})`, () => {
    fc.assert(
      fc.property(splits, ({ rows, spec }) => {
        const sizes = partSizes(spec, rows);
        for (const part of PARTS) {
          expect(Math.abs(sizes[part] - spec[part] * rows)).toBeLessThan(1 + 1e-6);
          expect(sizes[part] > 0).toBe(spec[part] > 0);
        }
      }),
      options,
    );
  });
});

describe(`splitRows (seed ${SEED})`, () => {
  it('puts every row into exactly one part', () => {
    fc.assert(
      fc.property(splits, ({ rows, spec }) => {
        const parts = splitRows(spec, someRows(rows));
        const all = PARTS.flatMap((part) => [...parts[part]]).sort((a, b) => a - b);
        expect(all).toEqual([...someRows(rows)]);
      }),
      options,
    );
  });

  it('gives the same rows for the same seed', () => {
    fc.assert(
      fc.property(splits, ({ rows, spec }) => {
        const texts = (parts: ReturnType<typeof splitRows>) => PARTS.map((part) => parts[part].join());
        expect(texts(splitRows({ ...spec }, someRows(rows)))).toEqual(texts(splitRows(spec, someRows(rows))));
      }),
      options,
    );
  });

  it('gives other rows for another seed', () => {
    const rows = (seed: number) => splitRows(split(0.5, 0, 0.5, { seed }), someRows(100)).train.join();
    expect(rows(SEED)).not.toBe(rows(SEED + 1));
  });

  it('keeps the order as it is when told so, whatever the seed', () => {
    const rows = Uint32Array.of(0, 1, 2, 3, 5, 6, 7, 9);
    const parts = splitRows(split(0.5, 0.25, 0.25, { order: 'as-is', seed: 99 }), rows);
    expect(PARTS.map((part) => [...parts[part]])).toEqual([
      [0, 1, 2, 3],
      [5, 6],
      [7, 9],
    ]);
  });
});
