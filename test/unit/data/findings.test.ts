import { inferColumns } from '@shared/data/infer/infer-columns.ts';
import { profileTable } from '@shared/data/profile/find-findings.ts';
import type { FindingKind } from '@shared/data/profile/finding.ts';
import type { RawTable } from '@shared/data/raw-table.ts';
import type { ColumnRole, TableColumn } from '@shared/model/column-catalog.ts';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { rawTable, tableFromCsv } from '../../helpers/raw-tables.ts';

type Cells = readonly (string | number | null)[];

const ROWS = 60;
const each = <T>(cell: (row: number) => T): T[] => Array.from({ length: ROWS }, (_, row) => cell(row));
/** Spread over a range, no two equal, in no order. */
const spread = each((row) => ((row * 37) % ROWS) + 0.5 + row / 1_000);
const other = each((row) => ((row * 23 + 7) % ROWS) / 3 + row / 7_000);
const twoClasses = each((row) => (row % 2 === 0 ? 'no' : 'yes'));

interface Options {
  roles?: Record<string, ColumnRole>;
  parts?: { train: number[]; validation: number[]; test: number[] } | null;
  change?: (column: TableColumn) => TableColumn;
}

function findingsOf(columns: Record<string, Cells>, { roles = {}, parts = null, change }: Options = {}) {
  const table = rawTable(columns);
  const inferred = inferColumns(table).map((column) => {
    const own: TableColumn = { ...column, role: roles[column.name] ?? column.role };
    return change?.(own) ?? own;
  });
  return profileTable({
    table,
    columns: inferred,
    parts: parts && {
      train: Uint32Array.from(parts.train),
      validation: Uint32Array.from(parts.validation),
      test: Uint32Array.from(parts.test),
    },
  }).findings;
}

const kindsOf = (...given: Parameters<typeof findingsOf>) => findingsOf(...given).map(({ kind }) => kind);

function only(kind: FindingKind, ...given: Parameters<typeof findingsOf>) {
  const found = findingsOf(...given).filter((finding) => finding.kind === kind);
  expect(found).toHaveLength(1);
  return found[0]!;
}

it('says nothing about a table in which nothing is odd', () => {
  expect(kindsOf({ a: spread, b: other, y: twoClasses })).toEqual([]);
});

