import { createEncoder } from '@shared/data/encode.ts';
import { columnStatistics } from '@shared/data/column-statistics.ts';
import { type FittingRows, fitInput, fitTarget } from '@shared/data/fit-columns.ts';
import type { TableColumn } from '@shared/model/column-catalog.ts';
import { inputFeatures, targetFeatures } from '@shared/model/features.ts';
import { tableColumnSchema } from '@shared/schema/data.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unnamedColumns } from '../../helpers/arbitrary-experiment.ts';
import { campaignSize, SEED } from '../../helpers/campaign.ts';

const SCALING = { inputs: 'standard', targets: 'min-max' } as const;
const UNSCALED = { kind: 'none', shift: 0, scale: 1 };

function column(settings: object): TableColumn {
  return tableColumnSchema.parse({ name: 'c', ...settings });
}

function fittingRows(values: Float64Array, train: Uint32Array): FittingRows {
  return { values, train, statistics: columnStatistics(values, train) };
}

/** All rows but the last train; the last is far away. */
function fittedOn(settings: object, ...values: number[]) {
  const rows = fittingRows(
    Float64Array.from([...values, 1e12]),
    Uint32Array.from(values, (_, row) => row),
  );
  return { input: () => fitInput(column(settings), rows, SCALING), rows };
}

const fit = (settings: object, ...values: number[]) => fittedOn(settings, ...values).input();

describe('a number as input', () => {
  const values = [NaN, 2, 2, 4, 12]; // mean 5, median 3

  it.each<[rule: object, fill: number]>([
    [{ missing: 'mean' }, 5],
    [{ missing: 'median' }, 3],
    [{ missing: 'most-frequent' }, 2],
    [{ missing: 'constant', constant: -99 }, -99],
    [{ missing: 'constant' }, 0],
    [{}, 3],
  ])('is filled as %j says, from the training rows', (rule, fill) => {
    for (const indicator of [false, true]) {
      expect(fit({ type: 'number', ...rule, indicator }, ...values).missing).toEqual({ fill, indicator });
    }
  });

  it('has no rule where rows without a value are left out', () => {
    expect(fit({ type: 'number', missing: 'drop', indicator: true }, 1, 2)).not.toHaveProperty('missing');
  });

  it('says everything of itself that a reader needs; what is filled in does not count', () => {
    expect(fit({ type: 'integer', missing: 'constant', constant: 1e6 }, ...values)).toEqual({
      type: 'integer',
      name: 'c',
      transform: { kind: 'standard', shift: 5, scale: Math.sqrt(17) }, // 9 + 9 + 1 + 49 over 4
      range: { min: 2, max: 12, mean: 5 },
      missing: { fill: 1e6, indicator: false },
    });
  });

  it.each([
    [{}, 'standard'],
    [{ scaling: 'default' }, 'standard'],
    [{ scaling: 'robust' }, 'robust'],
    [{ scaling: 'none' }, 'none'],
  ])('%j is scaled by %s: its own setting comes first', (settings, kind) => {
    expect(fit({ type: 'number', ...settings }, 1, 2, 3).transform.kind).toBe(kind);
  });
});

describe('a date as input', () => {
  it.each([
    ['median', 25],
    ['most-frequent', 10],
  ])('is standardised in days, and filled by the %s', (missing, fill) => {
    const settings = { type: 'date', format: 'day-month-year', parts: 'time', missing, indicator: true };
    expect(fit(settings, 10, NaN, 40, 10, 80)).toEqual({
      type: 'date',
      name: 'c',
      format: 'day-month-year',
      parts: 'time',
      transform: { kind: 'standard', shift: 35, scale: Math.sqrt((625 + 25 + 625 + 2025) / 4) },
      range: { min: 10, max: 80, mean: 35 },
      missing: { fill, indicator: true },
    });
  });
});

