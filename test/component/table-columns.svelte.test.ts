import { describe, expect, it } from 'vitest';
import type { ColumnRole, TableColumn } from '@shared/model/column-catalog.ts';
import type { Experiment } from '@shared/model/experiment.ts';
import { experimentSchema, parseExperiment } from '@shared/schema/experiment.ts';
import { problemPlace } from '../../src-renderer/edits/problems.ts';
import {
  changeRole,
  changeSetting,
  moveLevel,
  rolesFor,
  typeProblem,
  usedSettings,
  withType,
} from '../../src-renderer/edits/table-columns.ts';
import { fileNameOf, isEmbedded, withTable } from '../../src-renderer/edits/table-source.ts';
import { aimOf, lossCure } from '../../src-renderer/edits/task.ts';
import { columnWidth, dateText, oddCell, shownCell } from '../../src-renderer/features/data/column-text.ts';
import { columnRange, moveCursor, toggled } from '../../src-renderer/features/data/grid-keys.ts';
import { flowersExperiment, flowersJson } from './helpers/tables.ts';

const experiment = flowersExperiment();
const columnOf = ({ data }: Experiment, name: string) => data.columns.find((column) => column.name === name)!;
const roles = ({ data }: Experiment) => data.columns.map(({ role }) => role);

describe('the roles of columns', () => {
  it('are given to many at once', () => {
    expect(roles(changeRole(experiment, ['height', 'colour'], 'ignored'))).toEqual([
      'ignored',
      'ignored',
      'ignored',
      'target',
    ]);
  });

  it('are not given to columns that cannot have them', () => {
    expect(columnOf(changeRole(experiment, ['note'], 'input'), 'note').role).toBe('ignored');
    expect(rolesFor('text')).toEqual(['ignored', 'group', 'part']);
    expect(rolesFor('category')).not.toContain('weight');
  });

  it.each([
    ['group', 'grouped'],
    ['part', 'column'],
  ] as const)('%s: only one column has it, and the split goes by it until none does', (role, order) => {
    const first = changeRole(experiment, ['colour'], role);
    const second = changeRole(first, ['note'], role);
    expect(roles(second)).toEqual(['input', 'ignored', role, 'target']);
    expect(second.data.split.order).toBe(order);
    expect(changeRole(second, ['note'], 'ignored').data.split.order).toBe('shuffled');
  });
});

describe('the type of a column', () => {
  const height = columnOf(experiment, 'height');

  it('keeps the settings that the other type has as well', () => {
    const whole = withType({ ...height, missing: 'mean', scaling: 'robust' } as TableColumn, 'integer');
    expect(whole).toMatchObject({ type: 'integer', missing: 'mean', scaling: 'robust', role: 'input' });
  });

  it('brings the defaults of its own settings, and nothing of the other type', () => {
    expect(withType(height, 'category', ['1', '2'])).toEqual({
      name: 'height',
      role: 'input',
      type: 'category',
      levels: ['1', '2'],
      encoding: 'one-hot',
      missing: 'no-level',
      indicator: false,
    });
  });

  it('takes the role away that it cannot have', () => {
    expect(withType(height, 'text').role).toBe('ignored');
  });

  it.each([
    [['no', 'yes'], 'yes'],
    [['ja', 'nein'], 'ja'],
    [['0', '1'], '1'],
    [['blue', 'red'], 'red'],
  ])('of %j takes %s for yes', (levels, yes) => {
    expect(withType(height, 'boolean', levels)).toMatchObject({ levels: [expect.anything(), yes] });
  });

  it.each([
    ['boolean', ['a', 'b'], false, null],
    ['boolean', ['a', 'b', 'c'], false, /exactly two different values; this one has 3/],
    ['category', ['a'], false, null],
    ['category', [], false, /all cells of this column are missing/],
    ['category', ['a', 'b'], true, /this column has more/],
    ['number', [], true, null],
  ] as const)('%s is refused for %j (cut: %s): %s', (type, levels, isCut, problem) => {
    const found = typeProblem(type, { levels, isCut });
    if (problem === null) expect(found).toBeNull();
    else expect(found).toMatch(problem);
  });
});

