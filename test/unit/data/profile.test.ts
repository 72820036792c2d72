import { LIMITS } from '@shared/core/limits.ts';
import { interpret } from '@shared/data/interpret.ts';
import { firstEqualRows } from '@shared/data/profile/equal-rows.ts';
import { type Finding, listRows } from '@shared/data/profile/finding.ts';
import { type ColumnProfile, profileColumn } from '@shared/data/profile/profile-column.ts';
import { sortNumbers } from '@shared/data/sort-numbers.ts';
import { numberCells } from '@shared/data/raw-table.ts';
import type {
  ColumnProfile as ProfileOfTheWindow,
  Finding as FindingOfTheWindow,
} from '@shared/ipc/table-contract.ts';
import { type CategoryColumn, columnCatalog, type NumberColumn } from '@shared/model/column-catalog.ts';
import { defaultsOf } from '@shared/model/fields.ts';
import fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { levelColumn, rawColumn, textColumn } from '../../helpers/raw-tables.ts';

const named = { name: 'x', role: 'input' } as const;
const number: NumberColumn = { ...defaultsOf(columnCatalog.number.fields), ...named, type: 'number' };
const text = { ...named, type: 'text' } as const;

const category = (levels: string[]): CategoryColumn => ({
  ...defaultsOf(columnCatalog.category.fields),
  ...named,
  type: 'category',
  levels,
});

describe('profileColumn', () => {
  it('gives what the window expects', () => {
    expectTypeOf<ColumnProfile>().toExtend<ProfileOfTheWindow>();
    expectTypeOf<Finding>().toExtend<FindingOfTheWindow>();
  });

  it('counts what is missing, and what cannot be read with an example', () => {
    const cells = rawColumn('x', ['1', '2', null, 'about 3', '4', 'x'.repeat(200), '6', '7']);
    const { missing, distinct, unreadable, numbers, levels } = profileColumn(cells, number);
    expect({ missing, distinct, levels }).toEqual({ missing: 3, distinct: 5, levels: null });
    expect(unreadable).toEqual({ count: 2, rows: [3, 5], example: 'about 3' });
    expect(numbers).toMatchObject({ min: 1, median: 4, mean: 4, max: 7 });
  });

  it('cuts a long example', () => {
    const cells = rawColumn('x', ['1', '2', 'x'.repeat(200)]);
    expect(profileColumn(cells, number).unreadable.example).toHaveLength(80);
  });

  it.each([
    ['nothing', [NaN, NaN]],
    ['no row', []],
  ])('of %s has no numbers', (_, values) => {
    const profile = profileColumn(numberCells('x', Float64Array.from(values)), number);
    expect(profile).toMatchObject({ missing: values.length, distinct: 0, numbers: null, histogram: null });
  });

  it('stays with numbers where sums would be none', () => {
    const { numbers, histogram } = profileColumn(
      numberCells('x', Float64Array.of(1.7e308, 1.7e308, 1.6e308, -1.7e308)),
      number,
    );
    expect(
      Object.entries(numbers!).filter(([name, value]) => name !== 'std' && !Number.isFinite(value)),
    ).toEqual([]);
    expect(histogram!.reduce((sum, count) => sum + count)).toBe(4);
  });

  it('lists levels from the most frequent on, in their order where equal', () => {
    const cells = levelColumn('x', ['b', 'a', 'c', 'c', null, 'd', 'b']);
    const { levels, missing, distinct, unreadable } = profileColumn(cells, category(['a', 'b', 'c']));
    expect(levels).toEqual([
      { text: 'b', count: 2 },
      { text: 'c', count: 2 },
      { text: 'a', count: 1 },
    ]);
    expect({ missing, distinct }).toEqual({ missing: 2, distinct: 3 });
    expect(unreadable).toEqual({ count: 1, rows: [5], example: 'd' });
  });

  it('shows the beginning of a long level', () => {
    const cells = textColumn('c', ['x'.repeat(2 * LIMITS.textLength)]);
    const { levels } = profileColumn(cells, text);
    expect(levels).toEqual([{ text: 'x'.repeat(LIMITS.textLength), count: 1 }]);
  });

  it('shows no more than 24 levels and counts all', () => {
    const levels = Array.from({ length: 40 }, (_, k) => `level ${String(k)}`);
    const profile = profileColumn(levelColumn('x', levels), category(levels));
    expect(profile.distinct).toBe(40);
    expect(profile.levels).toHaveLength(24);
  });

  it.each([
    ['levels', levelColumn('x', ['a', 'ä', null, 'a'])],
    ['texts', textColumn('x', ['a', 'ä', null, 'a'])],
  ])('counts texts that are stored as %s', (_, cells) => {
    expect(profileColumn(cells, text)).toMatchObject({
      missing: 1,
      distinct: 2,
      levels: [
        { text: 'a', count: 2 },
        { text: 'ä', count: 1 },
      ],
    });
  });

  it('counts texts that are stored as numbers', () => {
    expect(profileColumn(rawColumn('x', ['7', '3', '7', null, 'n/a', '7']), text)).toMatchObject({
      missing: 1,
      distinct: 3,
      levels: [
        { text: '7', count: 3 },
        { text: '3', count: 1 },
        { text: 'n/a', count: 1 },
      ],
    });
  });

  it('counts a million different texts, and gives up one later', () => {
    const texts = (count: number) => {
      const bytes = new Uint8Array(count * 4);
      const view = new DataView(bytes.buffer);
      for (let row = 0; row < count; row++) view.setUint32(row * 4, row);
      const starts = Float64Array.from({ length: count + 1 }, (_, row) => row * 4);
      return { kind: 'texts', name: 'x', bytes, starts } as const;
    };
    expect(profileColumn(texts(1_000_000), text).distinct).toBe(1_000_000);
    expect(profileColumn(texts(1_000_001), text)).toMatchObject({ distinct: null, levels: null });
  });

  it('has every value in exactly one bin, and does not depend on the order of rows', () => {
    const values = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1 });
    fc.assert(
      fc.property(values, (list) => {
        const profile = profileColumn(numberCells('x', Float64Array.from(list)), number);
        expect(profile.histogram!.reduce((sum, count) => sum + count)).toBe(list.length);
        const turned = profileColumn(numberCells('x', Float64Array.from(list.toReversed())), number);
        expect(turned).toEqual(profile);
      }),
    );
  });

  it('uses what has been read already', () => {
    const cells = levelColumn('x', ['a', 'b']);
    const column = category(['a', 'b']);
    expect(profileColumn(cells, column, interpret(cells, column))).toEqual(profileColumn(cells, column));
  });
});

