import { tableCsv } from '@shared/report/data-table.ts';
import { csvRows } from '@shared/report/csv-rows.ts';
import { tableFiles } from '@shared/report/table-files.ts';
import { goldenTable } from '@shared/report/tables/cases-tables.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { campaignSize, SEED } from '../../helpers/campaign.ts';
import { EXPORT_TASKS, mixedModel } from '../../helpers/exported-models.ts';
import { reportedPart, reportSubject } from '../../helpers/report-subjects.ts';

const columns = ['a', 'b'];

describe('a table as CSV', () => {
  it(`is read back as it was, but for what a spreadsheet might run (seed ${String(SEED)})`, () => {
    const cell = fc.oneof(fc.string(), fc.constantFrom('"', ',', '\r\n', 'a "b", c'), fc.double());
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell)), (rows) => {
        const wanted = rows.map((row) => row.map(asText));
        expect(csvRows(tableCsv({ columns, rows }))).toEqual([columns, ...wanted]);
      }),
      { seed: SEED, numRuns: campaignSize(300, 30_000) },
    );
  });

  it.each([
    ['=1+1', "'=1+1"],
    ['@sum', "'@sum"],
    ['-x', "'-x"],
  ])('never begins a formula: %s', (text, written) => {
    expect(tableCsv({ columns, rows: [[text, null]] })).toBe(`a,b\r\n${written},\r\n`);
  });

  it('keeps all digits, and tells numbers that are none by their names', () => {
    const rows = [
      [0.1 + 0.2, -5e-324],
      [NaN, -Infinity],
    ];
    expect(tableCsv({ columns, rows })).toBe('a,b\r\n0.30000000000000004,-5e-324\r\nNaN,-inf\r\n');
  });

  it.each(['a,b\r\n"x', 'a,b', 'a,b\r\nx"y,z\r\n'])('is refused where it is not whole: %j', (text) => {
    expect(csvRows(text)).toBeNull();
  });
});

function asText(cell: string | number): string {
  if (typeof cell === 'string') return /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return Number.isNaN(cell) ? 'NaN' : String(cell).replace('Infinity', 'inf');
}

describe('tables and drawings of a model', () => {
  it.each(EXPORT_TASKS)(
    'of %s: every file has its own name, tables hold rows of one length',
    (_, changes) => {
      const model = mixedModel(changes);
      const parts = [reportedPart(model, 'train', 50), reportedPart(model, 'validation', 20)];
      const subject = reportSubject(model, { table: { rows: 70, dropped: 0, columns: [], parts } });
      const { main, beside = [] } = tableFiles(subject, 'shop');
      const files = [{ name: 'shop.csv', content: main }, ...beside];
      expect(new Set(files.map(({ name }) => name)).size).toBe(files.length);
      for (const { name, content } of files) {
        if (name.endsWith('.svg')) expect(content).toMatch(/^<svg [^]*<\/svg>\n$/);
        else expect(new Set(csvRows(content as string)!.map(({ length }) => length)).size, name).toBe(1);
      }
      const predictions = files.find(({ name }) => name === 'shop-predictions.csv')!;
      expect(csvRows(predictions.content as string)).toHaveLength(71);
    },
  );

  it('hold golden cases to the last digit', () => {
    const model = mixedModel({});
    const [, ...rows] = csvRows(tableCsv(goldenTable(model)))!;
    const answers = rows.map((cells) => cells.slice(-model.outputs.length).map(Number));
    expect(answers).toEqual(model.goldenCases.map(({ outputs }) => outputs));
  });
});
