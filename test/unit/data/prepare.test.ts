import { columnStatistics } from '@shared/data/column-statistics.ts';
import { inputMatrix, prepareData, targetMatrix } from '@shared/data/prepare.ts';
import type { PreparedData } from '@shared/data/prepared-data.ts';
import { fitTransform, scaleValue } from '@shared/data/transforms.ts';
import { type DataSpec, PARTS } from '@shared/model/data-catalog.ts';
import { describe, expect, it } from 'vitest';
import { smallExperiment } from '../../helpers/experiments.ts';
import { mixedExperiment, mixedTable, withCells } from '../../helpers/mixed-table.ts';
import { rawTable } from '../../helpers/raw-tables.ts';
import { thrownBy } from '../../helpers/thrown.ts';

const spec = smallExperiment().data;
const all = (data: PreparedData) => [...data.inputs, ...data.targets];

describe('prepareData', () => {
  it('fits every column on the training rows only', () => {
    const data = prepareData(spec);
    for (const { values, statistics } of all(data)) {
      expect(statistics).toEqual(columnStatistics(values, data.rows.train.toSorted()));
    }
  });

  it('would notice a changed training row', () => {
    const { inputs, rows } = prepareData(spec);
    const { values, statistics } = inputs[0]!;
    const changed = values.slice();
    changed[rows.train[0]!] = 1e9;
    expect(columnStatistics(changed, rows.train.toSorted())).not.toEqual(statistics);
  });

  it('scales inputs and targets each in their own way', () => {
    const { inputs, targets, rows } = prepareData(spec);
    const kinds = [
      ...inputs.map(({ name, role, fitted }) => [name, role, fitted.transform.kind]),
      ...targets.map(({ name, role, fitted }) => [name, role, fitted[0]!.transform.kind]),
    ];
    expect(kinds).toEqual([
      ['a', 'input', 'standard'],
      ['b', 'input', 'standard'],
      ['sum', 'target', 'min-max'],
      ['product', 'target', 'min-max'],
    ]);
    for (const { fitted, values } of inputs) {
      expect(fitted.transform).toEqual(fitTransform('standard', values, rows.train.toSorted()));
    }
    for (const { fitted, values } of targets) {
      expect(fitted.map(({ transform }) => transform)).toEqual([
        fitTransform('min-max', values, rows.train.toSorted()),
      ]);
    }
  });

  it('has parts that cover the table', () => {
    const { rows, tableRows, dropped } = prepareData(spec);
    expect(PARTS.map((part) => rows[part].length)).toEqual([36, 12, 12]);
    expect({ tableRows, dropped }).toEqual({ tableRows: 60, dropped: 0 });
  });

  it('leaves out the rows that lack what they must have, and counts them', () => {
    const { data } = mixedExperiment({
      rows: 5,
      split: { train: 0.7, validation: 0, test: 0.3, order: 'as-is' },
    });
    const complete = withCells(mixedTable(5, 1), (name) => FILL[name] ?? null);
    const gaps: Record<string, number> = {
      amount: 0, // has a rule: the row stays
      customer: 1, // an input without a rule
      price: 3, // a target
    };
    const missing = withCells(complete, (name, row, text) => (gaps[name] === row ? null : text));
    const prepared = prepareData(data, missing);
    expect(prepared.dropped).toBe(2);
    expect(PARTS.map((part) => [...prepared.rows[part]])).toEqual([[0, 2], [], [4]]);
  });

  it.each([
    ['no training row has a value', { amount: [null, null, '7'] }],
    ['no training row has a value that can be read', { amount: ['x', 'y', '7'] }],
  ])('refuses a column of which %s', (_what, cells) => {
    const table = rawTable({ ...cells, y: [1, 2, 3] });
    const columns = [numberColumn('amount', 'input', 'mean'), numberColumn('y', 'target')];
    const error = thrownBy(() => prepareData(tableSpec(columns, { train: 0.7, test: 0.3 }), table));
    expect(error).toMatchObject({ code: 'INVALID_VALUE', at: 'data.columns[0]' });
    expect(error.message).toContain('No training row has a value here that can be read. Ignore the column');
  });

  it.each([
    ['an input', 'mean', { amount: [1.7e308, 1.7e308, 1], y: [1, 2, 3] }, 'data.columns[0]'],
    ['an input', 'spread', { amount: [-1e200, 1e200, 1], y: [1, 2, 3] }, 'data.columns[0]'],
    ['a target', 'spread', { amount: [1, 2, 3], y: [-1e308, 1e308, 1] }, 'data.columns[1]'],
  ])('refuses %s whose %s is no number', (_role, _what, cells, at) => {
    const columns = [numberColumn('amount', 'input', 'mean'), numberColumn('y', 'target')];
    const spec = tableSpec(columns, { train: 0.7, test: 0.3 });
    const error = thrownBy(() => prepareData(spec, rawTable(cells)));
    expect(error).toMatchObject({ code: 'INVALID_VALUE', at });
    expect(error.message).toContain('is beyond the largest number that there is. Divide them');
  });

  it('does not take a file for granted: its table must have been opened', () => {
    expect(() => prepareData(mixedExperiment().data)).toThrow(/must be opened before it can be prepared/);
  });
});