describe('sortNumbers', () => {
  const odd = fc.constantFrom(0, -0, 1e-320, -1e-320, Infinity, -Infinity, Number.MAX_VALUE, -1, 1);
  const value = fc.oneof(fc.double({ noNaN: true }), odd, fc.integer({ min: -9, max: 9 }));

  it('sorts long lists as JavaScript does, to the bit', () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 50 }), fc.nat(), (some, turn) => {
        const long = Float64Array.from(
          { length: 20_000 },
          (_, k) => some[(k * (turn + 1)) % some.length]! * (1 + (k % 3)),
        );
        const expected = long.slice().sort();
        expect(sortNumbers(long).every((sorted, k) => Object.is(sorted, expected[k]))).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it('leaves alone what lies beside them in memory', () => {
    const all = Float64Array.from({ length: 40_000 }, (_, k) => -k);
    sortNumbers(all.subarray(10_000, 30_000));
    expect([all[9_999], all[10_000], all[29_999], all[30_000]]).toEqual([-9_999, -29_999, -10_000, -30_000]);
  });
});

describe('firstEqualRows', () => {
  it('finds for every row the first that is equal in all columns', () => {
    const cell = fc.constantFrom(0, -0, 1, NaN, 0.1);
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { maxLength: 60 }), (rows) => {
        const columns = [0, 1].map((k) => Float64Array.from(rows, (row) => row[k]!));
        const text = rows.map((row) => JSON.stringify(row.map((value) => String(value + 0))));
        expect([...firstEqualRows(columns, rows.length)]).toEqual(text.map((own) => text.indexOf(own)));
      }),
    );
  });

  it('takes all rows for equal where there is no column', () => {
    expect([...firstEqualRows([], 3)]).toEqual([0, 0, 0]);
  });
});

describe('listRows', () => {
  it.each([
    [[2], 1, 'row 3'],
    [[2, 6], 2, 'rows 3 and 7'],
    [[2, 6, 1_999], 3, 'rows 3, 7 and 2,000'],
    [[2, 6, 19, 20], 4, 'rows 3, 7, 20 and 1 more'],
  ])('writes %j as a person counts rows', (rows, count, expected) => {
    expect(listRows({ rows, count })).toBe(expected);
  });
});
