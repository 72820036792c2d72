import { columnNames, inputFeatures, tableColumns, targetFeatures } from '@shared/model/features.ts';
import { tableColumnSchema } from '@shared/schema/data.ts';
import { describe, expect, it } from 'vitest';
import { smallExperiment } from '../../helpers/experiments.ts';
import { mixedExperiment } from '../../helpers/mixed-table.ts';

const levels = ['p', 'q', 'r'];

function features(of: typeof inputFeatures, settings: object): string[] {
  const column = tableColumnSchema.parse({ name: 'c', ...settings });
  return of(column).map((feature) => {
    expect(feature.column).toBe('c');
    return feature.name;
  });
}

describe('inputFeatures', () => {
  it.each<[object, string[]]>([
    [{ type: 'number' }, ['c']],
    [{ type: 'integer', indicator: true }, ['c', 'c is missing']],
    [{ type: 'boolean', levels: ['no', 'yes'] }, ['c']],
    [{ type: 'category', levels }, ['c = p', 'c = q', 'c = r']],
    [{ type: 'category', levels, indicator: true }, ['c = p', 'c = q', 'c = r', 'c is missing']],
    [{ type: 'category', levels, encoding: 'ordinal' }, ['c']],
    [{ type: 'date', parts: 'time' }, ['c']],
    [{ type: 'date' }, ['c', 'c, sine of year', 'c, cosine of year', 'c, sine of week', 'c, cosine of week']],
    [{ type: 'text' }, []],
  ])('of %j are %j', (settings, names) => {
    expect(features(inputFeatures, settings)).toEqual(names);
  });

  it('include no mark where rows without a value are left out: none is ever missing', () => {
    expect(features(inputFeatures, { type: 'number', missing: 'drop', indicator: true })).toEqual(['c']);
  });
});

describe('targetFeatures', () => {
  it.each<[object, string[]]>([
    [{ type: 'number' }, ['c']],
    [{ type: 'date' }, ['c']],
    [{ type: 'boolean', levels: ['no', 'yes'] }, ['c = yes']],
    [{ type: 'category', levels: ['p', 'q'] }, ['c = q']],
    [{ type: 'category', levels }, ['c = p', 'c = q', 'c = r']],
    [{ type: 'category', levels, encoding: 'ordinal' }, ['c']],
  ])('of %j are %j', (settings, names) => {
    expect(features(targetFeatures, settings)).toEqual(names);
  });
});

describe('tableColumns', () => {
  it('of formulas are numbers that are never missing, inputs first', () => {
    const { data } = smallExperiment();
    expect(tableColumns(data).map(({ name, role, type }) => [name, role, type])).toEqual([
      ['a', 'input', 'number'],
      ['b', 'input', 'number'],
      ['sum', 'target', 'number'],
      ['product', 'target', 'number'],
    ]);
    expect(columnNames(data, 'input')).toEqual(['a', 'b']);
  });

  it('of a table are those of the experiment', () => {
    const { data } = mixedExperiment();
    expect(tableColumns(data)).toBe(data.columns);
    expect(columnNames(data, 'target')).toEqual(['price', 'profit']);
  });
});