describe('a column by itself', () => {
  it('that is constant tells nothing: a note while it is ignored, a warning as an input', () => {
    const columns = { a: spread, same: each(() => 7), y: twoClasses };
    expect(only('constant', columns)).toMatchObject({ severity: 'note', column: 'same' });
    const used = only('constant', columns, { roles: { same: 'input' } });
    expect(used).toMatchObject({ severity: 'warning' });
    expect(used.message).toBe('"same" has the same value in every row, so it tells nothing. Ignore it.');
  });

  it('that names its row is an identifier', () => {
    const columns = {
      id: each((row) => 1_000 + row * 3),
      name: each((row) => `n${String(row)}`),
      a: spread,
      y: twoClasses,
    };
    const found = findingsOf(columns).filter(({ kind }) => kind === 'identifier');
    expect(found.map(({ column, severity }) => [column, severity])).toEqual([
      ['id', 'note'],
      ['name', 'note'],
    ]);
    expect(only('identifier', { ...columns, name: spread }, { roles: { id: 'input' } })).toMatchObject({
      severity: 'warning',
      column: 'id',
    });
  });

  it('without any value is an error as an input, and a note while it is ignored', () => {
    const columns = { a: spread, empty: each(() => null), y: twoClasses };
    expect(only('all-missing', columns)).toMatchObject({ severity: 'note', column: 'empty', count: ROWS });
    expect(only('all-missing', columns, { roles: { empty: 'input' } }).severity).toBe('error');
  });

  it('of numbers with texts among them names their rows and one of them', () => {
    const mixed = each((row) => (row === 4 || row === 9 ? 'about 3' : spread[row]!));
    const { message, count, rows } = only('mixed-types', { a: mixed, b: other, y: twoClasses });
    expect({ count, rows }).toEqual({ count: 2, rows: [4, 9] });
    expect(message).toContain('2 cells that cannot be read as numbers (rows 5 and 10: "about 3")');
  });

  it('of a category with a text that is no level', () => {
    const colours = each((row) => ['red', 'green', 'blue'][row % 3]!);
    const change = (column: TableColumn): TableColumn =>
      column.type === 'category' ? { ...column, levels: ['red', 'green'] } : column;
    const found = only('unreadable', { a: colours, b: other, y: spread }, { change });
    expect(found).toMatchObject({ severity: 'warning', column: 'a', count: 20 });
  });

  it('that is mostly missing', () => {
    const columns = (missing: number) => ({
      a: each((row) => (row < missing ? null : spread[row]!)),
      b: other,
      y: twoClasses,
    });
    expect(kindsOf(columns(ROWS * 0.3))).toEqual([]);
    expect(only('many-missing', columns(ROWS * 0.3 + 1))).toMatchObject({ column: 'a', count: 19 });
  });

  it('with values far from the rest names their rows, and warns where they are very far', () => {
    const with_ = (value: number) => ({
      a: each((row) => (row === 6 ? value : spread[row]!)),
      b: other,
      y: twoClasses,
    });
    expect(kindsOf(with_(120))).toEqual([]);
    expect(only('outliers', with_(200))).toMatchObject({
      severity: 'note',
      column: 'a',
      count: 1,
      rows: [6],
    });
    const far = only('outliers', with_(-1e6));
    expect(far.severity).toBe('warning');
    expect(far.message).toContain('in 1 row (row 7)');
    expect(far.message).toContain('the farthest is −1.000e6');
  });

  it('of which more than half is one value has no outliers', () => {
    expect(kindsOf({ a: each((row) => (row < 50 ? 0 : row + 0.5)), b: other, y: twoClasses })).toEqual([]);
  });
});

describe('a column of text', () => {
  const texts = Array.from({ length: 300 }, (_, row) => `patient ${String(row % 60)}`);
  const columns = {
    patient: texts,
    a: texts.map((_, row) => row * 0.5),
    y: texts.map((_, row) => (row * 7) % 31),
  };

  it('that is left out though its texts repeat says so', () => {
    const found = only('many-texts', columns);
    expect(found).toMatchObject({ severity: 'note', column: 'patient', count: 300 });
    expect(found.message).toContain('"patient" has 60 different texts in 300 rows, too many to be levels');
  });

  it('that says the group is told nothing', () => {
    expect(kindsOf(columns, { roles: { patient: 'group' } })).not.toContain('many-texts');
  });
});

describe('a target', () => {
  it('of one class is an error', () => {
    const columns = { a: spread, b: other, y: each(() => 'yes') };
    const found = only('one-class', columns, { roles: { y: 'target', b: 'input' } });
    expect(found).toMatchObject({ severity: 'error', column: 'y' });
  });

  it('that is missing in some rows names them', () => {
    const y = each((row) => (row === 3 ? null : spread[row]!));
    expect(only('missing-target', { a: other, y })).toMatchObject({ column: 'y', count: 1, rows: [3] });
  });

  it('with a rare class names its rows', () => {
    const y = each((row) => (row < 4 ? 'rare' : row % 2 === 0 ? 'a' : 'b'));
    const found = only('imbalance', { a: spread, b: other, y });
    expect(found).toMatchObject({ severity: 'warning', column: 'y', count: 4, rows: [0, 1, 2, 3] });
    expect(found.message).toContain('Only 4 of 60 rows (6.7 %) are "rare"');
  });

  it('with few rows of a class that is not rare among them is not called imbalanced', () => {
    const y = ['no', 'yes', 'no', 'yes', 'no', 'yes', 'no', 'yes'];
    const found = only('imbalance', { a: spread.slice(0, 8), b: other.slice(0, 8), y });
    expect(found.message).toContain('Only 4 of 8 rows (50 %) are "no" in "y". They are few to learn from');
  });

  it('with a class of a single row names the row', () => {
    const columns = { a: spread, b: other, y: each((row) => (row === 30 ? 'c' : row % 2 === 0 ? 'a' : 'b')) };
    expect(only('single-row-class', columns)).toMatchObject({ severity: 'warning', column: 'y', rows: [30] });
  });

  it('of many equally frequent classes has no rare one', () => {
    const table = rawTable({
      a: Array.from({ length: 600 }, (_, row) => (row * 7.3) % 600),
      b: Array.from({ length: 600 }, (_, row) => (row * 3.7) % 600),
      y: Array.from({ length: 600 }, (_, row) => `class ${String(row % 30)}`),
    });
    const { findings: found } = profileTable({ table, columns: inferColumns(table), parts: null });
    expect(found.map(({ kind }) => kind)).toEqual([]);
  });
});

