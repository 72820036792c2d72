import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { hashOfFile, TableFile } from '../../../src-main/tables/table-file.ts';
import { rejectionOf } from '../../helpers/thrown.ts';
import { written } from './written-tables.ts';

const TABLE = 'a,b\n1,2\n';

describe('hashOfFile', () => {
  it('is that of the bytes', async () => {
    const digest = createHash('sha256').update(TABLE).digest('hex');
    expect(await hashOfFile(written(TABLE), {})).toBe(`sha256:${digest}`);
  });

  it('ends with CANCELLED', async () => {
    expect(await rejectionOf(hashOfFile(written(TABLE), { signal: AbortSignal.abort() }))).toMatchObject({
      code: 'CANCELLED',
    });
  });
});

describe('a path that no file can have', () => {
  it('is told', async () => {
    expect(await rejectionOf(TableFile.open('/tmp/a\0b.csv', {}))).toMatchObject({ code: 'FILE_NOT_FOUND' });
  });
});

describe('a disk that fails', () => {
  const unhandled = vi.fn();
  afterEach(() => {
    process.off('unhandledRejection', unhandled);
  });

  it('is told to whoever asks for the next piece, and ends no process before', async () => {
    process.on('unhandledRejection', unhandled);
    const file = await TableFile.open(written('x'.repeat(4 * 2 ** 20)), {});
    const pieces = file.chunks(() => 0);
    await pieces.next();
    // Every read after this fails; the second piece is in memory already.
    await file.close();
    await pieces.next();
    await setTimeout(20);
    await expect(pieces.next()).rejects.toThrow();
    expect(unhandled).not.toHaveBeenCalled();
  });
});
