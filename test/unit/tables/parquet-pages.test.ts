import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { codesUpTo, readRuns } from '../../../src-main/tables/parquet/runs.ts';
import { readTableFile } from '../../../src-main/tables/read-table-file.ts';
import { TableFile } from '../../../src-main/tables/table-file.ts';
import { parquetInPieces } from '../../../src-main/tables/table-pieces.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';
import { cellsOf, namesOf, written } from './written-tables.ts';

/** Written by pyarrow 25.0.1, 300 rows in pages of 64, beside the same rows as CSV; see the README there. */
const FIXTURES = join(import.meta.dirname, '../../fixtures/tables');

describe('pages of pyarrow', () => {
  it.each([
    ['of version 1, dictionaries and plain values, Snappy', 'pyarrow-1-snappy.parquet'],
    ['of version 2, dictionaries and plain values, Zstandard', 'pyarrow-2-zstd.parquet'],
    ['in delta and split encodings, gzip, two groups', 'pyarrow-encodings.parquet'],
  ])('%s: the cells that stand in the CSV', async (_what, name) => {
    const { table: expected } = await readTableFile(join(FIXTURES, 'pyarrow.csv'), null);
    const { table } = await readTableFile(join(FIXTURES, name), null);
    expect(namesOf(table)).toEqual(namesOf(expected));
    expect(cellsOf(table)).toEqual(cellsOf(expected));
  });

  it.each(['pyarrow-1-snappy.parquet', 'pyarrow-2-zstd.parquet'])(
    '%s: parts that begin and end within pages, put together',
    async (name) => {
      const path = join(tempFolder(), 'table.parquet');
      copyFileSync(join(FIXTURES, name), path);
      const whole = cellsOf((await readTableFile(path, null)).table);
      expect(await cellsOfPieces(path, 1_024)).toEqual(whole);
    },
  );
});

it('reads a page again where it is too large to be held until its next rows are asked for', async () => {
  const numbers = Array.from({ length: 3_000 }, (_, n) => n / 8);
  const texts = numbers.map((number) => `text ${String(number)}`);
  const columnData = [
    { name: 'number', type: 'DOUBLE' as const, data: numbers },
    { name: 'text', type: 'STRING' as const, data: texts },
  ];
  const path = written(new Uint8Array(parquetWriteBuffer({ columnData })), 'table.parquet');
  const whole = cellsOf((await readTableFile(path, null)).table);
  expect(await cellsOfPieces(path, 2_048, 1_000)).toEqual(whole);
});

async function cellsOfPieces(path: string, cellsAtOnce: number, heldBytes?: number) {
  const file = await TableFile.open(path, {});
  const cells: (string | null)[][] = [];
  const found = await parquetInPieces(file, cellsAtOnce, heldBytes);
  for await (const piece of found.pieces()) cells.push(...cellsOf(piece));
  await file.close();
  return cells;
}

describe('runs', () => {
  it.each<[string, number, number[], number[]]>([
    ['a value that is repeated', 3, [5 << 1, 6], [6, 6, 6, 6, 6]],
    // Source of the bytes: Apache Parquet, "Encodings", the numbers 0 to 7 in three bits each.
    ['eight packed values', 3, [(1 << 1) | 1, 0b10001000, 0b11000110, 0b11111010], [0, 1, 2, 3, 4, 5, 6, 7]],
    ['packed values that end within their group', 3, [(1 << 1) | 1, 0b10001000, 0b110], [0, 1, 2, 3]],
    ['values of two bytes', 12, [2 << 1, 0x34, 0x0a], [0xa34, 0xa34]],
    ['one after another', 1, [2 << 1, 1, (1 << 1) | 1, 0b0110], [1, 1, 0, 1, 1, 0]],
    ['a count of two bytes', 1, [0x90, 0x03, 1], Array.from({ length: 200 }, () => 1)],
  ])('%s', (_what, bitWidth, bytes, expected) => {
    const codes = codesUpTo(2 ** bitWidth - 1, expected.length);
    readRuns(codes, Uint8Array.from(bytes), bitWidth);
    expect([...codes]).toEqual(expected);
  });

  it.each<[string, number, number[]]>([
    ['no bytes', 1, []],
    ['too few values', 1, [2 << 1, 1]],
    ['runs of nothing', 1, [0, 0, 0, 0]],
    ['a count without end', 1, [0xff, 0xff, 0xff, 0xff, 0xff, 0xff]],
    ['packed values wider than any', 25, [3, 0, 0, 0]],
  ])('%s are refused', (_what, bitWidth, bytes) => {
    expect(() => readRuns(new Int32Array(8), Uint8Array.from(bytes), bitWidth)).toThrow(Error);
  });
});
