import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { describe, expect, it, onTestFinished } from 'vitest';
import { acquireRunLock, isRunLocked, releaseRunLock } from '../../../src-main/storage/run-lock.ts';
import { bundleChild } from '../../helpers/bundle.ts';
import { campaignSize } from '../../helpers/campaign.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';
import { rejectionOf } from '../../helpers/thrown.ts';

const LOCK = 'run.lock';

function folderWithLock(content: string): string {
  const folder = tempFolder();
  writeFileSync(join(folder, LOCK), content);
  return folder;
}

/** The lock as a process with this number would hold it. */
async function lockOfProcess(pid: number): Promise<string> {
  const folder = tempFolder();
  await acquireRunLock(folder);
  const own = JSON.parse(readFileSync(join(folder, LOCK), 'utf8')) as { startedAt: string };
  return JSON.stringify({ ...own, pid });
}

function endedProcess(): number {
  return spawnSync(process.execPath, ['-e', '0']).pid;
}

/** What a program prints first, while it goes on. */
async function firstWord(output: Readable): Promise<string> {
  const [word] = (await once(output, 'data')) as [Buffer];
  return word.toString();
}

describe('acquireRunLock', () => {
  it('refuses while a living process holds the lock, and leaves it alone', async () => {
    const folder = tempFolder();
    await acquireRunLock(folder);
    const lock = readFileSync(join(folder, LOCK), 'utf8');
    expect(await rejectionOf(acquireRunLock(folder))).toMatchObject({ code: 'RUN_BUSY' });
    expect(readFileSync(join(folder, LOCK), 'utf8')).toBe(lock);
  });

  it('succeeds again after the release', async () => {
    const folder = tempFolder();
    await acquireRunLock(folder);
    await releaseRunLock(folder);
    expect(existsSync(join(folder, LOCK))).toBe(false);
    await acquireRunLock(folder);
    expect(await isRunLocked(folder)).toBe(true);
  });

  it('takes over the lock of a process that is gone', async () => {
    const folder = folderWithLock(await lockOfProcess(endedProcess()));
    expect(await isRunLocked(folder)).toBe(false);
    await acquireRunLock(folder);
    expect(await isRunLocked(folder)).toBe(true);
  });

  it.runIf(process.platform === 'linux')(
    'takes over the lock of an earlier process whose number a living one has now',
    async () => {
      const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
      onTestFinished(() => void child.kill('SIGKILL'));
      const folder = folderWithLock(JSON.stringify({ pid: child.pid, startedAt: '1' }));
      expect(await isRunLocked(folder)).toBe(false);
      await acquireRunLock(folder);
      expect(await isRunLocked(folder)).toBe(true);
    },
  );

  it.each(['', '{', 'null', '{"pid": "1"}', '{"pid": 0, "startedAt": ""}', '{"pid": -1, "startedAt": ""}'])(
    'takes over a lock that says nothing: %j',
    async (content) => {
      const folder = folderWithLock(content);
      await acquireRunLock(folder);
      expect(await isRunLocked(folder)).toBe(true);
    },
  );

  it('lets exactly one of two calls in that come at once', async () => {
    for (let round = 0; round < 20; round++) {
      const folder = tempFolder();
      const tries = await Promise.allSettled([acquireRunLock(folder), acquireRunLock(folder)]);
      const refused = tries.flatMap((result) =>
        result.status === 'rejected' ? [result.reason as unknown] : [],
      );
      expect(refused).toMatchObject([{ code: 'RUN_BUSY' }]);
    }
  });

  it('lets exactly one of many calls in that find the lock of a process that is gone', async () => {
    const dead = await lockOfProcess(endedProcess());
    for (let round = 0; round < 20; round++) {
      const folder = folderWithLock(dead);
      const tries = await Promise.allSettled(Array.from({ length: 4 }, () => acquireRunLock(folder)));
      expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(await isRunLocked(folder)).toBe(true);
      expect(readdirSync(folder)).toEqual([LOCK]);
    }
  });

  it('lets exactly one of two processes in that come at once', async () => {
    const program = await bundleChild('lock-taker.ts', tempFolder());
    for (let round = 0; round < campaignSize(3, 100); round++) {
      const folder = tempFolder();
      const startAt = String(Date.now() + 300);
      const takers = [1, 2].map(() => spawn(process.execPath, [program, folder, startAt]));
      const told = await Promise.all(takers.map(({ stdout }) => firstWord(stdout)));
      expect(told.sort()).toEqual(['RUN_BUSY', 'in']);
      // Whoever got in holds the lock until both have told.
      for (const { stdin } of takers) stdin.end();
    }
  });

  it('never takes a lock for free that only cannot be read', async () => {
    const folder = tempFolder();
    mkdirSync(join(folder, LOCK));
    expect(await rejectionOf(isRunLocked(folder))).toMatchObject({ code: 'FILE_UNREADABLE' });
    expect(await rejectionOf(acquireRunLock(folder))).toMatchObject({ code: 'FILE_UNREADABLE' });
  });

  it('tells a folder that is not there', async () => {
    const folder = join(tempFolder(), 'no');
    expect(await rejectionOf(acquireRunLock(folder))).toMatchObject({ code: 'FILE_NOT_FOUND' });
  });
});
