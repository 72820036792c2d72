import { interpretColumns } from '@shared/data/interpret-columns.ts';
import { describe, expect, it } from 'vitest';
import { smallExperiment } from '../../helpers/experiments.ts';
import { mixedExperiment, mixedTable } from '../../helpers/mixed-table.ts';
import { rawTable } from '../../helpers/raw-tables.ts';
import { generateTable } from '@shared/data/generate.ts';
import { thrownBy } from '../../helpers/thrown.ts';

const { data } = mixedExperiment();
const table = mixedTable(20, 1);

describe('interpretColumns', () => {
  it('gives the columns that have a role, each with its place in the experiment', () => {
    const columns = interpretColumns(table, data);
    const all = data.columns.map(({ name }) => name);
    expect(columns.map(({ column }) => column.name)).toEqual(all.filter((name) => name !== 'note'));
    for (const { column, at } of columns) {
      expect(at).toBe(`data.columns[${String(all.indexOf(column.name))}]`);
    }
  });

  it('speaks of the columns of formulas where the experiment has them', () => {
    const { data: drawn } = smallExperiment();
    if (drawn.source.kind !== 'formula') throw new Error('The small experiment draws its rows.');
    expect(interpretColumns(generateTable(drawn.source), drawn).map(({ at }) => at)).toEqual([
      'data.source.inputs.a',
      'data.source.inputs.b',
      'data.source.targets.sum',
      'data.source.targets.product',
    ]);
  });

  it('tells groups apart by their texts, of whatever kind these are', () => {
    const spec = {
      ...data,
      columns: [{ name: 'g', type: 'text' as const, role: 'group' as const }],
    };
    const groups = ['x y', 'z', null, 'x y', '12', 'z'];
    const [group] = interpretColumns(rawTable({ g: groups }), spec);
    expect([...group!.values]).toEqual([0, 1, NaN, 0, 2, 1]);
  });

  it.each<[string, Record<string, string[]>, string, RegExp]>([
    [
      'too few columns',
      { amount: ['1'] },
      'data.columns',
      /The table has 1 columns, but the experiment describes 14/,
    ],
    [
      'another name',
      Object.fromEntries(data.columns.map(({ name }) => [name === 'shop' ? 'store' : name, ['1']])),
      'data.columns[3]',
      /The table calls this column "store", but the experiment "shop"\. Open the table anew/,
    ],
  ])('refuses a table that is not the one described: %s', (_what, cells, at, message) => {
    const error = thrownBy(() => interpretColumns(rawTable(cells), data));
    expect(error).toMatchObject({ code: 'INVALID_VALUE', at });
    expect(error.message).toMatch(message);
  });
});