describe('an input that gives the target away', () => {
  it.each([
    [
      'is the target in another unit',
      { a: spread.map((value) => 5 - 2 * value), y: spread },
      'correlation is 1.0000',
    ],
    [
      'has levels of one class each',
      { a: each((row) => 'pqrs'[row % 4]!), y: twoClasses },
      '4 levels tell the class of 100 %',
    ],
    [
      'is a code of the class',
      { a: each((row) => 10 + (row % 4)), y: twoClasses },
      '4 levels tell the class of 100 %',
    ],
    [
      'has a range for each class',
      { a: spread.map((value, row) => value + (row % 2) * 1_000), y: twoClasses },
      'values alone',
    ],
    [
      'has levels that hold the value',
      { a: each((row) => 'pqrs'[row % 4]!), y: each((row) => (row % 4) * 7.5) },
      '4 levels explain 100 %',
    ],
  ])('because it %s is named with the figure', (_, columns, figure) => {
    const found = only(
      'leakage',
      { ...columns, other },
      {
        roles: { y: 'target', other: 'input', a: 'input' },
      },
    );
    expect(found).toMatchObject({ severity: 'warning', column: 'a' });
    expect(found.message).toContain(figure);
  });

  it('is none where each level stands in a few rows only', () => {
    const columns = { a: each((row) => `level ${String(row % 20)}`), b: other, y: twoClasses };
    expect(kindsOf(columns)).toEqual([]);
  });

  it('is none where numbers differ by less than their squares can hold', () => {
    const tiny = each((row) => `${String(row + 1)}e-320`);
    expect(kindsOf({ a: spread, y: tiny }, { roles: { a: 'input', y: 'target' } })).not.toContain('leakage');
    const line = each((row) => row * 0.5);
    expect(kindsOf({ a: line, y: tiny }, { roles: { a: 'input', y: 'target' } })).not.toContain('leakage');
  });

  it('is none where nearly all rows are of one class', () => {
    const columns = {
      a: Array.from({ length: 3_000 }, (_, row) => 'pq'[row % 2]!),
      y: Array.from({ length: 3_000 }, (_, row) => (row === 7 || row === 9 ? 'yes' : 'no')),
    };
    expect(kindsOf(columns)).not.toContain('leakage');
  });
});

