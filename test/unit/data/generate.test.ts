import { generateTable } from '@shared/data/generate.ts';
import type { FormulaSource } from '@shared/model/data-catalog.ts';
import { describe, expect, it } from 'vitest';
import reference from '../../golden/article_case.json' with { type: 'json' };
import { thrownBy } from '../../helpers/thrown.ts';

const article: FormulaSource = {
  kind: 'formula',
  rows: 10_000,
  seed: 42,
  generator: 'numpy-legacy',
  inputs: { a: [0, 100], b: [0, 100] },
  targets: { sum: 'a + b', difference: 'a - b', distance: 'abs(a - b)' },
};

describe('generateTable', () => {
  it("gives the article's rows, the same as NumPy's to the last bit", () => {
    const { columns } = generateTable(article);
    const rows = reference.firstRawInputs.map((_, row) => [columns[0]![row], columns[1]![row]]);
    expect(rows).toEqual(reference.firstRawInputs);
  });

  it('computes every target from the inputs of its own row', () => {
    const { columns, inputNames, targetNames, rows } = generateTable(article);
    expect({ inputNames, targetNames, rows }).toEqual({
      inputNames: ['a', 'b'],
      targetNames: ['sum', 'difference', 'distance'],
      rows: 10_000,
    });
    const [a, b, sum, difference, distance] = columns as [Float64Array, ...Float64Array[]];
    const wrong = Array.from(a).filter((left, row) => {
      const right = b![row]!;
      return (
        sum![row] !== left + right ||
        difference![row] !== left - right ||
        distance![row] !== Math.abs(left - right)
      );
    });
    expect(wrong).toEqual([]);
  });

  it.each(['ninestep', 'numpy-legacy'] as const)('draws within the range of each input (%s)', (generator) => {
    const source = { ...article, generator, rows: 1_000, inputs: { a: [-5, -4], b: [1e6, 2e6] } as const };
    const [a, b] = generateTable({ ...source, inputs: { a: [-5, -4], b: [1e6, 2e6] } }).columns;
    expect(Math.min(...a!)).toBeGreaterThanOrEqual(-5);
    expect(Math.max(...a!)).toBeLessThan(-4);
    expect(Math.min(...b!)).toBeGreaterThanOrEqual(1e6);
    expect(Math.max(...b!)).toBeLessThan(2e6);
  });

  it.each(['ninestep', 'numpy-legacy'] as const)('is decided by the seed (%s)', (generator) => {
    const table = (seed: number) => generateTable({ ...article, rows: 20, generator, seed }).columns;
    expect(table(5)).toEqual(table(5));
    expect(table(5)).not.toEqual(table(6));
  });

  it.each([
    { formula: 'log(a - 200)', shown: 'NaN', row: 1 },
    { formula: '1 / (a - a)', shown: 'Infinity', row: 1 },
    { formula: '-exp(a * 1e3)', shown: '-Infinity', row: 1 },
    { formula: '1e39 + a', shown: '1e+39', row: 1 }, // Finite, but not as float32.
    { formula: '1e999', shown: 'Infinity', row: 1 },
    { formula: 'sqrt(90 - a)', shown: 'NaN', row: 2 }, // The second row is 95.07.
  ])('refuses $formula, naming the first row that is no number', ({ formula, shown, row }) => {
    const error = thrownBy(() => generateTable({ ...article, rows: 100, targets: { y: formula } }));
    expect(error).toMatchObject({ code: 'DATA_NOT_FINITE', at: 'data.source.targets.y' });
    expect(error.message).toContain(`Row ${String(row)} gives ${shown}`);
  });
});