describe('levels as input', () => {
  const levels = ['p', 'q', 'r'];

  it('counts the training rows of each level, none of them too', () => {
    const input = fit({ type: 'category', levels }, 1, 1, 0, NaN);
    expect(input).toEqual({
      type: 'category',
      name: 'c',
      levels,
      counts: [1, 2, 0],
      encoding: 'one-hot',
      transform: UNSCALED,
      missing: { fill: null, indicator: false },
    });
  });

  it.each<[object, string | null]>([
    [{ missing: 'most-frequent' }, 'q'],
    [{ missing: 'no-level' }, null],
    [{}, null],
  ])('is filled as %j says', (rule, fill) => {
    expect(fit({ type: 'category', levels, ...rule }, 2, 1, 0, 1).missing).toEqual({
      fill,
      indicator: false,
    });
  });

  it('takes the first of the levels that occur equally often', () => {
    expect(fit({ type: 'category', levels, missing: 'most-frequent' }, 2, 1).missing!.fill).toBe('q');
  });

  it('standardises the places where the order counts', () => {
    const input = fit({ type: 'category', levels, encoding: 'ordinal' }, 0, 2, 2, 0, NaN);
    expect(input.transform).toEqual({ kind: 'standard', shift: 1, scale: 1 });
  });

  it('leaves yes and no at 1 and 0', () => {
    const settings = { type: 'boolean', levels: ['no', 'yes'], indicator: true };
    expect(fit(settings, 1, 0, 1, NaN)).toEqual({
      type: 'boolean',
      name: 'c',
      levels: ['no', 'yes'],
      counts: [1, 2],
      encoding: 'ordinal',
      transform: UNSCALED,
      missing: { fill: 'yes', indicator: true },
    });
  });
});

describe('a target', () => {
  function fitted(settings: object, ...values: number[]) {
    return fitTarget(column({ role: 'target', ...settings }), fittedOn(settings, ...values).rows, SCALING);
  }

  it('of numbers is scaled as all targets, or in its own way', () => {
    const range = { min: 1, max: 5, mean: 3 };
    expect(fitted({ type: 'number' }, 1, 5)).toEqual([
      { name: 'c', transform: { kind: 'min-max', shift: 1, scale: 4 }, range },
    ]);
    expect(fitted({ type: 'number', scaling: 'standard' }, 1, 5)).toEqual([
      { name: 'c', transform: { kind: 'standard', shift: 3, scale: 2 }, range },
    ]);
  });

  it('of dates is standardised', () => {
    expect(fitted({ type: 'date' }, 1, 5)[0]!.transform).toEqual({ kind: 'standard', shift: 3, scale: 2 });
  });

  it('of yes or no is the probability of yes', () => {
    expect(fitted({ type: 'boolean', levels: ['no', 'yes'] }, 1, 0, 0, 0)).toEqual([
      {
        name: 'c = yes',
        transform: UNSCALED,
        range: { min: 0, max: 1, mean: 0.25 },
        class: { column: 'c', level: 'yes', otherwise: 'no' },
      },
    ]);
  });

  it('of two levels is the probability of the second', () => {
    const [only, ...others] = fitted({ type: 'category', levels: ['p', 'q'] }, 1, 1, 1, 0);
    expect(others).toEqual([]);
    expect(only).toMatchObject({ range: { mean: 0.75 }, class: { level: 'q', otherwise: 'p' } });
  });

  it('of more levels is a probability of each, also of those without training rows', () => {
    const outputs = fitted({ type: 'category', levels: ['p', 'q', 'r'] }, 0, 1, 1, 1);
    expect(outputs.map((output) => [output.name, output.range.mean, output.class])).toEqual([
      ['c = p', 0.25, { column: 'c', level: 'p' }],
      ['c = q', 0.75, { column: 'c', level: 'q' }],
      ['c = r', 0, { column: 'c', level: 'r' }],
    ]);
  });

  it('of levels in their order is their place, scaled as numbers are', () => {
    const settings = { type: 'category', levels: ['p', 'q', 'r'], encoding: 'ordinal' };
    expect(fitted(settings, 0, 2, 1)).toEqual([
      { name: 'c', transform: { kind: 'min-max', shift: 0, scale: 2 }, range: { min: 0, max: 2, mean: 1 } },
    ]);
  });
});

describe(`any column (seed ${SEED})`, () => {
  const rows = fittingRows(Float64Array.of(0, 0, NaN, 0), Uint32Array.of(0, 1, 2));
  const options = { seed: SEED, numRuns: campaignSize(300, 20_000) };
  const columns = unnamedColumns.filter(({ type }) => type !== 'text').map((settings) => column(settings));

  it('gives the network as many values as the experiment says it takes', () => {
    fc.assert(
      fc.property(columns, (own) => {
        const encoder = createEncoder(fitInput(own, rows, SCALING));
        expect(encoder.features).toBe(inputFeatures(own).length);
      }),
      options,
    );
  });

  it('asks the network for as many values as the experiment says it answers, by the same names', () => {
    fc.assert(
      fc.property(columns, (own) => {
        const names = fitTarget(own, rows, SCALING).map(({ name }) => name);
        expect(names).toEqual(targetFeatures(own).map(({ name }) => name));
      }),
      options,
    );
  });
});
