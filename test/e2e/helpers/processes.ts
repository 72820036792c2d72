import { expect } from '@playwright/test';
import { readFileSync } from 'node:fs';
import type { TestApp } from './app.ts';

/** The process of a run, by the name that it shows to the system. */
export function runProcessId(app: TestApp, runId: string): Promise<number> {
  return processIdByName(app, `Ninestep ${runId}`);
}

export async function processIdByName(app: TestApp, name: string): Promise<number> {
  const find = () =>
    app.electron.evaluate(
      ({ app: electronApp }, wanted) =>
        electronApp.getAppMetrics().find((metric) => metric.name === wanted)?.pid ?? null,
      name,
    );
  await expect.poll(find, { message: `a process called ${name}` }).not.toBeNull();
  return (await find())!;
}

/** Whether a process still does anything: one that has ended but was not yet collected by its parent does not. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  return process.platform !== 'linux' || !/^State:\s+Z/m.test(readStatus(pid));
}

function readStatus(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    // It has just been collected.
    return 'State:\tZ';
  }
}

/** Milliseconds until the process is gone, or a failed test. */
export async function timeUntilGone(pid: number, withinMs: number): Promise<number> {
  const startedAt = performance.now();
  await expect
    .poll(() => isRunning(pid), {
      timeout: withinMs,
      intervals: [20],
      message: `process ${pid} is still there`,
    })
    .toBe(false);
  return performance.now() - startedAt;
}