describe('rows', () => {
  it('that are few make results chance', () => {
    const few = (count: number) =>
      kindsOf({
        a: spread.slice(0, count),
        b: other.slice(0, count),
        y: spread.slice(0, count).toReversed(),
      });
    expect(few(29)).toEqual(['few-rows']);
    expect(few(30)).toEqual([]);
  });

  it('that repeat an earlier one are named with it', () => {
    const copied = (values: readonly number[]) => each((row) => values[row === 8 ? 2 : row]!);
    const y = each((row) => (row % 3 === 0 ? 'b' : 'a'))
      .with(8, 'a')
      .with(2, 'a');
    const found = only('duplicate-rows', { a: copied(spread), b: copied(other), y });
    expect(found).toMatchObject({ severity: 'warning', count: 1, rows: [8] });
    expect(found.message).toContain(
      '1 row repeats the inputs and targets of an earlier row (row 9 those of row 3)',
    );
  });

  it('of the test part that also stand in training are named, with whether the targets agree', () => {
    const copied = (values: readonly number[]) =>
      each((row) => values[row >= 50 && row < 53 ? row - 50 : row]!);
    const columns = (y: string[]) => ({ a: copied(spread), b: copied(other), y });
    const rows = each((row) => row);
    const parts = { train: rows.slice(0, 40), validation: [], test: rows.slice(40) };
    const same = only('train-test-rows', columns(twoClasses), { parts });
    expect(same).toMatchObject({ count: 3, rows: [50, 51, 52] });
    expect(same.message).toContain(
      '3 of 20 test rows (15 %; rows 51, 52 and 53) have the same inputs as a training row, and the same target',
    );
    const other_ = columns(twoClasses.with(50, 'yes').with(51, 'no').with(52, 'yes'));
    expect(only('train-test-rows', other_, { parts }).message).toContain('but another target');
    const validation = { ...parts, validation: [50], test: rows.slice(40, 50) };
    expect(only('train-validation-rows', columns(twoClasses), { parts: validation }).count).toBe(1);
  });

  it('that differ in an ignored column only are equal', () => {
    const columns = {
      id: each((row) => row),
      a: each((row) => (row % 30) + 0.5),
      y: each((row) => (row % 30 < 15 ? 'a' : 'b')),
    };
    expect(only('duplicate-rows', columns).count).toBe(30);
  });
});

describe('profileTable', () => {
  it('puts errors first, then warnings, then notes', () => {
    const columns = {
      same: each(() => 1),
      a: each((row) => (row < 40 ? null : spread[row]!)),
      b: other,
      y: each(() => 'yes'),
    };
    const severities = findingsOf(columns, { roles: { y: 'target', b: 'input' } }).map(
      ({ severity }) => severity,
    );
    expect(severities).toEqual(['error', 'warning', 'note']);
  });

  it('lists fifty of a kind and says how many more there are', () => {
    const constant = Object.fromEntries(
      Array.from({ length: 70 }, (_, k) => [`c${String(k)}x`, each(() => k)]),
    );
    const found = findingsOf({ ...constant, a: spread, y: twoClasses });
    expect(found).toHaveLength(51);
    expect(found.at(-1)!.message).toContain('20 more columns');
  });

  it.each([0, 1, 2])('gets along with a table of %i rows', (rows) => {
    const cells = spread.slice(0, rows);
    expect(kindsOf({ a: cells, b: cells, y: cells })).toContain('few-rows');
  });

  it('gives the profiles of the same columns', () => {
    const table = rawTable({ a: spread, y: twoClasses });
    const { profiles, findings } = profileTable({ table, columns: inferColumns(table), parts: null });
    expect(profiles.map(({ name, missing }) => [name, missing])).toEqual([
      ['a', 0],
      ['y', 0],
    ]);
    expect(findings).toEqual([]);
  });

  it.each([
    ['iris', ['duplicate-rows']],
    ['wine', []],
    ['diabetes', []],
    ['breast_cancer', []],
    ['linnerud', ['few-rows']],
  ] as const)('warns of nothing in the real table %s that is not so', (name, kinds) => {
    const file = new URL(`../../../resources/datasets/${name}.csv`, import.meta.url);
    const table: RawTable = tableFromCsv(readFileSync(file, 'utf8').replaceAll('"', ''));
    const { findings: found } = profileTable({ table, columns: inferColumns(table), parts: null });
    expect(found.filter(({ kind }) => kind !== 'outliers').map(({ kind }) => kind)).toEqual(kinds);
  });
});
