import { describe, expect, it } from 'vitest';
import { rejectionOf } from '../../helpers/thrown.ts';
import { workbook, zip } from './workbook.ts';
import { cellsOf, namesOf, readWritten, remarksOf } from './written-tables.ts';

const SHEETS = [
  [
    ['size', 'kind', 'is good', 'when', 'sum'],
    [1.5, ' x ', true, { day: 46_348 }, { error: '#DIV/0!' }],
    [-3, 'y', false, { day: 46_348.770_833_333_336 }, { error: '#N/A' }],
    [null, 'NA', true, null, 7],
    [4, '007', true, null, 8],
  ],
  [
    [1, 2],
    [3, 4],
  ],
] as const;

describe('Excel', () => {
  it('the first sheet, with its header', async () => {
    const { table, format } = await readWritten(workbook(SHEETS), null, 'table.xlsx');
    expect(format).toEqual({ type: 'excel', sheet: 1, header: true });
    expect(namesOf(table)).toEqual(['size', 'kind', 'is good', 'when', 'sum']);
    expect(cellsOf(table)).toEqual([
      ['1.5', 'x', 'true', '2026-11-22', null],
      ['-3', 'y', 'false', '2026-11-22T18:30:00', null],
      [null, null, 'true', null, '7'],
      ['4', '007', 'true', null, '8'],
    ]);
    expect(table.columns.map(({ kind }) => kind)).toEqual([
      'numbers',
      'levels',
      'levels',
      'levels',
      'numbers',
    ]);
    expect(table.remarks).toEqual([]);
  });

  it('another sheet, without one', async () => {
    const format = { type: 'excel', sheet: 2, header: false } as const;
    const read = await readWritten(workbook(SHEETS), format, 'table.xlsx');
    expect(read.format).toEqual(format);
    expect(namesOf(read.table)).toEqual(['column 1', 'column 2']);
    expect(cellsOf(read.table)).toEqual([
      ['1', '2'],
      ['3', '4'],
    ]);
  });

  it('empty and equal names are changed, and told', async () => {
    const { table } = await readWritten(
      workbook([
        [
          ['a', null, 'a'],
          [1, 2, 3],
        ],
      ]),
      null,
      'table.xlsx',
    );
    expect(namesOf(table)).toEqual(['a', 'column 2', 'a (2)']);
    expect(remarksOf(table).map(({ kind }) => kind)).toEqual(['renamed-column']);
  });

  it.each([
    ['a sheet that is not there', workbook(SHEETS), 3, /no sheet 3/],
    ['an empty sheet', workbook([[]]), 1, /sheet is empty/],
    ['a header alone', workbook([[['a', 'b']]]), 1, /only a header/],
    ['an archive that is no workbook', zip({ 'note.txt': 'x' }), 1, /cannot be read: the file is damaged/],
    ['half a workbook', workbook(SHEETS).subarray(0, 500), 1, /not an Excel workbook, or is damaged/],
    [
      'what would unpack to gigabytes',
      zip({ 'xl/workbook.xml': 'x' }, { 'xl/workbook.xml': 2 ** 31 }),
      1,
      /unpacks to 2\.1 GB/,
    ],
  ])('%s is refused', async (_, bytes, sheet, message) => {
    const error = await rejectionOf(readWritten(bytes, { type: 'excel', sheet, header: true }, 'table.xlsx'));
    expect(error.code).toBe('TABLE_INVALID');
    expect(error.message).toMatch(message);
  });
});
