import { formatJson } from '@shared/core/json-text.ts';
import { expect } from '@playwright/test';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from './helpers/app.ts';
import { watchedSteps } from './helpers/runs.ts';
import {
  callRaw,
  commandRun,
  ENDLESS,
  exampleExperiment,
  listRuns,
  runOf,
  startRun,
  waitForStatus,
  watchRun,
} from './helpers/workbench.ts';

const CLI = resolve(import.meta.dirname, '../../out/main/cli.cjs');
const SOON = { timeout: 60_000 };

/** `ninestep …` on the workspace of the window. */
function startNinestep(args: readonly string[], workspace: string) {
  const child = spawn(process.execPath, [CLI, ...args], {
    env: { PATH: process.env.PATH, NINESTEP_WORKSPACE: workspace },
    stdio: 'ignore',
  });
  return { child, exit: once(child, 'exit') };
}

test('a run of the command line appears while it is trained, is watched, and is stopped in order', async ({
  workbench: { page, expectClean },
  folders,
}) => {
  const file = join(folders.workspace, 'experiment.json');
  writeFileSync(file, formatJson(await exampleExperiment(page, ENDLESS)));
  const { child, exit } = startNinestep(['train', file, '--quiet'], folders.workspace);
  try {
    await expect.poll(async () => (await listRuns(page)).length, SOON).toBe(1);
    const { id } = (await listRuns(page))[0]!;
    await expect.poll(() => runOf(page, id), SOON).toMatchObject({ status: 'running', isElsewhere: true });
    await watchRun(page, id);
    await expect.poll(async () => (await watchedSteps(page, id)).length, SOON).toBeGreaterThan(3);
    const before = (await runOf(page, id)).epochsDone;
    await expect.poll(async () => (await runOf(page, id)).epochsDone, SOON).toBeGreaterThan(before);
    expect(await callRaw(page, 'runCommand', { runIds: [id], command: 'pause' })).toMatchObject({
      ok: false,
      error: { code: 'NOT_ALLOWED' },
    });
    await commandRun(page, id, 'stop');
    expect(await exit).toEqual([130, null]);
    expect(await waitForStatus(page, id, 'stopped')).toMatchObject({ isElsewhere: false });
  } finally {
    child.kill('SIGKILL');
  }
  const { id } = (await listRuns(page))[0]!;
  const record = JSON.parse(readFileSync(join(folders.workspace, 'runs', id, 'run.json'), 'utf8')) as object;
  expect(record).toMatchObject({ status: 'stopped', origin: 'command-line' });
  expect(
    (await callRaw(page, 'runCurves', { runId: id, quantity: { metric: 'loss', target: 0 }, withTest: true }))
      .ok,
  ).toBe(false);
  const curves = await callRaw(page, 'runCurves', {
    runId: id,
    quantity: { metric: 'loss', target: 0 },
    withTest: false,
  });
  expect(curves.ok).toBe(true);
  await expectClean();
});

test('a run of the command line that is killed is soon shown as interrupted', async ({
  workbench: { page },
  folders,
}) => {
  const file = join(folders.workspace, 'experiment.json');
  writeFileSync(file, formatJson(await exampleExperiment(page, ENDLESS)));
  const { child, exit } = startNinestep(['train', file, '--quiet'], folders.workspace);
  await expect.poll(async () => (await listRuns(page))[0]?.isElsewhere, SOON).toBe(true);
  const { id } = (await listRuns(page))[0]!;
  child.kill('SIGKILL');
  await exit;
  expect(await waitForStatus(page, id, 'interrupted')).toMatchObject({ isElsewhere: false });
});

test('the command line goes on with a run of the window, which follows it', async ({
  workbench: { page },
  folders,
}) => {
  const { id } = await startRun(page, 3);
  await waitForStatus(page, id, 'finished');
  const args = ['train', '--resume', join(folders.workspace, 'runs', id), '--more-epochs', '2', '--quiet'];
  const { exit } = startNinestep(args, folders.workspace);
  expect(await exit).toEqual([0, null]);
  await expect.poll(async () => (await runOf(page, id)).epochsDone, SOON).toBe(5);
});
