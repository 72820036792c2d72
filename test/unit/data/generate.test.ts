import { generateTable } from '@shared/data/generate.ts';
import type { NumberCells, RawTable } from '@shared/data/raw-table.ts';
import type { FormulaSource } from '@shared/model/data-catalog.ts';
import { describe, expect, it } from 'vitest';
import reference from '../../golden/article_case.json' with { type: 'json' };
import { thrownBy } from '../../helpers/thrown.ts';

const article: FormulaSource = {
  kind: 'formula',
  rows: 10_000,
  seed: 42,
  noise: 0,
  generator: 'numpy-legacy',
  inputs: { a: [0, 100], b: [0, 100] },
  targets: { sum: 'a + b', difference: 'a - b', distance: 'abs(a - b)' },
};

const valuesOf = ({ columns }: RawTable) => columns.map((column) => (column as NumberCells).values);

describe('generateTable', () => {
  it("gives the article's rows, the same as NumPy's to the last bit", () => {
    const columns = valuesOf(generateTable(article));
    const rows = reference.firstRawInputs.map((_, row) => [columns[0]![row], columns[1]![row]]);
    expect(rows).toEqual(reference.firstRawInputs);
  });

  it('computes every target from the inputs of its own row', () => {
    const table = generateTable(article);
    expect(table.rows).toBe(10_000);
    expect(table.columns.map(({ name }) => name)).toEqual(['a', 'b', 'sum', 'difference', 'distance']);
    const [a, b, sum, difference, distance] = valuesOf(table) as [Float64Array, ...Float64Array[]];
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
    const [a, b] = valuesOf(generateTable({ ...source, inputs: { a: [-5, -4], b: [1e6, 2e6] } }));
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

  it('keeps the sign of zero where there is no noise', () => {
    const [, y] = valuesOf(
      generateTable({ ...article, rows: 1, targets: { y: '-(a - a)' }, inputs: { a: [0, 1] } }),
    );
    expect(y![0]).toBe(-0);
  });

  it('adds noise to the targets of the deviation that is asked for, and to nothing else', () => {
    const plain = valuesOf(generateTable(article));
    const noisy = valuesOf(generateTable({ ...article, noise: 3 }));
    expect(noisy.slice(0, 2)).toEqual(plain.slice(0, 2));
    for (const k of [2, 3, 4]) {
      const errors = noisy[k]!.map((value, row) => value - plain[k]![row]!);
      const deviation = Math.sqrt(errors.reduce((sum, error) => sum + error * error, 0) / errors.length);
      // Three standard errors of a deviation from 10,000 values.
      expect(Math.abs(deviation - 3)).toBeLessThan((3 * 3) / Math.sqrt(20_000));
    }
  });

  it('draws the noise by the seed', () => {
    const drawn = (seed: number) => valuesOf(generateTable({ ...article, rows: 20, noise: 1, seed }));
    expect(drawn(5)).toEqual(drawn(5));
    expect(drawn(5)).not.toEqual(drawn(6));
  });
});
