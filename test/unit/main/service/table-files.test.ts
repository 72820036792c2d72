import type { FileSource } from '@shared/model/table-source.ts';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { embedTable, pasteTable } from '../../../../src-main/service/table-files.ts';
import { sampleSource } from '../ipc/contract-samples.ts';

let root: string;
let folder: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'ninestep-tables-'));
  folder = join(root, 'data');
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

const sha256 = (bytes: string | Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const refused = (code: string) => expect.objectContaining({ code }) as unknown;

describe('pasteTable', () => {
  it.each([
    ['comma-separated text', 'a,b\n1,2\n', 'csv'],
    ['text with semicolons', 'a;b\n1,5;2\n', 'csv'],
    ['cells copied from a spreadsheet', 'a\tb\n1\t2\n', 'tsv'],
    ['a list of records', '  [{"a": 1}, {"a": 2}]', 'json'],
    ['columns as JSON', '{"a": [1, 2],\n "b": [3, 4]}', 'json'],
    ['a record a line', '{"a": 1}\n{"a": 2}\n', 'jsonl'],
    ['text that only begins like JSON', '[a],b\n1,2\n', 'csv'],
    ['letters of any script', 'größe,数\n1,2\n', 'csv'],
  ])('keeps %s as it is, named by its bytes', async (_title, text, extension) => {
    const path = await pasteTable(text, folder);
    expect(path).toBe(join(folder, `${sha256(text)}.${extension}`));
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  it('keeps the same text once', async () => {
    const paths = [await pasteTable('a,b\n1,2\n', folder), await pasteTable('a,b\n1,2\n', folder)];
    expect(paths[0]).toBe(paths[1]);
    expect(readdirSync(folder)).toHaveLength(1);
  });

  it('keeps the file to its owner', async () => {
    expect(statSync(await pasteTable('a\n1\n', folder)).mode & 0o777).toBe(0o600);
  });

  it('says what stands in the way of the folder', async () => {
    writeFileSync(folder, 'a file');
    await expect(pasteTable('a\n1\n', folder)).rejects.toMatchObject({ code: 'TARGET_EXISTS' });
  });
});

describe('embedTable', () => {
  const table = `a,b\n${'1,2\n'.repeat(400_000)}`;

  function sourceAt(name: string, text: string, changes: Partial<FileSource> = {}): FileSource {
    const path = join(root, name);
    writeFileSync(path, text);
    return { ...sampleSource, path, hash: `sha256:${sha256(text)}`, ...changes };
  }

  it('copies the file, byte for byte, under the name of its hash', async () => {
    const path = await embedTable(sourceAt('My table.TSV', table), folder);
    expect(path).toBe(join(folder, `${sha256(table)}.tsv`));
    expect(readFileSync(path, 'utf8')).toBe(table);
  });

  it.each([
    ['iris.data', sampleSource.format, 'data'],
    ['iris.dat', sampleSource.format, 'csv'],
    ['iris', { type: 'parquet' } as const, 'parquet'],
    ['iris.csv', { type: 'json-lines' } as const, 'jsonl'],
  ])('gives the copy of %s an ending that fits its format', async (name, format, extension) => {
    expect(await embedTable(sourceAt(name, 'a\n1\n', { format }), folder)).toMatch(`.${extension}`);
  });

  it('leaves a table that is embedded already as it is', async () => {
    const source = sourceAt('iris.csv', 'a\n1\n');
    const path = await embedTable(source, folder);
    expect(await embedTable({ ...source, path }, folder)).toBe(path);
    expect(readdirSync(folder)).toHaveLength(1);
  });

  it('keeps nothing of a file that was changed since it was opened', async () => {
    const source = sourceAt('iris.csv', table);
    writeFileSync(source.path, `${table}3,4\n`);
    await expect(embedTable(source, folder)).rejects.toMatchObject({
      code: 'DATA_CHANGED',
      at: 'data.source.hash',
      message: expect.stringContaining('iris.csv has been changed') as string,
    });
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([
    [
      'is gone',
      (path: string) => {
        rmSync(path);
      },
      'FILE_NOT_FOUND',
    ],
    [
      'is a folder now',
      (path: string) => {
        rmSync(path);
        mkdirSync(path);
      },
      'FILE_UNREADABLE',
    ],
  ])('tells of the file, not of the copy, where it %s', async (_title, change, code) => {
    const source = sourceAt('iris.csv', 'a\n1\n');
    change(source.path);
    const failure = embedTable(source, folder);
    await expect(failure).rejects.toEqual(refused(code));
    await expect(failure).rejects.toThrow(source.path);
    expect(readdirSync(folder)).toEqual([]);
  });
});
