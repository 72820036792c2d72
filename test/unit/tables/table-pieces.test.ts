import { cellText, type RawTable } from '@shared/data/raw-table.ts';
import { appendFileSync, writeFileSync } from 'node:fs';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { readTableFile, withTableInPieces } from '../../../src-main/tables/read-table-file.ts';
import { TableFile } from '../../../src-main/tables/table-file.ts';
import { parquetInPieces, type TableInPieces } from '../../../src-main/tables/table-pieces.ts';
import { rejectionOf } from '../../helpers/thrown.ts';
import { written } from './written-tables.ts';

/** More than a chunk of a file has room for. */
const ROWS = 30_000;

/** Columns that are decided late, or by few of their cells: row → cell. */
const COLUMNS: Record<string, (row: number) => string | number | null> = {
  number: (row) => row / 8,
  'with gaps': (row) => (row % 7 === 0 ? null : -row),
  'with notes': (row) => (row % 101 === 0 ? `note ${String(row)}` : row),
  'texts at last': (row) => (row < ROWS / 2 ? row : `t${String(row % 5)}`),
  'never a value': () => null,
  level: (row) => ['red', 'green', '1', '1.0'][row % 4]!,
  'each another': (row) => `id-${String(row)}`,
  code: (row) => String(row).padStart(7, '0'),
  'a late number': (row) => (row === ROWS - 1 ? 7 : null),
  'beyond all numbers': (row) => (row === 5 ? '1e999' : row),
};
const NAMES = Object.keys(COLUMNS);

const cell = (name: string, row: number) => COLUMNS[name]!(row);
const rowsOf = <T>(make: (row: number) => T) => Array.from({ length: ROWS }, (_, row) => make(row));

const csv = () =>
  `${NAMES.join(',')}\n${rowsOf((row) => NAMES.map((name) => cell(name, row) ?? '').join(',')).join('\n')}\n`;
const jsonLines = () =>
  rowsOf((row) =>
    JSON.stringify(
      Object.fromEntries(
        NAMES.flatMap((name) => (cell(name, row) === null ? [] : [[name, cell(name, row)]])),
      ),
    ),
  ).join('\n');
const json = () => `[${jsonLines().replaceAll('\n', ',')}]`;

function parquet(rowGroupSize: number): Uint8Array {
  const columnData = NAMES.map((name) => {
    const cells = rowsOf((row) => cell(name, row));
    const isText = cells.some((one) => typeof one === 'string');
    return isText
      ? { name, type: 'STRING' as const, data: cells.map((one) => (one === null ? null : String(one))) }
      : { name, type: 'DOUBLE' as const, data: cells as (number | null)[] };
  });
  return new Uint8Array(parquetWriteBuffer({ columnData, rowGroupSize }));
}

/** All pieces as one table of cells: numbers by themselves, as readers of cells are given them. */
function cellsOf(pieces: readonly RawTable[]): Map<string, (string | number | null)[]> {
  const cells = new Map<string, (string | number | null)[]>();
  for (const piece of pieces) {
    for (const column of piece.columns) {
      const numbers = column.kind === 'numbers' ? column.values : null;
      const own = cells.get(column.name) ?? [];
      for (let row = 0; row < piece.rows; row++) {
        const number = numbers?.[row] ?? NaN;
        own.push(Number.isNaN(number) ? cellText(column, row) : number);
      }
      cells.set(column.name, own);
    }
  }
  return cells;
}

async function piecesOf(table: TableInPieces): Promise<RawTable[]> {
  const pieces: RawTable[] = [];
  for await (const piece of table.pieces()) pieces.push(piece);
  return pieces;
}

describe.each<[string, string, () => string | Uint8Array, boolean]>([
  ['CSV', 'table.csv', csv, true],
  ['CSV with ragged and empty rows', 'table.csv', () => `${csv()}1,2\n\n\n3\n`, true],
  [
    'CSV that turns out not to be UTF-8',
    'table.csv',
    () => Buffer.from(`${csv()}1,2,caf\xe9`, 'latin1'),
    true,
  ],
  ['JSON lines', 'table.jsonl', jsonLines, true],
  ['JSON', 'table.json', json, false],
  ['Parquet in many groups', 'table.parquet', () => parquet(7_000), true],
  ['Parquet in one group', 'table.parquet', () => parquet(ROWS), false],
])('a table of %s in pieces', (_what, name, content, isSeveral) => {
  it('is the table that is read as a whole, cell for cell', async () => {
    const path = written(content(), name);
    const whole = await readTableFile(path, null);
    const found = await withTableInPieces(path, {}, async (table) => ({
      ...table,
      pieces: await piecesOf(table),
    }));
    expect(found.rows).toBe(whole.rows);
    expect(found.format).toEqual(whole.format);
    // Numbers beyond all numbers are told by their cells.
    const told = whole.table.remarks.filter(({ kind }) => kind !== 'not-finite');
    expect(found.remarks.filter(({ kind }) => kind !== 'not-finite')).toEqual(told);
    expect(found.pieces.length > 1).toBe(isSeveral);
    expect(found.columns.map(({ name: own }) => own)).toEqual(whole.table.columns.map((own) => own.name));
    const [expected, given] = [cellsOf([whole.table]), cellsOf(found.pieces)];
    for (const [column, cells] of expected) expect(given.get(column), column).toEqual(cells);
  });
});

it('reads parts of a group of Parquet whose rows would be too many at once', async () => {
  const path = written(parquet(ROWS), 'table.parquet');
  const whole = await readTableFile(path, null);
  const file = await TableFile.open(path, {});
  const pieces = await piecesOf(await parquetInPieces(file, 70_000));
  await file.close();
  expect(pieces.map(({ rows }) => rows)).toEqual([7_000, 7_000, 7_000, 7_000, 2_000]);
  expect(cellsOf(pieces)).toEqual(cellsOf([whole.table]));
});

it.each([
  ['CSV', 'table.csv', csv],
  ['JSON lines', 'table.jsonl', jsonLines],
])('notices a table of %s that grows between its two readings', async (_what, name, content) => {
  const path = written(`${content()}\n`, name);
  const reading = withTableInPieces(path, {}, async (table) => {
    writeFileSync(path, content().replace('1', '2'));
    appendFileSync(path, '\n');
    for await (const _ of table.pieces());
  });
  expect((await rejectionOf(reading)).code).toBe('DATA_CHANGED');
});
