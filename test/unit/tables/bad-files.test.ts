import { LIMITS } from '@shared/core/limits.ts';
import type { TableFormat } from '@shared/model/table-source.ts';
import { closeSync, ftruncateSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkMemory } from '../../../src-main/tables/refuse-table.ts';
import { readTableFile } from '../../../src-main/tables/read-table-file.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';
import { rejectionOf, thrownBy } from '../../helpers/thrown.ts';
import { cellsOf, readWritten, remarksOf, written } from './written-tables.ts';

const CSV: TableFormat = {
  type: 'csv',
  delimiter: 'comma',
  quote: 'double',
  decimal: 'point',
  thousands: 'none',
  encoding: 'utf-8',
  header: true,
};

describe('a text that is no table is refused with file, row and column', () => {
  it.each([
    ['nothing', '', /The file is empty/],
    ['a mark and nothing', '\uFEFF', /The file is empty/],
    ['line ends alone', '\n\n\r\n', /The file is empty/],
    ['only a header', 'a,b,c\n', /only a header, and no rows/],
    [
      'a quote that is never closed',
      'a,b\n1,2\n3,"4\n5,6\n',
      /Row 2 \(line 3\), column 2: the quote " that opens here is never closed/,
    ],
    [
      'a quote that is never closed in the header',
      'a,"b\n1,2\n',
      /Header \(line 1\), column 2: the quote " that opens here is never closed/,
    ],
    [
      'text behind a closing quote',
      'a,b\n"x\ny"z,2\n',
      /Row 1 \(line 2\), column 1: after the closing quote/,
    ],
    ['a NUL byte', 'a,b\n1,2\n3,4\0\n', /Row 2 \(line 3\), column 2: it holds a NUL byte/],
    ['a NUL byte in quotes', 'a,b\n1,"x\n\0"\n', /Row 1 \(line 3\), column 2: it holds a NUL byte/],
    [
      'a row with too many cells',
      'a,b\n1,2\n"x\ny",2\n3,4,5\n',
      /Row 3 \(line 5\), column 3: the row has 3 cells, but the header names 2. The first cell too many is "5"/,
    ],
    [
      'too many columns',
      `${'a,'.repeat(LIMITS.tableColumns)}a\n${'1,'.repeat(LIMITS.tableColumns)}1\n`,
      /16,385 columns; at most 16,384/,
    ],
  ])('%s', async (_, content, message) => {
    const path = written(content);
    const error = await rejectionOf(readTableFile(path, content === '' ? null : CSV));
    expect(error).toMatchObject({ code: 'TABLE_INVALID', at: path });
    expect(error.message).toMatch(message);
    expect(error.message).toContain(path);
  });

  it('an unclosed quote in front of megabytes', async () => {
    const content = `a,b\n1,2\n3,"4\n${'5,6\n'.repeat(6_000_000)}`;
    const error = await rejectionOf(readWritten(content));
    expect(error.message).toMatch(/Row 2 \(line 3\), column 2: the quote " that opens here is never closed/);
  });

  it('a row of megabytes', async () => {
    const error = await rejectionOf(readWritten(`a,b\n1,2\n${'x'.repeat(LIMITS.rowBytes + 2 ** 20)},2\n`));
    expect(error).toMatchObject({
      code: 'TABLE_INVALID',
      message: expect.stringContaining('Row 2 is longer') as string,
    });
  });
});

describe('a file that is something else is named for what it is', () => {
  const random = Uint8Array.from({ length: 5_000 }, (_, k) => (k * k * 31 + k) % 256);
  it.each([
    ['a picture', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a], /a picture \(PNG\)/],
    ['a packed file', [0x1f, 0x8b, 8, 0], /packed with gzip. Unpack it first/],
    ['an old workbook', [0xd0, 0xcf, 0x11, 0xe0], /\.xls.*Save it as \.xlsx or CSV/],
    ['an archive that is no workbook', [0x50, 0x4b, 3, 4, 0, 0], /not an Excel workbook/],
    [
      'a damaged Parquet file',
      [...Buffer.from('PAR1'), 1, 2, 3, 4, ...Buffer.from('PAR1')],
      /not Parquet, is damaged/,
    ],
    ['bytes of no kind', [...random], /NUL byte/],
  ])('%s', async (_, bytes, message) => {
    const error = await rejectionOf(readWritten(Uint8Array.from(bytes)));
    expect(error.code).toBe('TABLE_INVALID');
    expect(error.message).toMatch(message);
  });
});

