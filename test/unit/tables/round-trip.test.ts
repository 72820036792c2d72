import fc from 'fast-check';
import type { TableFormat } from '@shared/model/table-source.ts';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { isMissingText } from '../../../src-main/tables/missing.ts';
import { readTableFile } from '../../../src-main/tables/read-table-file.ts';
import { campaignSize, SEED } from '../../helpers/campaign.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';
import { cellsOf, namesOf } from './written-tables.ts';

type Csv = TableFormat & { type: 'csv' };

const DELIMITERS = { comma: ',', semicolon: ';', tab: '\t', pipe: '|', space: ' ' } as const;
const QUOTES = { double: '"', single: "'" } as const;
const LINE_ENDS = ['\n', '\r\n', '\r'] as const;
const BYTES = {
  'utf-8': (text: string) => Buffer.from(text, 'utf8'),
  'utf-16le': (text: string) => Buffer.from(text, 'utf16le'),
  'utf-16be': (text: string) => Buffer.from(text, 'utf16le').swap16(),
  'windows-1252': (text: string) => Buffer.from(text, 'latin1'),
} as const;

interface Writing {
  format: Csv;
  lineEnd: string;
  hasMark: boolean;
}

const writings: fc.Arbitrary<Writing> = fc.record({
  format: fc.record({
    type: fc.constant('csv' as const),
    delimiter: fc.constantFrom(...(Object.keys(DELIMITERS) as (keyof typeof DELIMITERS)[])),
    quote: fc.constantFrom(...(Object.keys(QUOTES) as (keyof typeof QUOTES)[])),
    decimal: fc.constantFrom('point' as const, 'comma' as const),
    thousands: fc.constant('none' as const),
    encoding: fc.constantFrom(...(Object.keys(BYTES) as (keyof typeof BYTES)[])),
    header: fc.boolean(),
  }),
  lineEnd: fc.constantFrom(...LINE_ENDS),
  hasMark: fc.boolean(),
});

/** What no file of text can hold, and the mark that readers of texts take away, are left out. */
const texts = fc
  .string({ unit: fc.constantFrom(...Array.from('ab1. -,;|\t"\'\n\r?éßNA€😀')), maxLength: 12 })
  .filter((text) => !isMissingText(text));
const latinTexts = texts.map((text) => text.replaceAll(/[^\u0001-\u007fé߀]/gu, 'z').replaceAll('€', 'e'));
const numbers = fc.double({ noNaN: true, noDefaultInfinity: true });

/** Columns of numbers, of texts and of both, with gaps. */
function tables(encoding: Csv['encoding']): fc.Arbitrary<(string | number | null)[][]> {
  const text = (encoding === 'windows-1252' ? latinTexts : texts).filter((cell) => !isMissingText(cell));
  const columnOf = <T>(cell: fc.Arbitrary<T>, rows: number) =>
    fc.array(fc.option(cell, { freq: 6 }), { minLength: rows, maxLength: rows });
  return fc
    .integer({ min: 1, max: 25 })
    .chain((rows) =>
      fc.array(
        fc.oneof<fc.Arbitrary<(string | number | null)[]>[]>(
          columnOf(numbers, rows),
          columnOf(text, rows),
          columnOf(fc.oneof(numbers, text), rows),
        ),
        { minLength: 1, maxLength: 6 },
      ),
    );
}

function write(
  columns: readonly (readonly (string | number | null)[])[],
  { format, lineEnd, hasMark }: Writing,
): Buffer {
  const quote = QUOTES[format.quote as keyof typeof QUOTES];
  const quoted = (text: string) => `${quote}${text.replaceAll(quote, quote + quote)}${quote}`;
  const cell = (value: string | number | null) => {
    if (value === null) return quoted('');
    if (typeof value === 'string') return quoted(value);
    const text = String(value);
    return format.decimal === 'comma' ? quoted(text.replace('.', ',')) : text;
  };
  const rows = columns[0]!.map((_, row) => columns.map((column) => cell(column[row]!)));
  const header = format.header ? [columns.map((_, c) => quoted(`name ${String(c)}`))] : [];
  const text = [...header, ...rows].map((row) => row.join(DELIMITERS[format.delimiter]) + lineEnd).join('');
  return BYTES[format.encoding]((hasMark && format.encoding !== 'windows-1252' ? '\uFEFF' : '') + text);
}

/** A text that is a number in the style of the file is that number. */
function asRead(value: string | number | null, { decimal }: Csv): string | number | null {
  if (typeof value !== 'string') return value;
  const plain = decimal === 'comma' ? value.replace(',', '.') : value;
  const isNumber =
    /^[+-]?(?:[1-9]\d*|0)?(?:\.\d*)?$/.test(plain) &&
    /\d/.test(plain) &&
    !(decimal === 'comma' && value.includes('.'));
  return isNumber ? { number: Number(plain) }.number : value;
}

it(`any table that is written reads back equal (seed ${SEED})`, async () => {
  const path = join(tempFolder(), 'table.csv');
  const cases = writings.chain((writing) =>
    tables(writing.format.encoding).map((columns) => ({ writing, columns })),
  );
  await fc.assert(
    fc.asyncProperty(cases, async ({ writing, columns }) => {
      writeFileSync(path, write(columns, writing));
      const { table, format } = await readTableFile(path, writing.format);
      expect(format).toEqual(writing.format);
      expect(namesOf(table)).toEqual(
        columns.map((_, c) =>
          format.type === 'csv' && format.header ? `name ${String(c)}` : `column ${String(c + 1)}`,
        ),
      );
      expect(table.remarks).toEqual([]);
      const read = cellsOf(table);
      columns.forEach((column, c) => {
        column.forEach((value, row) => {
          const kind = table.columns[c]!.kind;
          const expected = asRead(value, writing.format);
          const cell = read[row]![c]!;
          if (kind === 'numbers' && typeof expected === 'number')
            expect(Number(cell)).toBe(expected === 0 ? 0 : expected);
          else if (typeof value === 'number')
            expect(Number(cell.replace(',', '.'))).toBe(value === 0 ? Number(cell.replace(',', '.')) : value);
          else expect(cell).toBe(value);
        });
      });
    }),
    { seed: SEED, numRuns: campaignSize(300, 20_000) },
  );
});
