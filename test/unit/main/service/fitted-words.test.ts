import { prepareData } from '@shared/data/prepare.ts';
import type { RawColumn, RawTable } from '@shared/data/raw-table.ts';
import { dataSchema } from '@shared/schema/data.ts';
import { describe, expect, it } from 'vitest';
import { fittedColumns } from '../../../../src-main/service/fitted-words.ts';
import { sampleSource } from '../ipc/contract-samples.ts';

const numbers = (name: string, ...values: number[]): RawColumn => ({
  kind: 'numbers',
  name,
  values: Float64Array.from(values),
  others: new Map(),
});
const texts = (name: string, levels: string[], ...codes: number[]): RawColumn => ({
  kind: 'levels',
  name,
  levels,
  codes: Int32Array.from(codes),
});

/** How a column is said to be prepared; all rows are training rows. */
function words(cells: RawColumn, column: object) {
  const rows =
    cells.kind === 'numbers' ? cells.values.length : cells.kind === 'levels' ? cells.codes.length : 0;
  const answer = numbers('answer', ...Array.from({ length: rows }, (_, row) => row));
  const table: RawTable = { rows, columns: [cells, answer], remarks: [] };
  const spec = dataSchema.parse({
    source: { ...sampleSource, rows },
    columns: [
      { name: cells.name, role: 'input', ...column },
      { name: 'answer', type: 'number', role: 'target', scaling: 'none' },
    ],
    split: { train: 1, test: 0, order: 'as-is' },
  });
  return fittedColumns(prepareData(spec, table));
}

describe('fittedColumns', () => {
  it.each([
    ['standard', '(x − 3) / 1.581'],
    ['min-max', '(x − 1) / 4'],
    ['robust', '(x − 3) / 2.5'],
    ['none', 'x'],
  ])('says the formula of %s scaling with its numbers', (scaling, formula) => {
    const cells = numbers('x', 1, 2, 4, 5);
    expect(words(cells, { type: 'number', scaling, missing: 'drop' })[0]).toEqual({
      name: 'x',
      role: 'input',
      formula,
      fill: null,
      features: ['x'],
    });
  });

  it('adds what a negative shift takes away, and takes the logarithm of any number', () => {
    const cells = numbers('x', -4, -2);
    expect(words(cells, { type: 'number', scaling: 'min-max' })[0]!.formula).toBe('(x + 4) / 2');
    expect(words(cells, { type: 'number', scaling: 'log' })[0]!.formula).toMatch(
      /^\(sign\(x\) · ln\(1 \+ \|x\|\) \+ /,
    );
  });

  it.each([
    ['mean', '2.333'],
    ['median', '2'],
    ['most-frequent', '1'],
    ['constant', '−7'],
  ])('says what stands in for a missing number: the %s', (missing, fill) => {
    const cells = numbers('x', 1, 2, 4, NaN);
    const [input] = words(cells, { type: 'number', missing, constant: -7, indicator: true });
    expect(input).toMatchObject({ fill, features: ['x', 'x is missing'] });
  });

  it('says how categories, yes or no and dates become numbers', () => {
    const colors = texts('color', ['red', 'blue'], 0, 1, 0, -1);
    const category = { type: 'category', levels: ['red', 'blue'] };
    expect(words(colors, category)[0]).toMatchObject({
      formula: '1 for the level of the row, 0 for each other level',
      fill: 'none of the levels',
      features: ['color = red', 'color = blue'],
    });
    expect(words(colors, { ...category, encoding: 'ordinal', missing: 'most-frequent' })[0]).toMatchObject({
      formula: expect.stringMatching(/^\(place of the level − 0\.3333\) \/ 0\.4714$/) as string,
      fill: '"red"',
    });
    expect(words(colors, { ...category, type: 'boolean' })[0]).toMatchObject({
      formula: '1 for "blue", 0 for "red"',
    });
    const days = texts('day', ['2026-11-22', '2026-11-24'], 0, 1, -1);
    expect(words(days, { type: 'date', parts: 'time-and-cycles', missing: 'median' })[0]).toMatchObject({
      formula: '(days since 1970-01-01 − 20,780); sine and cosine of the year, week',
      fill: '2026-11-23',
    });
  });

  it('says what is asked of a target', () => {
    expect(words(numbers('x', 1, 2), { type: 'number' })[1]).toEqual({
      name: 'answer',
      role: 'target',
      formula: 'y',
      fill: null,
      features: ['answer'],
    });
  });
});
