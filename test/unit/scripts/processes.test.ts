import { mkdirSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { capture } from '../../../scripts/lib/capture.mjs';
import { withLock } from '../../../scripts/lib/file-lock.mjs';
import { inProject } from '../../../scripts/lib/project.mjs';
import { runPool } from '../../../scripts/lib/task-pool.mjs';

const node = (program: string) => [process.execPath, ['-e', program]] as const;

describe('capture', () => {
  it('keeps both outputs and the exit code', async () => {
    const run = await capture(...node("console.log('out'); console.error('err'); process.exitCode = 3;"));
    expect(run).toMatchObject({ code: 3, timedOut: false });
    expect(run.output).toContain('out\n');
    expect(run.output).toContain('err\n');
  });

  it('reports a program that does not exist', async () => {
    const run = await capture('no-such-program-of-ninestep', []);
    expect(run.code).toBeNull();
    expect(run.output).toContain('no-such-program-of-ninestep');
  });

  it('ends a program that hangs, and the programs that it started', async () => {
    // The inner program holds the output open: had it been left alone, this would last until the kill after the grace.
    const inner = "console.log('inner'); setInterval(() => {}, 1000);";
    const outer = `
      require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(inner)}], { stdio: 'inherit' });
      setInterval(() => {}, 1000);`;
    const run = await capture(...node(outer), { timeoutMs: 1_500 });
    expect(run).toMatchObject({ code: null, timedOut: true, output: 'inner\n' });
    expect(run.durationMs).toBeLessThan(5_000);
  });
});

describe('withLock', () => {
  it('lets one in at a time', async () => {
    const log: string[] = [];
    const work = (name: string) => async () => {
      log.push(`${name} begins`);
      await sleep(50);
      log.push(`${name} ends`);
    };
    const name = `test-${process.pid}-order`;
    await Promise.all([withLock(name, work('a')), withLock(name, work('b'))]);
    expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
  });

  it('is free again after a failure', async () => {
    const name = `test-${process.pid}-failure`;
    await expect(withLock(name, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await withLock(name, () => Promise.resolve('in'))).toBe('in');
  });

  it.each([
    ['of a process that is gone', '999999999:1'],
    ['of an earlier process with the number of a living one', `${process.pid}:1`],
  ])('takes over the lock %s', async (title, owner) => {
    const name = `test-${process.pid}-${title.replaceAll(' ', '-')}`;
    mkdirSync(inProject('.cache/locks'), { recursive: true });
    writeFileSync(inProject('.cache/locks', `${name}.lock`), owner);
    expect(await withLock(name, () => Promise.resolve('in'))).toBe('in');
  });
});

describe('runPool', () => {
  it('runs all tasks, never more at once than asked', async () => {
    let running = 0;
    let most = 0;
    let done = 0;
    const task = async () => {
      most = Math.max(most, ++running);
      await sleep(5);
      running--;
      done++;
    };
    await runPool(
      Array.from({ length: 7 }, () => task),
      2,
    );
    expect({ most, done }).toEqual({ most: 2, done: 7 });
  });
});
