import type { InterpretedColumn } from '@shared/data/interpret-columns.ts';
import { splitTable } from '@shared/data/split-table.ts';
import { PARTS, type Split } from '@shared/model/data-catalog.ts';
import { tableColumnSchema } from '@shared/schema/data.ts';
import { describe, expect, it } from 'vitest';
import { SEED } from '../../helpers/campaign.ts';
import { thrownBy } from '../../helpers/thrown.ts';

const ROWS = 60;
const usable = Uint32Array.from({ length: ROWS }, (_, row) => row).filter((row) => row % 7 !== 0);

function interpreted(settings: object, value: (row: number) => number): InterpretedColumn {
  const column = tableColumnSchema.parse({ name: 'c', ...settings });
  return {
    column,
    values: Float64Array.from({ length: ROWS }, (_, row) => value(row)),
    at: 'data.columns[1]',
  };
}

const LEVELS = { type: 'category', levels: ['p', 'q', 'r'] };
const target = interpreted({ role: 'target', ...LEVELS }, (row) => row % 3);
const group = interpreted({ role: 'group', ...LEVELS }, (row) => row % 9);
const part = (levels: string[], value: (row: number) => number) =>
  interpreted({ role: 'part', type: 'category', levels }, value);
const split = (order: Split['order'], changes: object = {}): Split => ({
  train: 0.6,
  validation: 0.2,
  test: 0.2,
  order,
  seed: SEED,
  ...changes,
});

describe.each(['as-is', 'shuffled', 'stratified', 'grouped', 'column'] as const)('the order %s', (order) => {
  const columns = [target, group, part(['train', 'validation', 'test'], (row) => row % 3)];

  it.each([0, 1, 2, 3])('gives the same bytes for the same seed, and every row once (fold %i)', (fold) => {
    const spec = split(order, { crossValidation: { folds: 3, fold } });
    const parts = splitTable(spec, usable, columns);
    expect(splitTable(structuredClone(spec), usable.slice(), columns)).toEqual(parts);
    expect(PARTS.flatMap((own) => [...parts[own]]).sort((a, b) => a - b)).toEqual([...usable]);
  });
});

describe('a split by a column', () => {
  it.each([
    [['train', 'validation', 'test']],
    [['Training', 'VALID', ' Testing ']],
    [['train', 'dev', 'test']],
    [['train', 'val', 'test']],
  ])('understands %j', (levels) => {
    const parts = splitTable(split('column'), Uint32Array.of(0, 1, 2, 3, 4, 5), [
      part(levels, (row) => row % 3),
    ]);
    expect(PARTS.map((own) => [...parts[own]])).toEqual([
      [0, 3],
      [1, 4],
      [2, 5],
    ]);
  });

  it('may leave parts without rows: the table has the say, not the shares', () => {
    const parts = splitTable(split('column'), usable, [part(['train', 'never'], () => 0)]);
    expect(PARTS.map((own) => parts[own].length)).toEqual([usable.length, 0, 0]);
  });

  it.each<[string, InterpretedColumn, RegExp]>([
    [
      'a word that names no part, with its row',
      part(['train', 'holdout'], (row) => Number(row === 5)),
      /Row 6 says "holdout", which names no part\. The column must be a category that says train, valid/,
    ],
    [
      'a word that every object knows',
      part(['train', 'constructor'], (row) => Number(row === 5)),
      /Row 6 says "constructor", which names no part/,
    ],
    [
      'a column that is no category',
      interpreted({ role: 'part', type: 'integer' }, () => 2),
      /Row 2 says "2", which names no part/,
    ],
    ['a column in which no row trains', part(['test'], () => 0), /No row says train/],
  ])('refuses %s', (_what, column, message) => {
    const error = thrownBy(() => splitTable(split('column'), usable, [column]));
    expect(error).toMatchObject({ code: 'INVALID_VALUE', at: 'data.columns[1]' });
    expect(error.message).toMatch(message);
  });
});

describe('an order that needs a column', () => {
  it.each([
    ['grouped', 'The order "By group" needs a column with the role Group'],
    ['column', 'The order "By a column" needs a column with the role Part'],
  ] as const)('is refused without one: %s', (order, message) => {
    const error = thrownBy(() => splitTable(split(order), usable, [target]));
    expect(error).toMatchObject({ code: 'INVALID_VALUE', at: 'data.split.order' });
    expect(error.message).toContain(message);
  });
});
