import { cellText } from '@shared/data/raw-table.ts';
import { BUNDLED_TABLES, type BundledTable, type FileSource } from '@shared/model/table-source.ts';
import { renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openTable } from '../../../src-main/tables/open-table.ts';
import { readTableFile } from '../../../src-main/tables/read-table-file.ts';
import { TableCache } from '../../../src-main/tables/table-cache.ts';
import { rejectionOf } from '../../helpers/thrown.ts';
import { cellsOf, written } from './written-tables.ts';

const NOWHERE = { baseDirectory: null };

async function sourceOf(path: string): Promise<FileSource> {
  const { format, rows, hash } = await readTableFile(path, null);
  return { kind: 'file', path, format, rows, hash };
}

describe('openTable', () => {
  it.each(Object.entries(BUNDLED_TABLES))('brings %s as its file has it', async (id, { rows, targets }) => {
    const table = await openTable({ kind: 'bundled', id: id as BundledTable, rows }, NOWHERE);
    const read = await readTableFile(join('resources/datasets', `${id}.csv`), null);
    expect(table).toEqual(read.table);
    expect(table.rows).toBe(rows);
    expect(table.remarks).toEqual([]);
    expect(table.columns.map(({ name }) => name)).toEqual(expect.arrayContaining([...targets]));
  });

  it('draws toy sets and formulas', async () => {
    const toy = await openTable({ kind: 'toy', id: 'moons', rows: 20, noise: 0, seed: 1 }, NOWHERE);
    expect(toy.rows).toBe(20);
    const formula = await openTable(
      {
        kind: 'formula',
        rows: 5,
        seed: 1,
        noise: 0,
        generator: 'ninestep',
        inputs: { a: [1, 2] },
        targets: { y: 'a + 1' },
      },
      NOWHERE,
    );
    expect(Number(cellText(formula.columns[1]!, 0))).toBeCloseTo(
      Number(cellText(formula.columns[0]!, 0)) + 1,
      12,
    );
  });

  it('finds a file by its whole path, or from the folder of the experiment', async () => {
    const path = written('a,b\n1,x\n');
    const source = await sourceOf(path);
    const folder = join(dirname(path), 'experiments');
    const table = await openTable(source, NOWHERE);
    expect(await openTable({ ...source, path: relative(folder, path) }, { baseDirectory: folder })).toEqual(
      table,
    );
  });

  it('refuses a relative path that begins nowhere', async () => {
    const source = await sourceOf(written('a,b\n1,x\n'));
    const error = await rejectionOf(openTable({ ...source, path: 'table.csv' }, NOWHERE));
    expect(error.code).toBe('FILE_NOT_FOUND');
    expect(error.message).toMatch(/Give the whole path/);
  });

  it('refuses a file that was moved, and says what to do', async () => {
    const source = await sourceOf(written('a,b\n1,x\n'));
    renameSync(source.path, `${source.path}.old`);
    const error = await rejectionOf(openTable(source, NOWHERE));
    expect(error.code).toBe('FILE_NOT_FOUND');
    expect(error.message).toMatch(/Put the file back, or choose where it is now/);
  });

  it.each([
    ['another cell', 'a,b\n1,y\n', /content has changed\. Put the old file back/],
    ['another row', 'a,b\n1,x\n2,y\n', /It had 1 rows and now has 2/],
    ['a row that cannot be read', 'a,b\n1,"x\n', /can no longer be read: .*never closed/],
  ])('refuses a file with %s', async (_, content, message) => {
    const source = await sourceOf(written('a,b\n1,x\n'));
    writeFileSync(source.path, content);
    const error = await rejectionOf(openTable(source, NOWHERE));
    expect(error.code).toBe('DATA_CHANGED');
    expect(error.message).toMatch(message);
  });
});

describe('the cache of tables', () => {
  it('gives the same table as long as the file is untouched', async () => {
    const cache = new TableCache();
    const source = await sourceOf(written('a,b\n1,x\n'));
    const table = await cache.get(source, NOWHERE);
    expect(await cache.get({ ...source }, NOWHERE)).toBe(table);
    utimesSync(source.path, 1, 1);
    const again = await cache.get(source, NOWHERE);
    expect(again).not.toBe(table);
    expect(again).toEqual(table);
  });

  it('takes a table that was read already', async () => {
    const cache = new TableCache();
    const { source, table } = await cache.read(written('a,b\n1,x\n'), null, {});
    expect(source).toMatchObject({ kind: 'file', rows: 1 });
    expect(await cache.get(source, NOWHERE)).toBe(table);
  });

  it('does not take a file that was changed while it was read for what was read', async () => {
    const cache = new TableCache();
    const path = written(`a,b\n${'1,x\n'.repeat(400_000)}`);
    const onProgress = () => {
      utimesSync(path, 1, 1);
    };
    const { source, table } = await cache.read(path, null, { onProgress });
    // Not by toBe, which compares them cell by cell to say how they differ.
    expect((await cache.get(source, NOWHERE)) === table).toBe(false);
  });

  it('notices a file that changed or is gone', async () => {
    const cache = new TableCache();
    const source = await sourceOf(written('a,b\n1,x\n'));
    await cache.get(source, NOWHERE);
    writeFileSync(source.path, 'a,b\n1,other\n');
    expect((await rejectionOf(cache.get(source, NOWHERE))).code).toBe('DATA_CHANGED');
    rmSync(source.path);
    expect((await rejectionOf(cache.get(source, NOWHERE))).code).toBe('FILE_NOT_FOUND');
  });

  it('lets the oldest go when there is no room for all', async () => {
    const cells = (k: number) => `a,b\n${`${String(k)},${String(k)}\n`.repeat(100)}`;
    // 1,600 bytes each.
    const cache = new TableCache(4_000);
    const sources = await Promise.all([1, 2, 3].map((k) => sourceOf(written(cells(k), `${String(k)}.csv`))));
    const [first, second] = [await cache.get(sources[0]!, NOWHERE), await cache.get(sources[1]!, NOWHERE)];
    expect(await cache.get(sources[0]!, NOWHERE)).toBe(first);
    const third = await cache.get(sources[2]!, NOWHERE);
    expect(await cache.get(sources[0]!, NOWHERE)).toBe(first);
    expect(await cache.get(sources[2]!, NOWHERE)).toBe(third);
    const again = await cache.get(sources[1]!, NOWHERE);
    expect(again).not.toBe(second);
    expect(cellsOf(again)).toEqual(cellsOf(second));
  });
});
