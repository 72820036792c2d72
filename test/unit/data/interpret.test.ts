import { interpret } from '@shared/data/interpret.ts';
import { numberCells } from '@shared/data/raw-table.ts';
import { readDate } from '@shared/data/read-date.ts';
import {
  type BooleanColumn,
  type CategoryColumn,
  columnCatalog,
  type DateColumn,
  type NumberColumn,
} from '@shared/model/column-catalog.ts';
import { defaultsOf } from '@shared/model/fields.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { levelColumn, rawColumn, textColumn } from '../../helpers/raw-tables.ts';

const named = { name: 'x', role: 'input' } as const;
const number: NumberColumn = { ...defaultsOf(columnCatalog.number.fields), ...named, type: 'number' };
const category: CategoryColumn = {
  ...defaultsOf(columnCatalog.category.fields),
  ...named,
  type: 'category',
  levels: ['1', '2', 'ten'],
};
const boolean: BooleanColumn = {
  ...defaultsOf(columnCatalog.boolean.fields),
  ...named,
  type: 'boolean',
  levels: ['no', 'yes'],
};
const date = (format: DateColumn['format']): DateColumn => ({
  ...defaultsOf(columnCatalog.date.fields),
  ...named,
  type: 'date',
  format,
});

describe('interpret', () => {
  it('leaves numbers as they are and counts what is none', () => {
    const { values, unreadable, unreadableRows } = interpret(
      rawColumn('x', ['1.5', null, 'about 2', '-3']),
      number,
    );
    expect([...values]).toEqual([1.5, NaN, NaN, -3]);
    expect({ unreadable, unreadableRows }).toEqual({ unreadable: 1, unreadableRows: [2] });
  });

  it.each([
    ['levels', levelColumn('x', ['1e3', null, '.5', 'one'])],
    ['texts', textColumn('x', ['1e3', null, '.5', 'one'])],
  ])('reads numbers that are stored as %s', (_, cells) => {
    const { values, unreadableRows } = interpret(cells, number);
    expect([...values]).toEqual([1_000, NaN, 0.5, NaN]);
    expect(unreadableRows).toEqual([3]);
  });

  it.each(['0x10', 'Infinity', '1e999', '1,5', '1 000', '', '--1', '1e', '1_000'])(
    'takes %j for no number',
    (text) => {
      expect([...interpret(levelColumn('x', [text]), number).values]).toEqual([NaN]);
    },
  );

  it('takes a fraction in a column of whole numbers as it is', () => {
    expect([...interpret(rawColumn('x', ['2.5']), { ...number, type: 'integer' }).values]).toEqual([2.5]);
  });

  it.each([
    ['numbers', rawColumn('x', ['1', '2', 'ten', '3', null, '2'])],
    ['levels', levelColumn('x', ['1', '2', 'ten', '3', null, '2'])],
    ['texts', textColumn('x', ['1', '2', 'ten', '3', null, '2'])],
  ])('gives the place of the level, whether it is stored as %s', (kind, cells) => {
    const { values, unreadable, unreadableRows } = interpret(cells, category);
    expect(cells.kind).toBe(kind);
    expect([...values]).toEqual([0, 1, 2, NaN, NaN, 1]);
    expect({ unreadable, unreadableRows }).toEqual({ unreadable: 1, unreadableRows: [3] });
  });

  it('gives 0 for no and 1 for yes', () => {
    expect([...interpret(levelColumn('x', ['yes', 'no', 'perhaps']), boolean).values]).toEqual([1, 0, NaN]);
  });

  it('takes levels named like the parts of an object for texts', () => {
    const cells = levelColumn('x', ['__proto__', 'constructor']);
    const { values } = interpret(cells, { ...category, levels: ['constructor'] });
    expect([...values]).toEqual([NaN, 0]);
  });

  it('reads dates that are stored as numbers', () => {
    const cells = numberCells('x', Float64Array.of(19700102, 20261122, 20261132));
    expect([...interpret(cells, date('year-month-day')).values]).toEqual([1, 20_779, NaN]);
  });

  it('names the first hundred rows of those it cannot read, and counts all', () => {
    const cells = textColumn('x', Array<string>(250).fill('none'));
    const { unreadable, unreadableRows } = interpret(cells, number);
    expect(unreadable).toBe(250);
    expect(unreadableRows).toEqual(Array.from({ length: 100 }, (_, row) => row));
  });

  it('finds every text of a long column of letters beyond ASCII', () => {
    const cells = Array.from({ length: 30_000 }, (_, row) =>
      row % 7 === 0 ? null : `größe ${String(row % 5)}`,
    );
    const levels = ['größe 0', 'größe 1', 'größe 2', 'größe 3', 'größe 4'];
    const { values, unreadable } = interpret(textColumn('x', cells), { ...category, levels });
    expect(unreadable).toBe(0);
    expect(values.findIndex((value, row) => !Object.is(value, row % 7 === 0 ? NaN : row % 5))).toBe(-1);
  });

  it('says nothing of a column of text', () => {
    const { values, unreadable } = interpret(textColumn('x', ['a', 'b']), { ...named, type: 'text' });
    expect({ values: [...values], unreadable }).toEqual({ values: [NaN, NaN], unreadable: 0 });
  });
});

