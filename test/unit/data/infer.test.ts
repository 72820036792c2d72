import { LIMITS } from '@shared/core/limits.ts';
import { inferColumns } from '@shared/data/infer/infer-columns.ts';
import { inNaturalOrder } from '@shared/data/infer/level-order.ts';
import { interpret } from '@shared/data/interpret.ts';
import { numberCells, type RawColumn, type RawTable } from '@shared/data/raw-table.ts';
import { drawToySet } from '@shared/data/toy-sets.ts';
import { TOY_SETS, type ToySet } from '@shared/model/table-source.ts';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { levelColumn, rawColumn, rawTable, tableFromCsv, textColumn } from '../../helpers/raw-tables.ts';

const bundled = (name: string) =>
  tableFromCsv(
    readFileSync(new URL(`../../../resources/datasets/${name}.csv`, import.meta.url), 'utf8').replaceAll(
      '"',
      '',
    ),
  );

/** "type role" of each column. */
const summary = (table: RawTable) =>
  Object.fromEntries(inferColumns(table).map(({ name, type, role }) => [name, `${type} ${role}`]));

/** `times` repetitions of a few cells. */
const repeated = <T>(cells: readonly T[], times: number): T[] =>
  Array.from({ length: cells.length * times }, (_, row) => cells[row % cells.length]!);

const typeOf = (cells: readonly (string | number | null)[], name = 'x') =>
  inferColumns(rawTable({ [name]: cells, last: cells.map((_, row) => row + 0.5) }))[0]!;

