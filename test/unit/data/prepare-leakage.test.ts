import { Random } from '@shared/core/random.ts';
import { inputMatrix, prepareData, targetMatrix } from '@shared/data/prepare.ts';
import type { PreparedData } from '@shared/data/prepared-data.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { campaignSize, SEED } from '../../helpers/campaign.ts';
import { mixedExperiment, mixedTable, withCells } from '../../helpers/mixed-table.ts';

describe(`changing any row outside the training part (seed ${SEED})`, () => {
  /** What needs a value keeps one; what may be missing may go missing. */
  const OTHERS: Record<string, readonly (string | null)[]> = {
    amount: ['1e9', null, 'nonsense'],
    pieces: ['-1000000', null],
    weight: ['77', null],
    shop: ['closed', 'nowhere', null],
    grade: ['high', null],
    open: ['yes', null],
    day: ['31.12.2999', null],
    customer: ['123456789'],
    note: ['changed', null],
    importance: ['1000000'],
  };
  const TARGETS = { price: ['1e12'], profit: ['-1e12'] };
  const splits = [
    { order: 'as-is' },
    { order: 'shuffled' },
    { order: 'grouped' },
    { order: 'column' },
    { order: 'stratified' },
    { order: 'shuffled', crossValidation: { folds: 4, fold: 2 } },
    { order: 'stratified', crossValidation: { folds: 3, fold: 3 } },
    { order: 'grouped', crossValidation: { folds: 3, fold: 1 } },
  ];

  it.each(splits)('changes nothing that is fitted, nor what the network learns from: %j', (split) => {
    // The target's strata decide which rows are which, so only the inputs may change there.
    const others = split.order === 'stratified' ? OTHERS : { ...OTHERS, ...TARGETS };
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 60, max: 120 }), (seed, rows) => {
        const { data } = mixedExperiment({ rows, split: { ...split, seed } });
        const table = mixedTable(rows, seed);
        const before = prepareData(data, table);
        const train = new Set(before.rows.train);
        const random = new Random(seed, 'changes');
        const changed = withCells(table, (name, row, text) => {
          const values = others[name];
          // A row that a missing value keeps out stays out.
          if (values === undefined || train.has(row) || (text === null && !values.includes(null)))
            return text;
          return random.uniform() < 0.5 ? text : values[random.below(values.length)]!;
        });
        const after = prepareData(data, changed);
        expect(after.hash).not.toBe(before.hash);
        expect(after.rows).toEqual(before.rows);
        expect(learned(after)).toEqual(learned(before));
      }),
      { seed: SEED, numRuns: campaignSize(15, 2_000) },
    );
  });

  function learned(data: PreparedData) {
    const { train } = data.rows;
    return {
      fitted: [...data.inputs, ...data.targets].map(({ name, statistics, fitted }) => ({
        name,
        statistics,
        fitted,
      })),
      inputs: inputMatrix(data, train, 'float64'),
      targets: targetMatrix(data, train, 'float64'),
      weights: Array.from(train, (row) => data.weights![row]!),
    };
  }

  it('would be noticed, if it were a training row', () => {
    const { data } = mixedExperiment({ split: { order: 'as-is' } });
    const table = mixedTable(120, SEED);
    const before = prepareData(data, table);
    const [row] = before.rows.train;
    for (const [name, values] of Object.entries({ ...OTHERS, ...TARGETS })) {
      if (name === 'note') continue;
      const changed = withCells(table, (own, at, text) =>
        own === name && at === row ? values.find((value) => value !== text)! : text,
      );
      expect(learned(prepareData(data, changed)), name).not.toEqual(learned(before));
    }
  });
});