/** What stands in for a cell of the mixed table where a test wants none missing. */
const FILL: Record<string, string> = {
  amount: '1',
  pieces: '1',
  weight: '1',
  shop: 'north',
  grade: 'low',
  open: 'no',
  day: '01.01.2000',
  customer: '1',
  importance: '1',
  household: 'h',
  use: 'test',
  price: '1',
  profit: '1',
};

function numberColumn(name: string, role: 'input' | 'target', missing: 'mean' | 'drop' = 'drop') {
  return {
    name,
    role,
    type: 'number' as const,
    scaling: 'default' as const,
    missing,
    constant: 0,
    indicator: false,
  };
}

function tableSpec(columns: DataSpec['columns'], split: object): DataSpec {
  const { data } = mixedExperiment();
  return { ...data, columns, split: { ...data.split, validation: 0, order: 'as-is', ...split } };
}

describe('the matrices', () => {
  it.each(['float32', 'float64'] as const)(
    'hold target after target, samples contiguous (%s)',
    (precision) => {
      const data = prepareData(spec);
      const rows = data.rows.validation;
      const matrix = targetMatrix(data, rows, precision);
      const expected = data.targets.flatMap(({ fitted, values }) =>
        Array.from(rows, (row) => scaleValue(fitted[0]!.transform, values[row]!)),
      );
      expect([...matrix]).toEqual(precision === 'float32' ? expected.map(Math.fround) : expected);
    },
  );

  it.each(['float32', 'float64'] as const)(
    'hold feature after feature of the inputs, samples contiguous (%s)',
    (precision) => {
      const table = rawTable({ x: [10, 20, null], c: ['p', 'q', 'p'], y: [1, 2, 3] });
      const columns: DataSpec['columns'] = [
        { ...numberColumn('x', 'input', 'mean'), scaling: 'min-max', indicator: true },
        {
          name: 'c',
          role: 'input',
          type: 'category',
          levels: ['p', 'q'],
          encoding: 'one-hot',
          missing: 'drop',
          indicator: false,
        },
        numberColumn('y', 'target'),
      ];
      const data = prepareData(tableSpec(columns, { train: 1, test: 0 }), table);
      const matrix = inputMatrix(data, Uint32Array.of(2, 0, 1), precision);
      const features = [
        [0.5, 0, 1], // x, the mean 15 where it is missing
        [1, 0, 0], // x is missing
        [1, 1, 0], // c = p
        [0, 0, 1], // c = q
      ];
      expect([...matrix]).toEqual(features.flat());
      expect(matrix).toBeInstanceOf(precision === 'float32' ? Float32Array : Float64Array);
    },
  );

  it.each([
    { levels: ['p', 'q'], expected: [0, 1, 1] },
    { levels: ['q', 'p'], expected: [1, 0, 0] },
    { levels: ['p', 'q', 'r'], expected: [1, 0, 0, /* q */ 0, 1, 1, /* r */ 0, 0, 0] },
  ])('ask for a probability of each level, or of the second of two: $levels', ({ levels, expected }) => {
    const table = rawTable({ x: [1, 2, 3], c: ['p', 'q', 'q'] });
    const target = {
      name: 'c',
      role: 'target',
      type: 'category',
      levels,
      encoding: 'one-hot',
      missing: 'no-level',
      indicator: false,
    } as const;
    const data = prepareData(
      tableSpec([numberColumn('x', 'input'), { ...target, levels }], { train: 1, test: 0 }),
      table,
    );
    expect([...targetMatrix(data, data.rows.train, 'float64')]).toEqual(expected);
  });
});
