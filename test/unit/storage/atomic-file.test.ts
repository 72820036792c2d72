import type { ErrorCode } from '@shared/core/errors.ts';
import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isTemporaryName, writeFileAtomic } from '../../../src-main/storage/atomic-file.ts';
import { bundleChild } from '../../helpers/bundle.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';
import { rejectionOf } from '../../helpers/thrown.ts';

describe('writeFileAtomic', () => {
  it('writes text and bytes, and leaves nothing else in the folder', async () => {
    const folder = tempFolder();
    await writeFileAtomic(join(folder, 'text'), 'Größe ✓');
    await writeFileAtomic(join(folder, 'bytes'), Uint8Array.of(0, 255, 10));
    expect(readFileSync(join(folder, 'text'), 'utf8')).toBe('Größe ✓');
    expect([...readFileSync(join(folder, 'bytes'))]).toEqual([0, 255, 10]);
    expect(readdirSync(folder)).toEqual(['bytes', 'text']);
  });

  it('replaces what was there, also where it was longer or write-protected', async () => {
    const path = join(tempFolder(), 'file');
    writeFileSync(path, 'a much longer old content');
    chmodSync(path, 0o444);
    await writeFileAtomic(path, 'new');
    expect(readFileSync(path, 'utf8')).toBe('new');
  });

  it('makes files that only their owner can read', async () => {
    const path = join(tempFolder(), 'file');
    await writeFileAtomic(path, 'x');
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('survives being called many times at once: the file is one of the contents, whole', async () => {
    const folder = tempFolder();
    const contents = Array.from({ length: 20 }, (_, k) => String(k).repeat(50_000));
    await Promise.all(contents.map((content) => writeFileAtomic(join(folder, 'file'), content)));
    expect(contents).toContain(readFileSync(join(folder, 'file'), 'utf8'));
    expect(readdirSync(folder)).toEqual(['file']);
  });

  it.each<[string, (folder: string) => string, ErrorCode]>([
    ['the folder does not exist', (folder) => join(folder, 'no', 'file'), 'FILE_NOT_FOUND'],
    ['a folder stands in its place', (folder) => makeFolder(folder, 'file'), 'FILE_UNWRITABLE'],
    ['part of the path is a file', (folder) => join(makeFile(folder, 'part'), 'file'), 'FILE_NOT_FOUND'],
    ['the name is too long', (folder) => join(folder, 'x'.repeat(300)), 'FILE_UNWRITABLE'],
    [
      'the name leaves no room for the temporary one',
      (folder) => join(folder, 'x'.repeat(250)),
      'FILE_UNWRITABLE',
    ],
    ['the path goes round in circles', (folder) => join(makeLoop(folder, 'loop'), 'file'), 'FILE_UNWRITABLE'],
  ])('fails with a code and leaves nothing behind where %s', async (_what, path, code) => {
    const folder = tempFolder();
    const target = path(folder);
    const before = readdirSync(folder, { recursive: true });
    const error = await rejectionOf(writeFileAtomic(target, 'x'));
    expect(error.code).toBe(code);
    expect(error.message).toContain(target);
    expect(readdirSync(folder, { recursive: true })).toEqual(before);
  });

  it.runIf(canLimitFileSize())(
    'fails with a code, the old file kept, where the system allows no larger file',
    async () => {
      const folder = tempFolder();
      const child = await bundleChild('atomic-writer.ts', folder);
      const path = join(folder, 'file');
      writeFileSync(path, 'old');
      // 8 blocks of 512 bytes; a process that ignores the signal is told EFBIG.
      const script = `trap '' XFSZ; ulimit -f 8; exec "$0" "$1" "$2"`;
      const { stderr, status } = spawnSync('sh', ['-c', script, process.execPath, child, path], {
        encoding: 'utf8',
      });
      expect(status).not.toBe(0);
      expect(stderr).toMatch(/code: '(DISK_FULL|FILE_UNWRITABLE)'/);
      expect(readFileSync(path, 'utf8')).toBe('old');
      expect(readdirSync(folder).filter(isTemporaryName)).toEqual([]);
    },
  );
});

describe('a full disk', () => {
  it.runIf(canMount())('is told by its code; old files stay whole, and nothing is left behind', async () => {
    const folder = tempFolder();
    const child = await bundleChild('full-disk.ts', folder);
    const disk = makeFolder(folder, 'disk');
    const script = 'mount -t tmpfs -o size=96k tmpfs "$0" && exec "$1" "$2" "$0"';
    const output = execFileSync('unshare', ['-rm', 'sh', '-c', script, disk, process.execPath, child], {
      encoding: 'utf8',
    });
    expect(JSON.parse(output)).toEqual({
      atomic: { code: 'DISK_FULL', files: ['file.txt'] },
      together: { code: 'DISK_FULL', files: ['file.txt'], text: 'old' },
      run: { status: 'failed', failure: 'DISK_FULL', kept: true },
      leftovers: [],
    });
  });
});

describe('isTemporaryName', () => {
  it.each([
    ['.run.json.0123456789ab.tmp', true],
    ['run.json', false],
    ['.run.json.tmp', false],
    ['run.json.0123456789ab.tmp', false],
    ['.0123456789ab.tmp', false],
    ['.notes.0123456789abc.tmp', false],
  ])('%s: %s', (name, expected) => {
    expect(isTemporaryName(name)).toBe(expected);
  });
});

describe('writing over what is no file', () => {
  it.skipIf(process.platform === 'win32')('is refused: a pipe stays a pipe', async () => {
    const pipe = join(tempFolder(), 'pipe');
    execFileSync('mkfifo', [pipe]);
    const error = await rejectionOf(writeFileAtomic(pipe, 'x'));
    expect({ code: error.code, isPipe: statSync(pipe).isFIFO() }).toEqual({
      code: 'FILE_UNWRITABLE',
      isPipe: true,
    });
  });
});

function makeFolder(folder: string, name: string): string {
  mkdirSync(join(folder, name));
  return join(folder, name);
}

function makeFile(folder: string, name: string): string {
  writeFileSync(join(folder, name), 'x');
  return join(folder, name);
}

function makeLoop(folder: string, name: string): string {
  symlinkSync(name, join(folder, name));
  return join(folder, name);
}

/** Whether a disk of our own can be mounted here, as Linux lets a process in a name space of its own. */
function canMount(): boolean {
  return spawnSync('unshare', ['-rm', 'sh', '-c', 'mount -t tmpfs tmpfs /mnt']).status === 0;
}

function canLimitFileSize(): boolean {
  return process.platform !== 'win32' && spawnSync('sh', ['-c', 'ulimit -f 8']).status === 0;
}