describe('a setting of several columns', () => {
  it('is taken by those that have it', () => {
    const changed = changeSetting(experiment, ['height', 'colour', 'note'], 'scaling', 'log');
    expect(columnOf(changed, 'height')).toMatchObject({ scaling: 'log' });
    expect(columnOf(changed, 'colour')).toBe(columnOf(experiment, 'colour'));
  });

  it('is not taken by those whose type does not know the value', () => {
    const changed = changeSetting(experiment, ['height', 'colour'], 'missing', 'no-level');
    expect(columnOf(changed, 'height')).toMatchObject({ missing: 'median' });
    expect(columnOf(changed, 'colour')).toMatchObject({ missing: 'no-level' });
  });

  it.each([
    ['height', 'input', ['scaling', 'missing', 'indicator']],
    ['height', 'target', ['scaling']],
    ['species', 'target', ['encoding']],
    ['colour', 'ignored', []],
  ] as [string, ColumnRole, string[]][])('of %s as %s are %j', (name, role, expected) => {
    expect(usedSettings({ ...columnOf(experiment, name), role })).toEqual(expected);
  });
});

it('a level moves by one place and stays at either end', () => {
  const species = columnOf(experiment, 'species');
  expect(moveLevel(species, 0, 1)).toMatchObject({ levels: ['tulip', 'rose', 'lily'] });
  expect(moveLevel(species, 0, -1)).toBe(species);
});

describe('what follows from the target', () => {
  const withTarget = (change: Partial<Record<string, ColumnRole>>) => ({
    ...experiment,
    data: {
      ...experiment.data,
      columns: experiment.data.columns.map((column) => ({
        ...column,
        role: change[column.name] ?? column.role,
      })),
    },
  });

  it.each([
    [{}, 'multiclass'],
    [{ species: 'ignored', height: 'target' }, 'regression'],
    [{ species: 'ignored', colour: 'target' }, 'binary'],
    [{ species: 'ignored' }, 'none'],
    [{ height: 'target' }, 'mixed'],
  ] as const)('%j asks for %s', (change, aim) => {
    expect(aimOf(withTarget(change))).toBe(aim);
  });

  it('is cured where the loss does not suit it, with the output that the loss needs', () => {
    const cure = lossCure(experiment);
    expect(cure?.label).toBe('Take softmax cross-entropy');
    expect(cure?.cured.training.loss).toBe('softmax-cross-entropy');
    expect(cure?.cured.network.output.activation).toBe('softmax');
    expect(lossCure(cure!.cured)).toBeNull();
  });

  it('needs no cure with formulas: whether their numbers are classes, the loss says', () => {
    const formula = parseExperiment({
      ...flowersJson,
      data: { source: { kind: 'formula', inputs: { a: [0, 1] }, targets: { y: 'a' } } },
    });
    expect(lossCure(formula)).toBeNull();
  });
});

describe('another table for an experiment', () => {
  const opened = experimentSchema.parse({
    ...flowersJson,
    name: 'other',
    data: {
      ...flowersJson.data,
      source: { kind: 'toy', id: 'blobs' },
      columns: [
        { name: 'height', type: 'number', role: 'ignored' },
        { name: 'colour', type: 'category', levels: ['red', 'green'], role: 'input' },
        { name: 'weight', type: 'number', role: 'input' },
        { name: 'species', type: 'text', role: 'ignored' },
      ],
    },
  });

  it('keeps what is known of columns of the same name and type, with the levels that are new', () => {
    const { data, name } = withTable(experiment, opened);
    expect(name).toBe('flowers');
    expect(data.source).toEqual(opened.data.source);
    expect(data.columns.map((column) => [column.name, column.type, column.role])).toEqual([
      ['height', 'number', 'input'],
      ['colour', 'category', 'input'],
      ['weight', 'number', 'input'],
      ['species', 'text', 'ignored'],
    ]);
    expect(data.columns[1]).toMatchObject({ levels: ['red', 'white', 'green'] });
  });

  it('brings everything along where no column is the same', () => {
    const stranger = { ...opened, data: { ...opened.data, columns: [{ ...opened.data.columns[2]! }] } };
    expect(withTable(experiment, stranger)).toEqual({ ...stranger, name: 'flowers', description: '' });
  });
});

