import type { ErrorCode } from '@shared/core/errors.ts';
import { LIMITS } from '@shared/core/limits.ts';
import { constants } from 'node:buffer';
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readJsonFile } from '../../../src-main/storage/read-json-file.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';
import { rejectionOf } from '../../helpers/thrown.ts';

/** A file of this size that takes no room on the disk. */
function sparseFile(folder: string, size: number): string {
  const path = join(folder, 'sparse');
  writeFileSync(path, '');
  truncateSync(path, size);
  return path;
}

describe('readJsonFile', () => {
  it('reads a file of exactly the limit', async () => {
    const path = join(tempFolder(), 'file');
    writeFileSync(path, '{"a": 1}');
    expect(await readJsonFile(path, 8)).toEqual({ a: 1 });
    expect(await rejectionOf(readJsonFile(path, 7))).toMatchObject({ code: 'FILE_TOO_LARGE' });
  });

  it.each<[string, (folder: string) => string, ErrorCode]>([
    ['nothing', (folder) => join(folder, 'no'), 'FILE_NOT_FOUND'],
    ['a folder', (folder) => folder, 'FILE_UNREADABLE'],
    ['a file in the middle of the path', (folder) => join(writeTo(folder, '{}'), 'x'), 'FILE_NOT_FOUND'],
    ['a link to nothing', (folder) => link(folder, 'no'), 'FILE_NOT_FOUND'],
    ['a link to itself', (folder) => link(folder, 'link'), 'FILE_UNREADABLE'],
    ['a name that is too long', (folder) => join(folder, 'x'.repeat(300)), 'FILE_UNREADABLE'],
    ['4 GB', (folder) => sparseFile(folder, 4 * 2 ** 30), 'FILE_TOO_LARGE'],
    [
      'bytes that are no text',
      (folder) => writeTo(folder, Buffer.from([0xff, 0xfe, 0x7b, 0])),
      'FILE_NOT_JSON',
    ],
  ])('tells what is wrong with %s', async (_what, make, code) => {
    const path = make(tempFolder());
    const error = await rejectionOf(readJsonFile(path, LIMITS.experimentBytes));
    expect(error.code).toBe(code);
    expect(error.message).toContain(path);
  });

  it('names the file as it is told to', async () => {
    const error = await rejectionOf(readJsonFile(join(tempFolder(), 'x'), 10, 'The project file'));
    expect(error.message).toMatch(/^Cannot read The project file: /);
  });

  it('has no limit above what one text can hold: beyond it, reading would be a bug and not a message', () => {
    const limits = [
      LIMITS.experimentBytes,
      LIMITS.settingsBytes,
      LIMITS.modelBytes,
      LIMITS.metricsBytes,
      LIMITS.csvBytes,
    ];
    expect(Math.max(...limits)).toBeLessThanOrEqual(constants.MAX_STRING_LENGTH);
  });
});

describe('the limits', () => {
  /** For all of a model file but its weights. */
  const REST = 2 ** 20;

  it.each([
    ['in base64, of float32', LIMITS.parameters, 16 / 3],
    ['in base64, of float64', LIMITS.float64Parameters, 32 / 3],
    ['as decimals: up to 25 characters, with the comma', LIMITS.textParameters, 25],
  ])('let the largest network be written as one text %s', (_how, parameters, characters) => {
    expect(parameters * characters + REST).toBeLessThanOrEqual(LIMITS.modelBytes);
  });
});

function writeTo(folder: string, content: string | Buffer): string {
  writeFileSync(join(folder, 'file'), content);
  return join(folder, 'file');
}

function link(folder: string, target: string): string {
  symlinkSync(target, join(folder, 'link'));
  mkdirSync(join(folder, 'other'));
  return join(folder, 'link');
}