describe('the real tables', () => {
  it.each([
    ['iris', { species: ['setosa', 'versicolor', 'virginica'] }],
    ['wine', { cultivar: ['class_0', 'class_1', 'class_2'] }],
    ['breast_cancer', { diagnosis: ['benign', 'malignant'] }],
    ['digits', { digit: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'] }],
  ])('come out right without a correction: %s is classified', (name, classes) => {
    const columns = inferColumns(bundled(name));
    const targets = columns.filter(({ role }) => role === 'target');
    expect(
      Object.fromEntries(targets.map((column) => [column.name, 'levels' in column && column.levels])),
    ).toEqual(classes);
    const others = columns.filter(({ role }) => role !== 'target');
    expect(others.filter(({ type }) => type !== 'number' && type !== 'integer')).toEqual([]);
    // Three pixels of the digits are blank in every picture.
    expect(others.filter(({ role }) => role !== 'input').map((column) => column.name)).toEqual(
      name === 'digits' ? ['p0', 'p32', 'p39'] : [],
    );
  });

  it('come out right without a correction: diabetes is a number, and sex a category', () => {
    expect(summary(bundled('diabetes'))).toEqual({
      age: 'integer input',
      sex: 'category input',
      bmi: 'number input',
      bp: 'number input',
      s1: 'integer input',
      s2: 'number input',
      s3: 'number input',
      s4: 'number input',
      s5: 'number input',
      s6: 'integer input',
      progression: 'integer target',
    });
  });

  it('come out right without a correction: linnerud has three targets', () => {
    expect(Object.values(summary(bundled('linnerud')))).toEqual([
      ...Array<string>(3).fill('integer input'),
      ...Array<string>(3).fill('integer target'),
    ]);
  });

  it.each(Object.keys(TOY_SETS) as ToySet[])('and the toy set %s has its last column as the target', (id) => {
    const columns = inferColumns(drawToySet({ kind: 'toy', id, rows: 100, noise: 0.1, seed: 1 }));
    expect(columns.map(({ role }) => role)).toEqual([...columns.slice(1).map(() => 'input'), 'target']);
  });
});

describe('the type of a column', () => {
  it.each([
    ['fractions', ['1.5', '2', '-3e4'], 'number'],
    ['whole numbers', [1, 5, 9, 1200], 'integer'],
    ['many different whole numbers', Array.from({ length: 100 }, (_, k) => k * 7), 'integer'],
    ['few different whole numbers, whose order may matter', repeated([1, 2, 3, 4], 20), 'integer'],
    ['zeros and ones', repeated([0, 1], 20), 'boolean'],
    ['zeros and ones of which some are missing', repeated([0, 1, null], 20), 'boolean'],
    ['two codes', repeated([1, 2], 20), 'category'],
    ['two whole numbers in few rows', [5, 7, 5], 'integer'],
    ['yes and no', repeated(['yes', 'no'], 3), 'boolean'],
    ['TRUE and FALSE', repeated(['TRUE', 'FALSE'], 3), 'boolean'],
    ['few texts', repeated(['red', 'green', 'blue'], 5), 'category'],
    ['texts of which nearly all differ', ['Ann', 'Bob', 'Cyd', 'Dan', 'Eve'], 'text'],
    [
      'more than fifty texts',
      repeated(
        Array.from({ length: 51 }, (_, k) => `t${String(k)}`),
        4,
      ),
      'text',
    ],
    [
      'more than fifty texts that each stand in many rows',
      repeated(
        Array.from({ length: 60 }, (_, k) => `t${String(k)}`),
        30,
      ),
      'category',
    ],
    ['texts too long for a level', repeated(['long'.repeat(LIMITS.textLength), 'short'], 5), 'text'],
    [
      'numbers of which a few begin with a zero',
      [...Array.from({ length: 40 }, (_, k) => k * 3), '07'],
      'integer',
    ],
    ['large numbers', [1e18, 2e18, 3.5e18], 'integer'],
    ['nothing at all', [null, null, null], 'text'],
    ['numbers with a few slips', [...Array.from({ length: 40 }, (_, k) => k / 7), 'n.v.'], 'number'],
    ['numbers among many texts', repeated(['12', '13', '14', 'C 4'], 10), 'category'],
    ['days', ['2026-01-02', '2026-02-03', '2026-02-04'], 'date'],
    ['compact days', ['20260102', '20260203', '20260204'], 'date'],
  ] as const)('%s: is found from the cells', (_, cells, type) => {
    expect(typeOf(cells).type).toBe(type);
  });

  it('is a category for codes that a name gives away', () => {
    const cells = repeated([1, 2, 3], 30);
    expect(typeOf(cells, 'Pclass').type).toBe('category');
    expect(typeOf(cells, 'rooms').type).toBe('integer');
  });

  it.each([
    ['with leading zeros', repeated(['01067', '04109', '10115', '20095'], 10), 'category'],
    ['with more digits than numbers hold', ['12345678901234567890', '12345678901234567891'], 'text'],
  ])('is none of numbers for codes %s, which readers keep as texts', (_, cells, type) => {
    const column = levelColumn('x', cells);
    expect(inferColumns({ rows: cells.length, columns: [column], remarks: [] })[0]!.type).toBe(type);
  });

  it('is the same whether a column is stored as levels or one by one', () => {
    const cells = repeated(['no', 'yes', 'no'], 10);
    const of = (column: RawColumn) => inferColumns({ rows: 30, columns: [column], remarks: [] });
    expect(of(levelColumn('x', cells))).toEqual(of(textColumn('x', cells)));
  });

  it('stays a number for the pixels of a series that happen to be only 0 or 1', () => {
    const pixels = { p0: repeated([0, 1], 20), p1: repeated([3, 7], 20), p2: repeated([0, 5, 9, 16], 10) };
    const wide = Object.fromEntries(
      Array.from({ length: 5 }, (_, k) => [`p${String(k + 3)}`, repeated([k, 2, 30, 4], 10)]),
    );
    const types = inferColumns(rawTable({ ...pixels, ...wide, digit: repeated(['a', 'b'], 20) }));
    expect(types.slice(0, -1).map(({ type }) => type)).toEqual(Array(8).fill('integer'));
  });

  it.each([
    [
      'day first by a cell that has no other reading',
      ['01/02/2026', '03/02/2026', '13/02/2026'],
      'day-month-year',
    ],
    [
      'month first by a cell that has no other reading',
      ['01.02.2026', '01.13.2026', '01.03.2026'],
      'month-day-year',
    ],
    ['day first with dots', ['01.02.2026', '03.02.2026', '04.02.2026'], 'day-month-year'],
    ['month first with slashes', ['01/02/2026', '03/02/2026', '04/02/2026'], 'month-day-year'],
    ['iso', ['2026-02-01', '2026-02-02', '2026-02-03'], 'iso'],
    ['year first', ['2026/02/01', '2026/02/02', '2026/02/03'], 'year-month-day'],
  ])('of dates: %s', (_, cells, format) => {
    expect(typeOf(cells)).toMatchObject({ type: 'date', format, parts: 'time-and-cycles' });
  });

  it('of dates with a time of day asks for the cycle of the day', () => {
    const cells = ['2026-02-01T10:00', '2026-02-02T11:00', '2026-02-03T12:30'];
    expect(typeOf(cells)).toMatchObject({ type: 'date', parts: 'time-and-day-cycles' });
  });
});

describe('the levels', () => {
  it('of yes or no are the text for no, then the text for yes', () => {
    expect(typeOf(repeated(['Y', 'N'], 10))).toMatchObject({ levels: ['N', 'Y'] });
    expect(typeOf(repeated(['ja', 'nein'], 10))).toMatchObject({ levels: ['nein', 'ja'] });
    expect(typeOf(repeated([1, 0], 10))).toMatchObject({ levels: ['0', '1'] });
  });

  it('stand in natural order', () => {
    expect(inNaturalOrder(['b', '10', 'B', '9', '-1.5', 'a10', 'a9'])).toEqual([
      '-1.5',
      '9',
      '10',
      'B',
      'a10',
      'a9',
      'b',
    ]);
  });

  it('are never missing in the column they were found in', () => {
    const cell = fc.oneof(
      fc.constantFrom('yes', 'no', '0', '1', '1.0', '01', ' a', 'a ', '2026-01-02', '__proto__', '-0'),
      fc.integer({ min: 0, max: 5 }).map(String),
      fc.constant(null),
    );
    fc.assert(
      fc.property(fc.array(cell, { minLength: 1, maxLength: 60 }), (cells) => {
        for (const stored of [rawColumn('x', cells), levelColumn('x', cells), textColumn('x', cells)]) {
          const [column] = inferColumns({ rows: cells.length, columns: [stored], remarks: [] });
          if (!('levels' in column!)) continue;
          const { values, unreadable } = interpret(stored, column);
          expect(unreadable).toBe(0);
          expect(new Set(values.filter((value) => !Number.isNaN(value))).size).toBe(column.levels.length);
        }
      }),
    );
  });
});

describe('roles', () => {
  const y = Array.from({ length: 40 }, (_, row) => row / 3);
  const numbers = Array.from({ length: 40 }, (_, row) => (row * 37) % 11);
  const counted = Array.from({ length: 40 }, (_, row) => row + 1);

  it.each([
    ['the last column is the target', { a: numbers, b: y }, { a: 'integer input', b: 'number target' }],
    ['or one that says so', { target: y, b: numbers }, { target: 'number target', b: 'integer input' }],
    [
      'classes counted from 0 are classes in a target',
      { a: y, label: repeated([0, 1, 2, 3], 10) },
      { a: 'number input', label: 'category target' },
    ],
    [
      'quantities in a target stay quantities',
      { a: y, rooms: repeated([3, 5, 4, 7], 10) },
      { a: 'number input', rooms: 'integer target' },
    ],
    [
      'identifiers are ignored',
      { PassengerId: counted, a: numbers, Name: counted.map((k) => `Person ${String(k)}`), b: y },
      { PassengerId: 'integer ignored', a: 'integer input', Name: 'text ignored', b: 'number target' },
    ],
    [
      'row numbers without a name are ignored',
      { 'column 1': counted, a: numbers, b: y },
      { 'column 1': 'integer ignored', a: 'integer input', b: 'number target' },
    ],
    [
      'but not a first column of a table in which none has a name',
      { 'column 1': counted, 'column 2': numbers, 'column 3': y },
      { 'column 1': 'integer input', 'column 2': 'integer input', 'column 3': 'number target' },
    ],
    [
      'a price is a target before what stands last',
      { carat: y, price: counted, x: numbers, y: numbers, z: numbers },
      {
        carat: 'number input',
        price: 'integer target',
        x: 'integer input',
        y: 'integer input',
        z: 'integer input',
      },
    ],
    [
      'an X and a Y are places, in capitals as well',
      { X: numbers, Y: numbers, area: y },
      { X: 'integer input', Y: 'integer input', area: 'number target' },
    ],
    ['but not all that counts upwards', { x: counted, y }, { x: 'integer input', y: 'number target' }],
    [
      'a constant is ignored',
      { a: counted.map(() => 7), b: numbers, c: y },
      { a: 'integer ignored', b: 'integer input', c: 'number target' },
    ],
    [
      'text at the end is no target',
      { a: numbers, b: y, note: counted.map((k) => `note ${String(k)}`) },
      { a: 'integer input', b: 'number target', note: 'text ignored' },
    ],
    [
      'y1 and y2 are targets both',
      { x: numbers, y1: y, y2: y },
      { x: 'integer input', y1: 'number target', y2: 'number target' },
    ],
    [
      'a column may say to which part its row belongs',
      { split: repeated(['train', 'test'], 20), a: numbers, b: y },
      { split: 'category part', a: 'integer input', b: 'number target' },
    ],
    [
      'and how much its row weighs',
      { sample_weight: y, weight: y, a: numbers },
      { sample_weight: 'number weight', weight: 'number input', a: 'integer target' },
    ],
    [
      'the first column is the target where it alone is of classes and nothing has a name',
      { 'column 1': repeated([1, 2], 20), 'column 2': y, 'column 3': y },
      { 'column 1': 'category target', 'column 2': 'number input', 'column 3': 'number input' },
    ],
    ['one column alone is no target', { a: y }, { a: 'number input' }],
  ])('%s', (_, columns, expected) => {
    expect(summary(rawTable(columns))).toEqual(expected);
  });

  it('mark where values are missing, and fill numbers with the median', () => {
    const [a, b, c] = inferColumns(
      rawTable({
        a: [...numbers.slice(1), null],
        b: y,
        c: [...repeated(['red', 'blue', 'green'], 13), null],
        d: y,
      }),
    );
    expect(a).toMatchObject({ missing: 'median', indicator: true });
    expect(b).toMatchObject({ missing: 'median', indicator: false });
    expect(c).toMatchObject({ missing: 'no-level', indicator: false });
  });

  it.each([0, 1, 2])('are found for a table of %i rows', (rows) => {
    const columns = [numberCells('a', new Float64Array(rows)), numberCells('b', new Float64Array(rows))];
    expect(inferColumns({ rows, columns, remarks: [] }).map(({ name }) => name)).toEqual(['a', 'b']);
  });

  it('are found for a table without columns', () => {
    expect(inferColumns({ rows: 0, columns: [], remarks: [] })).toEqual([]);
  });
});
