import { inferColumns } from '@shared/data/infer/infer-columns.ts';
import { assignRoles, type NamedRoles } from '@shared/data/suggest/assign-roles.ts';
import { nearestNames } from '@shared/data/suggest/nearest-names.ts';
import { describe, expect, it } from 'vitest';
import { rawTable } from '../../helpers/raw-tables.ts';
import { thrownBy } from '../../helpers/thrown.ts';

const ROWS = Array.from({ length: 60 }, (_, k) => k);
const COLUMNS = {
  size: ROWS.map((k) => k * 0.37 + 1.5),
  grade: ROWS.map((k) => k % 3),
  remark: ROWS.map((k) => `remark number ${String(k)} of many`),
  colour: ROWS.map((k) => ['red', 'green', 'blue'][k % 3]!),
};
const table = rawTable(COLUMNS);
const useless = rawTable({ ...COLUMNS, empty: ROWS.map(() => null), same: ROWS.map(() => 'yes') });
const PLACES = { inputs: 'source.inputs', targets: '--target' };

function rolesOf(named: Partial<NamedRoles>) {
  const columns = assignRoles(inferColumns(table), table, { inputs: null, targets: null, ...named }, PLACES);
  return Object.fromEntries(columns.map(({ name, role, type }) => [name, `${role}: ${type}`]));
}

describe('roles that are given by name', () => {
  it('leave a table as it was understood where none is given', () => {
    expect(assignRoles(inferColumns(table), table, { inputs: null, targets: null }, PLACES)).toEqual(
      inferColumns(table),
    );
  });

  it('make classes of whole numbers in a target, and an input of what was guessed to be the target', () => {
    expect(rolesOf({ targets: ['grade'] })).toEqual({
      size: 'input: number',
      grade: 'target: category',
      remark: 'ignored: text',
      colour: 'input: category',
    });
  });

  it('ignore all that is not named where the inputs are', () => {
    expect(rolesOf({ inputs: ['grade'], targets: ['size'] })).toEqual({
      size: 'target: number',
      grade: 'input: integer',
      remark: 'ignored: text',
      colour: 'ignored: category',
    });
  });

  it.each<[Partial<NamedRoles>, string]>([
    [{ targets: ['color'] }, '--target: The table has no column "color". The nearest names are "colour", '],
    [{ targets: ['remark'] }, '--target: "remark" is text, which no network can take.'],
    [{ targets: [] }, '--target: At least one column must be named.'],
    [{ inputs: ['__proto__'] }, 'source.inputs: The table has no column "__proto__".'],
    [{ inputs: ['size'], targets: ['size'] }, '--target: "size" is named as an input, too.'],
  ])('are refused where they cannot be: %j', (named, message) => {
    expect(thrownBy(() => rolesOf(named))).toMatchObject({ code: 'INVALID_VALUE' });
    expect(() => rolesOf(named)).toThrow(message);
  });
});

describe('columns that cannot be learned', () => {
  it.each<[Partial<NamedRoles>, string]>([
    [{ targets: ['empty'] }, '--target: "empty" has no value in any row.'],
    [{ targets: ['size', 'same'] }, '--target: "same" has the same value in every row, so there is nothing'],
    [{ inputs: ['empty'] }, 'source.inputs: "empty" has no value in any row.'],
    [{ inputs: ['remark'] }, 'source.inputs: "remark" is text, which no network can take.'],
  ])('are refused: %j', (named, message) => {
    const assign = () =>
      assignRoles(inferColumns(useless), useless, { inputs: null, targets: null, ...named }, PLACES);
    expect(assign).toThrow(message);
  });
});

describe('the nearest names', () => {
  it.each([
    ['specie', ['sepal', 'species', 'petal'], 'species'],
    ['TARGET', ['tar', 'target', 'get'], 'target'],
    ['', ['a', 'bb', 'ccc'], 'a'],
  ])('of %j among %j begin with %j', (asked, names, first) => {
    expect(nearestNames(asked, names)[0]).toBe(first);
  });
});
