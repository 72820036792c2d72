import type { LevelCells, NumberCells } from '@shared/data/raw-table.ts';
import { drawToySet } from '@shared/data/toy-sets.ts';
import { TOY_SETS, type ToySet, type ToySource } from '@shared/model/table-source.ts';
import { describe, expect, it } from 'vitest';

const source = (id: ToySet, settings: Partial<ToySource> = {}): ToySource => ({
  kind: 'toy',
  id,
  rows: 300,
  noise: 0,
  seed: 1,
  ...settings,
});

const ids = Object.keys(TOY_SETS) as ToySet[];

/** Every row as numbers: places of levels for classes. */
function rowsOf(toy: ToySource): number[][] {
  const columns = drawToySet(toy).columns.map((column) =>
    column.kind === 'levels' ? column.codes : (column as NumberCells).values,
  );
  return Array.from({ length: toy.rows }, (_, row) => columns.map((values) => values[row]!));
}

/** √(x² + y²), good to the last digits of a sum of squares. */
const DIGITS = 12;

describe('drawToySet', () => {
  it.each(ids)('draws %s with as many rows as are asked for, all of them numbers', (id) => {
    for (const rows of [4, 5, 300]) {
      const drawn = rowsOf(source(id, { rows, noise: 0.2 }));
      expect(drawn).toHaveLength(rows);
      expect(drawn.flat().every(Number.isFinite)).toBe(true);
    }
  });

  it.each(ids)('is decided by the seed: %s', (id) => {
    expect(rowsOf(source(id, { noise: 0.1 }))).toEqual(rowsOf(source(id, { noise: 0.1 })));
    expect(rowsOf(source(id, { seed: 2 }))).not.toEqual(rowsOf(source(id, { seed: 3 })));
  });

  it.each(['circles', 'moons', 'spirals', 'blobs', 'xor'] as const)(
    'gives the classes of %s equally many rows',
    (id) => {
      const { columns } = drawToySet(source(id));
      expect(columns.map(({ name }) => name)).toEqual(['x', 'y', 'class']);
      const { levels, codes } = columns[2] as LevelCells;
      const counts = levels.map((_, level) => codes.filter((code) => code === level).length);
      expect(counts).toEqual(levels.map(() => 300 / levels.length));
    },
  );

  it.each([
    ['circles', 'on two circles', (x: number, y: number, k: number) => [Math.hypot(x, y), k === 0 ? 1 : 0.5]],
    [
      'moons',
      'on two half circles',
      (x: number, y: number, k: number) => [k === 0 ? Math.hypot(x, y) : Math.hypot(x - 1, y - 0.5), 1],
    ],
    ['xor', 'in quadrants', (x: number, y: number, k: number) => [Number(x < 0 === y < 0), 1 - k]],
  ] as const)('puts the points of %s %s', (id, _, expected) => {
    for (const [x, y, k] of rowsOf(source(id))) {
      const [actual, wanted] = expected(x!, y!, k!);
      expect(actual).toBeCloseTo(wanted!, DIGITS);
    }
  });

  it.each([
    ['saddle', ([x, y]: number[]) => x! * y!],
    ['ripple', ([x, y]: number[]) => Math.sin(Math.hypot(x!, y!)) / Math.hypot(x!, y!)],
    [
      'friedman',
      ([a, b, c, d, e]: number[]) =>
        10 * Math.sin(Math.PI * a! * b!) + 20 * (c! - 0.5) ** 2 + 10 * d! + 5 * e!,
    ],
  ] as const)('computes the target of %s from its inputs', (id, height) => {
    for (const row of rowsOf(source(id))) expect(row.at(-1)).toBeCloseTo(height(row), DIGITS);
  });

  it('adds noise of the deviation that is asked for', () => {
    const errors = rowsOf(source('saddle', { rows: 4_000, noise: 0.5 })).map(([x, y, z]) => z! - x! * y!);
    const deviation = Math.sqrt(errors.reduce((sum, error) => sum + error * error, 0) / errors.length);
    // Three standard errors of a deviation from 4,000 values.
    expect(Math.abs(deviation - 0.5)).toBeLessThan((3 * 0.5) / Math.sqrt(8_000));
  });
});
