import { AppError } from '@shared/core/errors.ts';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeTogether } from '../../../src-main/storage/write-together.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';
import { rejectionOf } from '../../helpers/thrown.ts';

const NAMES = ['weights.bin', 'columns.mjs', 'model.json'];
const fine = () => Promise.resolve('proved');

function filesIn(folder: string, mayReplace: (name: string) => boolean = () => false) {
  return NAMES.map((name) => ({
    path: join(folder, name),
    content: name.endsWith('bin') ? Uint8Array.of(1, 2, 3) : `new ${name}`,
    mayReplace: mayReplace(name),
  }));
}

/** Names and texts of all there is in a folder. */
function contentOf(folder: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'latin1')]),
  );
}

const ALL = {
  'weights.bin': '\u0001\u0002\u0003',
  'columns.mjs': 'new columns.mjs',
  'model.json': 'new model.json',
};

describe('writeTogether', () => {
  it('writes all files, after they were read by their names, and leaves nothing else', async () => {
    const folder = tempFolder();
    const read = (staging: string) => {
      expect(readdirSync(folder)).toHaveLength(1);
      return Promise.resolve(contentOf(staging));
    };
    expect(await writeTogether(filesIn(folder), read)).toEqual(ALL);
    expect(contentOf(folder)).toEqual(ALL);
  });

  it('gives files the rights that any program would', async () => {
    const folder = tempFolder();
    await writeTogether(filesIn(folder), fine);
    writeFileSync(join(folder, 'other'), '');
    expect(statSync(join(folder, 'model.json')).mode).toBe(statSync(join(folder, 'other')).mode);
  });

  it.each([
    ['weights.bin', /weights\.bin exists already\. .+ replace it/],
    ['model.json', /model\.json exists already\. .+ replace it/],
  ])('refuses to replace %s before it writes anything', async (name, message) => {
    const folder = tempFolder();
    writeFileSync(join(folder, name), 'mine');
    const error = await rejectionOf(writeTogether(filesIn(folder), fine));
    expect(error).toMatchObject({ code: 'TARGET_EXISTS', at: join(folder, name) });
    expect(error.message).toMatch(message);
    expect(contentOf(folder)).toEqual({ [name]: 'mine' });
  });

  it('names all that it would have to replace', async () => {
    const folder = tempFolder();
    for (const name of NAMES) writeFileSync(join(folder, name), 'mine');
    const mayReplace = (name: string) => name === 'model.json';
    const { message } = await rejectionOf(writeTogether(filesIn(folder, mayReplace), fine));
    expect(message).toMatch(/weights\.bin, \S+columns\.mjs exist already/);
    expect(message).not.toContain('model.json');
  });

  it('replaces what it may', async () => {
    const folder = tempFolder();
    for (const name of NAMES.slice(1)) writeFileSync(join(folder, name), 'mine');
    await writeTogether(
      filesIn(folder, () => true),
      fine,
    );
    expect(contentOf(folder)).toEqual(ALL);
  });

  it('leaves everything as it was when the check fails', async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'model.json'), 'mine');
    const wrong = new AppError('GOLDEN_CASE_MISMATCH', 'It computes something else.');
    const files = filesIn(folder, () => true);
    expect(await rejectionOf(writeTogether(files, () => Promise.reject(wrong)))).toBe(wrong);
    expect(contentOf(folder)).toEqual({ 'model.json': 'mine' });
  });

  it('takes nothing from another program that took a name meanwhile', async () => {
    const folder = tempFolder();
    const error = await rejectionOf(
      writeTogether(filesIn(folder), () => {
        writeFileSync(join(folder, 'model.json'), 'theirs');
        return Promise.resolve();
      }),
    );
    expect(error).toMatchObject({ code: 'TARGET_EXISTS', at: join(folder, 'model.json') });
    expect(contentOf(folder)).toEqual({ 'model.json': 'theirs' });
  });

  it('replaces a link, and not what it leads to', async () => {
    const folder = tempFolder();
    const elsewhere = join(tempFolder(), 'elsewhere');
    writeFileSync(elsewhere, 'mine');
    symlinkSync(elsewhere, join(folder, 'model.json'));
    await writeTogether(
      filesIn(folder, () => true),
      fine,
    );
    expect(contentOf(folder)).toEqual(ALL);
    expect(readFileSync(elsewhere, 'utf8')).toBe('mine');
  });

  it('replaces no folder, whatever it may', async () => {
    const folder = tempFolder();
    mkdirSync(join(folder, 'weights.bin'));
    const files = filesIn(folder, () => true);
    expect(await rejectionOf(writeTogether(files, fine))).toMatchObject({ code: 'FILE_UNWRITABLE' });
    expect(readdirSync(folder)).toEqual(['weights.bin']);
  });

  it('says that there is no such folder', async () => {
    const folder = join(tempFolder(), 'none');
    expect(await rejectionOf(writeTogether(filesIn(folder), fine))).toMatchObject({ code: 'FILE_NOT_FOUND' });
    expect(existsSync(folder)).toBe(false);
  });
});
