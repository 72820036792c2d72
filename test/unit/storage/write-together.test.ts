import { AppError } from '@shared/core/errors.ts';
import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
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

  it.each([
    ['files that were not proved yet', ['model.json', 'weights.bin'], 61, true],
    ['files of somebody who may write right now', ['model.json'], 59, false],
    ['the only copy of what was there before', ['model.json', '.old-0'], 61, false],
  ])('after a kill in the midst of it, the next export finds %s', async (_what, left, minutes, isSwept) => {
    const folder = tempFolder();
    const staging = join(folder, '.ninestep.0123456789ab.tmp');
    mkdirSync(staging);
    for (const name of left) writeFileSync(join(staging, name), 'left');
    const then = new Date(Date.now() - 60_000 * minutes);
    utimesSync(staging, then, then);
    await writeTogether(filesIn(folder), fine);
    expect(existsSync(staging)).toBe(!isSwept);
  });

  it('sweeps a second name of what has its place still, and nothing but its own', async () => {
    const folder = tempFolder();
    const long = new Date(0);
    const staging = join(folder, '.ninestep.0123456789ab.tmp');
    const others = ['.ninestep.tmp', '.ninestep.mine.tmp', 'ninestep.0123456789ab.tmp'];
    for (const path of [staging, ...others.map((name) => join(folder, name))]) mkdirSync(path);
    writeFileSync(join(folder, 'notes.txt'), 'mine');
    linkSync(join(folder, 'notes.txt'), join(staging, '.old-0'));
    symlinkSync(tempFolder(), join(folder, '.ninestep.ba9876543210.tmp'));
    for (const name of [...others, '.ninestep.0123456789ab.tmp']) utimesSync(join(folder, name), long, long);
    await writeTogether(filesIn(folder), fine);
    const names = [...others, '.ninestep.ba9876543210.tmp', 'notes.txt', ...NAMES];
    expect(readdirSync(folder).toSorted()).toEqual(names.toSorted());
    expect(readFileSync(join(folder, 'notes.txt'), 'utf8')).toBe('mine');
  });
});