const MILLISECONDS_A_DAY = 86_400_000;

describe('readDate', () => {
  it.each([
    ['iso', '1970-01-01', 0],
    ['iso', '1969-12-31', -1],
    ['iso', '2026-11-22', 20_779],
    ['iso', '2026-11-22T18:00', 20_779.75],
    ['iso', '2026-11-22 18:00:00.000Z', 20_779.75],
    ['iso', '2026-11-22T18:00+06:00', 20_779.5],
    ['iso', '2026-11-22T18:00:00-0600', 20_780],
    ['day-month-year', '22.11.2026', 20_779],
    ['day-month-year', '22/11/2026', 20_779],
    ['day-month-year', '2-1-1970', 1],
    ['month-day-year', '11/22/2026', 20_779],
    ['month-day-year', '11/22/2026 6:00 PM', 20_779.75],
    ['month-day-year', '11/22/2026, 12:00 am', 20_779],
    ['year-month-day', '2026/11/22', 20_779],
    ['year-month-day', '20261122', 20_779],
    ['iso', '2024-02-29', 19_782],
    ['day-month-year', '22.11.26', 20_779],
    ['day-month-year', '22/11/26', 20_779],
    ['month-day-year', '11/22/26', 20_779],
    ['month-day-year', '1/2/70', 1],
    ['day-month-year', '01.01.69', -365],
    ['day-month-year', '1.1.68', NaN],
    ['day-month-year', '22 Nov 2026', 20_779],
    ['day-month-year', '22-NOV-26', 20_779],
    ['day-month-year', '22 November 2026 18:00', 20_779.75],
    ['day-month-year', '2 Sept. 2026', 20_698],
    ['month-day-year', 'Nov 22, 2026', 20_779],
    ['month-day-year', 'November 22 2026', 20_779],
  ] as const)('reads %s: %s', (format, text, days) => {
    expect(readDate(text, format)).toBe(days);
  });

  it.each([
    ['iso', '2025-02-29'],
    ['iso', '1900-02-29'],
    ['iso', '2026-13-01'],
    ['iso', '2026-00-10'],
    ['iso', '2026-11-00'],
    ['iso', '2026-11-22T24:00'],
    ['iso', '2026-11-22T12:60'],
    ['iso', '22.11.2026'],
    ['day-month-year', '11/22/2026'],
    ['day-month-year', '22.11/2026'],
    ['day-month-year', '1.10.26'],
    ['day-month-year', '31 Feb 2026'],
    ['day-month-year', '22 Nowhere 2026'],
    ['month-day-year', 'Nov 2026'],
    ['month-day-year', '22/11/2026'],
    ['month-day-year', '11/22/2026 13:00 PM'],
    ['year-month-day', '2026112'],
    ['year-month-day', '202611220'],
    ['iso', `2026-11-22${' '.repeat(100_000)}x`],
  ] as const)('takes for no %s date: %s', (format, text) => {
    expect(readDate(text, format)).toBeNaN();
  });

  it('gives the days of the calendar in every format, for every day of nine thousand years', () => {
    const days = fc.integer({ min: -700_000, max: 2_900_000 });
    fc.assert(
      fc.property(days, (day) => {
        const [year, month, date] = new Date(day * MILLISECONDS_A_DAY).toISOString().slice(0, 10).split('-');
        const written = {
          iso: `${year!}-${month!}-${date!}`,
          'day-month-year': `${date!}.${month!}.${year!}`,
          'month-day-year': `${month!}/${date!}/${year!}`,
          'year-month-day': `${year!}${month!}${date!}`,
        } as const;
        for (const [format, text] of Object.entries(written)) {
          expect(readDate(text, format as keyof typeof written)).toBe(day);
        }
      }),
    );
  });
});
