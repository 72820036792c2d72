import { describe, expect, it, vi } from 'vitest';
import type { Request, Response } from '@shared/ipc/contract.ts';
import type { DataSource } from '@shared/model/data-catalog.ts';
import { AppError } from '@shared/core/errors.ts';
import type { Client } from '../../src-renderer/api/client.ts';
import {
  BLOCK_COLUMNS,
  BLOCK_ROWS,
  CellCache,
  type CellWindow,
} from '../../src-renderer/state/cell-cache.svelte.ts';
import { fakeClient } from './helpers/window.ts';

const source = (rows: number): DataSource => ({ kind: 'toy', id: 'moons', rows, noise: 0, seed: 1 });
const window = (firstRow: number, firstColumn = 0): CellWindow => ({
  firstRow,
  endRow: firstRow + 20,
  firstColumn,
  endColumn: firstColumn + 5,
});

function makeCache(rows = 1_000_000, columns = 60) {
  const fake = fakeClient();
  const cache = new CellCache(fake as unknown as Client);
  cache.show(source(rows), columns);
  return { fake, cache };
}

/** Lets what has been answered arrive. */
const settle = () => vi.waitFor(() => Promise.resolve());

describe('the cells of a table', () => {
  it('are not there at first, then as they stand in the table', async () => {
    const { cache } = makeCache();
    cache.want(window(950));
    expect(cache.cell(955, 3)).toBeUndefined();
    await vi.waitFor(() => expect(cache.cell(955, 3)).toBe('955/3'));
  });

  it('are fetched once, in blocks', async () => {
    const { fake, cache } = makeCache();
    cache.want(window(0));
    cache.want(window(10));
    await vi.waitFor(() => expect(cache.cell(0, 0)).toBe('0/0'));
    cache.want(window(20));
    expect(fake.tableRows).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({
        firstRow: 0,
        rowCount: BLOCK_ROWS,
        firstColumn: 0,
        columnCount: BLOCK_COLUMNS,
      }),
    );
  });

  it('end where the table ends', async () => {
    const { fake, cache } = makeCache(30, 3);
    cache.want({ firstRow: 0, endRow: 30, firstColumn: 0, endColumn: 3 });
    await vi.waitFor(() => expect(cache.cell(29, 2)).toBe('29/2'));
    expect(fake.tableRows).toHaveBeenCalledWith(expect.objectContaining({ rowCount: 30, columnCount: 3 }));
  });

  it('that were scrolled past before they were asked for are not fetched', async () => {
    const { fake, cache } = makeCache();
    for (let row = 0; row < 100_000; row += 1_000) cache.want(window(row));
    await vi.waitFor(() => expect(cache.cell(99_000, 0)).toBe('99000/0'));
    // The first two were under way at once.
    expect(fake.tableRows.mock.calls.map(([{ firstRow }]) => firstRow)).toEqual([0, 1_000, 99_000]);
  });

  it('of another table never appear in this one', async () => {
    const { fake, cache } = makeCache();
    let answer = (_: Response<'table:rows'>): void => undefined;
    fake.tableRows.mockImplementationOnce(
      (_request: Request<'table:rows'>) => new Promise((resolve) => (answer = resolve)),
    );
    cache.want(window(0));
    cache.show(source(10), 2);
    answer({ cells: [['old']] });
    await settle();
    expect(cache.cell(0, 0)).toBeUndefined();
  });

  it('that cannot be read are told, and asked for again only when a person says so', async () => {
    const { fake, cache } = makeCache();
    fake.tableRows.mockRejectedValueOnce(new AppError('FILE_NOT_FOUND', 'It is gone.'));
    cache.want(window(0));
    await vi.waitFor(() => expect(cache.problem).toBe('It is gone.'));
    cache.want(window(0));
    expect(fake.tableRows).toHaveBeenCalledTimes(1);
    cache.forget();
    cache.want(window(0));
    await vi.waitFor(() => expect(cache.cell(0, 0)).toBe('0/0'));
  });

  it('are forgotten, the longest unused first, when there are too many', async () => {
    const { fake, cache } = makeCache();
    for (let block = 0; block < 200; block++) {
      cache.want(window(block * BLOCK_ROWS));
      await vi.waitFor(() => expect(cache.cell(block * BLOCK_ROWS, 0)).toBeDefined());
      cache.want(window(0));
    }
    expect(cache.cell(0, 0)).toBe('0/0');
    expect(cache.cell(BLOCK_ROWS, 0)).toBeUndefined();
    expect(fake.tableRows).toHaveBeenCalledTimes(200);
  });
});
