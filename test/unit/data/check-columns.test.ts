import { parseExperiment } from '@shared/schema/experiment.ts';
import { describe, expect, it } from 'vitest';
import { smallExperimentJson } from '../../helpers/experiments.ts';
import { withValue } from '../../helpers/json-path.ts';
import { mixedExperimentJson } from '../../helpers/mixed-table.ts';
import { thrownBy } from '../../helpers/thrown.ts';

const json = mixedExperimentJson();
const place = (name: string) =>
  `data.columns[${String(json.data.columns.findIndex((column) => column.name === name))}]`;
const manyLevels = Array.from({ length: 1_000 }, (_, k) => `level ${String(k)}`);
const category = (name: string) => ({ name, type: 'category', levels: manyLevels });

describe('the columns of a table', () => {
  it('are taken where they fit together', () => {
    expect(parseExperiment(json).data.columns.map(({ name }) => name)).toEqual(
      json.data.columns.map(({ name }) => name),
    );
  });

  it.each<[string, string, unknown, string, string]>([
    [
      'no input',
      'data.columns',
      [{ name: 'y', type: 'number', role: 'target' }],
      'data.columns',
      'At least one input',
    ],
    ['no target', 'data.columns', [{ name: 'x', type: 'number' }], 'data.columns', 'At least one target'],
    ['a name twice', `${place('open')}.name`, 'amount', place('open'), 'Column 1 is called "amount" as well'],
    [
      'text as input',
      `${place('note')}.role`,
      'input',
      place('note'),
      '"note" is text, which no network can take',
    ],
    ['text as target', `${place('note')}.role`, 'target', place('note'), 'Ignore it, or make it a category'],
    [
      'two weights',
      `${place('pieces')}.role`,
      'weight',
      place('importance'),
      'Only one column may say row weights',
    ],
    ['two groups', `${place('note')}.role`, 'group', place('household'), 'Only one column may say the group'],
    ['two parts', `${place('open')}.role`, 'part', place('use'), 'Only one column may say the part'],
    [
      'a weight that is no number',
      place('importance'),
      { ...category('w'), role: 'weight' },
      place('importance'),
      'it is no number',
    ],
    [
      'a fold there is not',
      'data.split.crossValidation',
      { folds: 3, fold: 4 },
      'data.split.crossValidation.fold',
      'There are only 3 folds',
    ],
    [
      'a level twice',
      `${place('shop')}.levels`,
      ['a', 'b', 'a'],
      `${place('shop')}.levels`,
      'A level is named twice',
    ],
    ['no level', `${place('shop')}.levels`, [], `${place('shop')}.levels`, '1'],
    [
      'a target of one level',
      place('shop'),
      { name: 'shop', type: 'category', levels: ['a'], role: 'target' },
      `${place('shop')}.levels`,
      'has one level only',
    ],
    [
      'three levels of yes or no',
      `${place('open')}.levels`,
      ['no', 'yes', '?'],
      `${place('open')}.levels`,
      '2',
    ],
    [
      'a rule that the type does not have',
      `${place('open')}.missing`,
      'mean',
      `${place('open')}.missing`,
      'one of drop, most-frequent',
    ],
    [
      'a setting of another type',
      `${place('open')}.scaling`,
      'log',
      `${place('open')}.scaling`,
      'no such field',
    ],
    ['a type there is not', `${place('open')}.type`, 'image', `${place('open')}.type`, ''],
    ['a role there is not', `${place('open')}.role`, 'boss', `${place('open')}.role`, ''],
    ['a hash of another kind', 'data.source.hash', 'md5:0', 'data.source.hash', ''],
    ['a form of table there is not', 'data.source.format.type', 'sas', 'data.source.format.type', ''],
  ])('are refused with their place: %s', (_what, at, value, where, part) => {
    const error = thrownBy(() => parseExperiment(withValue<unknown>(json, at, value)));
    expect(error.at).toBe(where);
    expect(error.message).toContain(part);
  });

  it('may not give the network more values than it may take', () => {
    const columns = ['a', 'b', 'c', 'd', 'e'].map((name) => category(name));
    const wide = withValue<unknown>(json, 'data.columns', [
      ...columns,
      { name: 'y', type: 'number', role: 'target' },
    ]);
    const error = thrownBy(() => parseExperiment(wide));
    expect(error).toMatchObject({ code: 'TOO_LARGE', at: 'data.columns' });
    expect(error.message).toContain('The columns give the network 5,001 values; 4,096 are allowed');
  });

  it('have no place beside formulas, which say them already', () => {
    const both = withValue<unknown>(smallExperimentJson, 'data.columns', [{ name: 'a', type: 'number' }]);
    expect(thrownBy(() => parseExperiment(both))).toMatchObject({
      code: 'INVALID_VALUE',
      at: 'data.columns',
    });
  });
});