describe('a file that cannot be read', () => {
  it('is not there', async () => {
    const path = join(tempFolder(), 'gone.csv');
    expect(await rejectionOf(readTableFile(path, null))).toMatchObject({ code: 'FILE_NOT_FOUND', at: path });
  });

  it('is a folder', async () => {
    const path = join(tempFolder(), 'folder.csv');
    mkdirSync(path);
    expect(await rejectionOf(readTableFile(path, null))).toMatchObject({ code: 'FILE_UNREADABLE', at: path });
  });

  it('is a device, which never ends', async () => {
    expect(await rejectionOf(readTableFile('/dev/zero', null))).toMatchObject({ code: 'FILE_UNREADABLE' });
  });

  it.each([
    ['of any kind', 'table.csv', LIMITS.tableBytes + 1],
    ['of JSON', 'table.json', LIMITS.wholeTableBytes + 1],
  ])('is too large for a table %s', async (_, name, bytes) => {
    const path = join(tempFolder(), name);
    const file = openSync(path, 'w');
    // Takes no room on the disk.
    ftruncateSync(file, bytes);
    closeSync(file);
    expect(await rejectionOf(readTableFile(path, null))).toMatchObject({ code: 'FILE_TOO_LARGE', at: path });
  });

  it('two gigabytes of zeros end at the first', async () => {
    const path = written('a,b\n');
    const file = openSync(path, 'r+');
    ftruncateSync(file, 2 ** 31);
    closeSync(file);
    expect((await rejectionOf(readTableFile(path, null))).message).toMatch(
      /Row 1 \(line 2\), column 1: it holds a NUL byte/,
    );
  });
});

it('bytes that are no letters are shown as such, and told', async () => {
  const { table } = await readWritten(
    Uint8Array.from([...Buffer.from('a,b\nx,1\ny'), 0xff, ...Buffer.from(',2\n')]),
    CSV,
  );
  expect(cellsOf(table)).toEqual([
    ['x', '1'],
    ['y�', '2'],
  ]);
  expect(remarksOf(table)).toEqual([{ kind: 'not-text', rows: [1] }]);
});

it('a table that takes more memory than is allowed is refused', () => {
  const error = thrownBy(() => checkMemory('table.csv', LIMITS.tableMemoryBytes + 1));
  expect(error).toMatchObject({ code: 'TOO_LARGE', at: 'table.csv' });
});

it('long digits that are no number cost no more time than others', async () => {
  const digits = `${'1'.repeat(200_000)}x`;
  const { table } = await readWritten(`a,b\n${digits},2\n${digits},3\n`);
  expect(cellsOf(table)[1]).toEqual([digits, '3']);
});

it('half a letter at the end of UTF-16 costs nothing but itself', async () => {
  const { table, format } = await readWritten(
    Buffer.concat([Buffer.from('\uFEFFa,b\n1,x\n', 'utf16le'), Buffer.of(7)]),
  );
  expect(format).toMatchObject({ encoding: 'utf-16le' });
  expect(cellsOf(table)).toEqual([['1', 'x']]);
});

describe('cancelling', () => {
  it('ends reading at the next piece, and closes the file', async () => {
    const path = written(`a,b\n${'1,2\n'.repeat(1_000_000)}`);
    const controller = new AbortController();
    let seen = 0;
    const onProgress = ({ bytesRead, bytes, rows }: { bytesRead: number; bytes: number; rows: number }) => {
      seen += 1;
      expect(bytesRead).toBeLessThanOrEqual(bytes);
      expect(rows).toBeGreaterThan(0);
      controller.abort();
    };
    const error = await rejectionOf(readTableFile(path, null, { signal: controller.signal, onProgress }));
    expect(error.code).toBe('CANCELLED');
    expect(seen).toBe(1);
  });

  it('before anything is read', async () => {
    const path = written('a,b\n1,2\n');
    expect(await rejectionOf(readTableFile(path, null, { signal: AbortSignal.abort() }))).toMatchObject({
      code: 'CANCELLED',
    });
  });
});

it('a file that changes while it is read twice is refused', async () => {
  // Numbers at first, then texts: the second reading begins when the first has met the end.
  const path = written(`a,b\n1.50,1\n${'x,2\ny,3\n'.repeat(400_000)}`);
  let isChanged = false;
  // Told after the first piece: what it held is changed behind the back of the first reading.
  const onProgress = () => {
    if (isChanged) return;
    isChanged = true;
    writeFileSync(path, 'z', { flag: 'r+' });
  };
  const error = await rejectionOf(readTableFile(path, null, { onProgress }));
  expect(error.code).toBe('DATA_CHANGED');
});
