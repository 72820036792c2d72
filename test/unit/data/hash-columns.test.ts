import { prepareData } from '@shared/data/prepare.ts';
import type { DataSpec } from '@shared/model/data-catalog.ts';
import { describe, expect, it } from 'vitest';
import { smallExperiment } from '../../helpers/experiments.ts';
import { withValue } from '../../helpers/json-path.ts';
import { mixedExperiment, mixedTable, withCells } from '../../helpers/mixed-table.ts';

const spec = smallExperiment().data;

describe('the hash of the data', () => {
  const { hash } = prepareData(spec);

  it('is the same for the same table', () => {
    expect(prepareData(structuredClone(spec)).hash).toBe(hash);
  });

  it('stays the same from version to version, so that an old run can say that it saw the same table', () => {
    expect(hash).toBe('sha256:ee06c33c67bec4f6d2314af92c06f87ddf9d1a4c252542b267fccece1d24c7e9');
  });

  it.each<[string, unknown]>([
    ['source.seed', 4],
    ['source.rows', 61],
    ['source.noise', 0.001],
    ['source.generator', 'numpy-legacy'],
    ['source.inputs.a', [0, 11]],
    ['source.targets.sum', 'a + b + 1e-12'],
    ['source.targets', { total: 'a + b', product: 'a * b' }],
    ['source.targets', { product: 'a * b', sum: 'a + b' }],
    ['source.inputs', { b: [-1, 1], a: [0, 10] }],
  ])('changes with %s = %j', (place, value) => {
    expect(prepareData(withValue<DataSpec>(spec, place, value)).hash).not.toBe(hash);
  });

  it.each<[string, unknown]>([
    ['split.seed', 6],
    ['split.order', 'as-is'],
    ['scaling.inputs', 'none'],
  ])('does not change with %s, which leaves the table as it is', (place, value) => {
    expect(prepareData(withValue<DataSpec>(spec, place, value)).hash).toBe(hash);
  });

  describe('of a table', () => {
    const experiment = mixedExperiment();
    const table = mixedTable(120, 1);
    const own = prepareData(experiment.data, table).hash;
    const place = (name: string) =>
      `columns[${String(experiment.data.columns.findIndex((column) => column.name === name))}]`;
    const hashWith = (at: string, value: unknown) =>
      prepareData(withValue<DataSpec>(experiment.data, at, value), table).hash;

    it.each<[string, string, unknown]>([
      ['the order of the levels', `${place('shop')}.levels`, ['south', 'north', 'west', 'closed']],
      ['what a column is for', `${place('weight')}.role`, 'target'],
      ['which columns take part', `${place('profit')}.role`, 'ignored'],
    ])('changes with %s', (_what, at, value) => {
      expect(hashWith(at, value)).not.toBe(own);
    });

    it.each<[string, string, unknown]>([
      ['a rule for missing values', `${place('amount')}.missing`, 'median'],
      ['an encoding', `${place('grade')}.encoding`, 'one-hot'],
      ['where the file lies', 'source.path', 'shops.csv'],
    ])('does not change with %s', (_what, at, value) => {
      expect(hashWith(at, value)).toBe(own);
    });

    it('does not change with how the table is held, nor with columns that are ignored', () => {
      const stored = withCells(table, (name, _row, text) => (name === 'note' ? 'other' : text));
      expect(prepareData(experiment.data, stored).hash).toBe(own);
    });
  });
});