it.each([
  ['/home/a/b.csv', 'b.csv', false],
  ['C:\\tables\\b.csv', 'b.csv', false],
  ['data/b.csv', 'b.csv', true],
  [`data/${'0f'.repeat(32)}.tsv`, 'Embedded table', true],
])('%s is called %s, embedded: %s', (path, name, embedded) => {
  expect(fileNameOf(path)).toBe(name);
  expect(isEmbedded(path)).toBe(embedded);
});

describe('a cell', () => {
  const height = columnOf(experiment, 'height');
  it.each([
    ['height', '3.5', null],
    ['height', 'oops', 'No finite number: counts as missing.'],
    ['colour', 'red', null],
    ['colour', 'Red', 'None of the levels: counts as missing.'],
    ['note', 'anything', null],
  ])('of %s that says %j is odd: %s', (name, text, odd) => {
    expect(oddCell(columnOf(experiment, name), text)).toBe(odd);
  });

  it.each([
    ['0.1', '0.1'],
    ['37.454011884736254', '37.45401'],
    ['123456789012345', '123456800000000'],
    ['not a number at all', 'not a number at all'],
  ])('that says %s is drawn as %s', (text, shown) => {
    expect(shownCell(height, text)).toBe(shown);
  });

  it('has a width that long names do not burst', () => {
    expect(columnWidth({ ...height, name: 'x'.repeat(200) })).toBeLessThan(220);
  });
});

it.each([
  [0, '1970-01-01'],
  [20_000, '2024-10-04'],
  [0.5, '1970-01-01 12:00'],
])('day %d is %s', (days, text) => {
  expect(dateText(days)).toBe(text);
});

describe('the cursor of the table', () => {
  const size = { rows: 100, columns: 8, page: 10 };
  const plain = (key: string) => ({ key, ctrlKey: false, metaKey: false });

  it.each([
    ['ArrowDown', { row: 6, column: 3 }],
    ['ArrowLeft', { row: 5, column: 2 }],
    ['PageUp', { row: -1, column: 3 }],
    ['PageDown', { row: 15, column: 3 }],
    ['Home', { row: 5, column: 0 }],
    ['End', { row: 5, column: 7 }],
    ['x', null],
    ['toString', null],
  ])('goes with %s to %j', (key, expected) => {
    expect(moveCursor({ row: 5, column: 3 }, plain(key), size)).toEqual(expected);
  });

  it.each([
    ['Home', { row: -1, column: 0 }],
    ['End', { row: 99, column: 7 }],
    ['ArrowDown', { row: 99, column: 3 }],
    ['ArrowRight', { row: 5, column: 7 }],
  ])('goes with Ctrl+%s to %j', (key, expected) => {
    expect(moveCursor({ row: 5, column: 3 }, { ...plain(key), ctrlKey: true }, size)).toEqual(expected);
  });

  it('stops at the edges', () => {
    expect(moveCursor({ row: 99, column: 7 }, plain('ArrowDown'), size)).toEqual({ row: 99, column: 7 });
    expect(moveCursor({ row: -1, column: 0 }, plain('ArrowUp'), size)).toEqual({ row: -1, column: 0 });
  });
});

it('columns are selected from one to another, either way, or one by one', () => {
  expect(columnRange(['a', 'b', 'c', 'd'], 2, 1)).toEqual(['b', 'c']);
  expect(toggled(['a', 'b'], 'a')).toEqual(['b']);
  expect(toggled(['b'], 'a')).toEqual(['b', 'a']);
});

it.each([
  ['data.columns', 'Columns'],
  ['data.columns[3]', 'Column 4'],
  ['data.columns[3].constant', 'Constant'],
  ['data.split.crossValidation.folds', 'Folds'],
  ['data.source.hash', 'Table'],
  ['/home/a/flowers.v2.csv', 'flowers.v2.csv'],
  ['data.source.targets.a/b', 'a/b'],
])('a problem at %s is told as one of %s', (at, place) => {
  expect(problemPlace(at)).toBe(place);
});
