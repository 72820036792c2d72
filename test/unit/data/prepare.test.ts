import { prepareData, scaledMatrix } from '@shared/data/prepare.ts';
import { columnStatistics, fitTransform, scaleValue } from '@shared/data/transforms.ts';
import type { DataSpec } from '@shared/model/data-catalog.ts';
import { PARTS } from '@shared/model/data-catalog.ts';
import { describe, expect, it } from 'vitest';
import { SEED } from '../../helpers/campaign.ts';
import { smallExperiment } from '../../helpers/experiments.ts';
import { withValue } from '../../helpers/json-path.ts';

const spec = smallExperiment().data;

describe('prepareData', () => {
  it('fits every column on the training rows only', () => {
    const { columns, rows } = prepareData(spec);
    for (const { values, statistics } of columns) {
      expect(statistics).toEqual(columnStatistics(values, rows.train));
    }
  });

  it(`learns nothing from any row outside the training part (seed ${SEED})`, () => {
    const { columns, rows } = prepareData(spec);
    for (const { values, statistics } of columns) {
      for (const row of [...rows.validation, ...rows.test]) {
        const changed = values.slice();
        changed[row] = (SEED + 1) * 1e9;
        expect(columnStatistics(changed, rows.train)).toEqual(statistics);
      }
    }
  });

  it('would notice a changed training row', () => {
    const { columns, rows } = prepareData(spec);
    const { values, statistics } = columns[0]!;
    const changed = values.slice();
    changed[rows.train[0]!] = 1e9;
    expect(columnStatistics(changed, rows.train)).not.toEqual(statistics);
  });

  it('scales inputs and targets each in their own way', () => {
    const { columns } = prepareData(spec);
    expect(columns.map(({ name, role, transform }) => [name, role, transform.kind])).toEqual([
      ['a', 'input', 'standard'],
      ['b', 'input', 'standard'],
      ['sum', 'target', 'min-max'],
      ['product', 'target', 'min-max'],
    ]);
    for (const column of columns) {
      expect(column.transform).toEqual(fitTransform(column.transform.kind, column.statistics));
    }
  });

  it('has parts that cover the table', () => {
    const { rows, table } = prepareData(spec);
    expect(PARTS.map((part) => rows[part].length)).toEqual([36, 12, 12]);
    expect(table.rows).toBe(60);
  });
});

describe('the hash of the data', () => {
  const { hash } = prepareData(spec);

  it('is the same for the same table', () => {
    expect(prepareData(structuredClone(spec)).hash).toBe(hash);
  });

  it('has not changed since version 0.1.0: an old run can still say that it saw the same table', () => {
    expect(hash).toBe('sha256:739bbcda9c3224fea02117a61822ea229eb3a16af465d010bfc4f27abc84e022');
  });

  it.each<[string, unknown]>([
    ['source.seed', 4],
    ['source.rows', 61],
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
});

describe('scaledMatrix', () => {
  it.each(['float32', 'float64'] as const)(
    'holds column after column, samples contiguous (%s)',
    (precision) => {
      const data = prepareData(spec);
      const rows = data.rows.validation;
      const matrix = scaledMatrix(data, 'target', rows, precision);
      const targets = data.columns.filter((column) => column.role === 'target');
      const expected = targets.flatMap(({ transform, values }) =>
        Array.from(rows, (row) => scaleValue(transform, values[row]!)),
      );
      expect([...matrix]).toEqual(precision === 'float32' ? expected.map(Math.fround) : expected);
    },
  );
});
