import type { Experiment } from '@shared/model/experiment.ts';
import type { RunRecord } from '@shared/model/run.ts';
import { expect, type Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { launchApp, test, type TestApp, type TestFolders } from './helpers/app.ts';
import { isRunning, runProcessId, timeUntilGone } from './helpers/processes.ts';
import { checksumOf } from './helpers/runs.ts';
import { openStage } from './helpers/window.ts';
import {
  call,
  commandRun,
  ENDLESS,
  exampleExperiment,
  listRuns,
  queueState,
  runOf,
  startRun,
  waitForEpochs,
  waitForStatus,
} from './helpers/workbench.ts';

const directoryOf = ({ workspace }: TestFolders, runId: string) => join(workspace, 'runs', runId);

function recordOf(folders: TestFolders, runId: string): RunRecord {
  return JSON.parse(readFileSync(join(directoryOf(folders, runId), 'run.json'), 'utf8')) as RunRecord;
}

function queueFile({ workspace }: TestFolders): { isOpen: boolean; waiting: string[] } {
  return JSON.parse(readFileSync(join(workspace, 'queue.json'), 'utf8')) as never;
}

async function startRuns(page: Page, count: number, epochs = ENDLESS): Promise<string[]> {
  const ids: string[] = [];
  for (let k = 0; k < count; k++) ids.push((await startRun(page, epochs)).id);
  return ids;
}

/** Processes of runs, as the system counts them. */
function trainingProcesses({ electron }: TestApp): Promise<number> {
  return electron.evaluate(
    ({ app }) => app.getAppMetrics().filter(({ name }) => name?.startsWith('Ninestep run_') === true).length,
  );
}

/** Milliseconds from each press of a key until the page hears of it. */
async function inputDelays(page: Page, presses: number): Promise<number[]> {
  await page.evaluate(() => {
    const delays: number[] = ((window as { delays?: number[] }).delays = []);
    window.addEventListener('keydown', (event) => delays.push(performance.now() - event.timeStamp), true);
  });
  for (let k = 0; k < presses; k++) {
    await page.keyboard.press('Shift');
    // A person's pace, so that the page has drawn something in between.
    await page.waitForTimeout(20);
  }
  return page.evaluate(() => (window as { delays?: number[] }).delays ?? []);
}

function percentile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(share * values.length))]!;
}

test('four runs at once leave the window free, keep to the budget, and one that is killed harms none', async ({
  workbench,
}) => {
  test.setTimeout(120_000);
  const { page } = workbench;
  await call(page, 'queueConfigure', { budget: 4 });
  const ids = await startRuns(page, 6);
  for (const id of ids.slice(0, 4)) await waitForEpochs(page, id, 5);
  expect(await queueState(page)).toMatchObject({ budget: 4, inUse: 4, waiting: ids.slice(4) });
  expect(await trainingProcesses(workbench)).toBe(4);

  await openStage(page, 'Train');
  const delays = await inputDelays(page, 200);
  expect(delays).toHaveLength(200);
  const p95 = percentile(delays, 0.95);
  test.info().annotations.push({ type: 'input delay', description: `p95 ${p95.toFixed(1)} ms` });
  console.log(
    `Input delay with 4 runs at once: median ${percentile(delays, 0.5).toFixed(1)} ms, p95 ${p95.toFixed(1)} ms`,
  );
  // What is promised is 50 ms; a machine that is busy with other things is allowed more here.
  expect(p95).toBeLessThan(200);

  process.kill(await runProcessId(workbench, ids[1]!), 'SIGKILL');
  await waitForStatus(page, ids[1]!, 'interrupted');
  await waitForStatus(page, ids[4]!, 'running');
  expect(await trainingProcesses(workbench)).toBe(4);
  for (const id of [ids[0]!, ids[2]!, ids[3]!]) {
    await waitForEpochs(page, id, (await runOf(page, id)).epochsDone + 20);
  }
  expect(await queueState(page)).toMatchObject({ inUse: 4, waiting: [ids[5]] });
});

test('a lowered budget sends the newest runs back, and a raised one lets them go on', async ({
  workbench,
}) => {
  const { page } = workbench;
  await call(page, 'queueConfigure', { budget: 3 });
  const ids = await startRuns(page, 3);
  for (const id of ids) await waitForEpochs(page, id, 5);
  await call(page, 'queueConfigure', { budget: 1 });
  for (const id of ids.slice(1)) await waitForStatus(page, id, 'queued');
  expect(await queueState(page)).toMatchObject({ budget: 1, inUse: 1, waiting: ids.slice(1) });
  const { epochsDone } = await runOf(page, ids[1]!);
  await call(page, 'queueConfigure', { budget: 2 });
  await waitForEpochs(page, ids[1]!, epochsDone + 5);
  expect((await runOf(page, ids[2]!)).status).toBe('queued');
  await workbench.expectClean();
});

test('U3: a run that does not answer is ended, and goes on from its checkpoint by itself', async ({
  folders,
}) => {
  test.setTimeout(120_000);
  const app = await launchApp(folders, { NINESTEP_TEST_PATIENCE: '6' });
  const { page } = app;
  const { id } = await startRun(page, ENDLESS);
  await waitForEpochs(page, id, 5);
  const hung = await runProcessId(app, id);
  process.kill(hung, 'SIGSTOP');
  await timeUntilGone(hung, 30_000);
  await expect(page.getByText(/did not respond any more. It goes on from its last checkpoint/)).toBeVisible();
  const { epochsDone } = await waitForStatus(page, id, 'running');
  await waitForEpochs(page, id, epochsDone + 20);
  await app.close();
  expect(recordOf(folders, id).status).toBe('queued');
});

test('quitting with work to do asks first, by the menu and by closing the window', async ({ folders }) => {
  const app = await launchApp(folders);
  const { page, electron } = app;
  const [trained, waiting] = (await startRuns(page, 2)) as [string, string];
  await waitForEpochs(page, trained, 5);
  await answerQuestion(app, 1);
  for (const quit of ['menu', 'window'] as const) {
    await electron.evaluate(({ app: electronApp, BrowserWindow }, how) => {
      if (how === 'menu') electronApp.quit();
      else BrowserWindow.getAllWindows()[0]!.close();
    }, quit);
    await expect.poll(() => questions(app)).toHaveLength(quit === 'menu' ? 1 : 2);
  }
  expect((await questions(app))[0]).toMatchObject({
    message: 'Quit with 1 run in training and 1 run waiting?',
    buttons: ['Quit', 'Keep running'],
  });
  expect((await runOf(page, trained)).status).toBe('running');

  await answerQuestion(app, 0);
  const pid = electron.process().pid!;
  await electron.evaluate(({ app: electronApp }) => {
    setImmediate(() => {
      electronApp.quit();
    });
  });
  await timeUntilGone(pid, 5_000);
  for (const id of [trained, waiting]) expect(recordOf(folders, id).status).toBe('queued');
  expect(queueFile(folders)).toMatchObject({ isOpen: false, waiting: [trained, waiting] });
});

interface Asked {
  questions?: Electron.MessageBoxOptions[];
}

/** The question is asked as outside of tests, and answered with a button as a person would. */
async function answerQuestion({ electron }: TestApp, button: number): Promise<void> {
  await electron.evaluate(({ dialog }, response) => {
    delete process.env.NINESTEP_TEST;
    const asked = ((globalThis as Asked).questions ??= []);
    dialog.showMessageBox = ((_window: unknown, options: Electron.MessageBoxOptions) => {
      asked.push(options);
      return Promise.resolve({ response, checkboxChecked: false });
    }) as typeof dialog.showMessageBox;
  }, button);
}

function questions({ electron }: TestApp): Promise<Electron.MessageBoxOptions[]> {
  return electron.evaluate(() => (globalThis as Asked).questions ?? []);
}

test('a polite signal quits without asking, and what was trained goes on at the next start', async ({
  folders,
}) => {
  const app = await launchApp(folders);
  const { id } = await startRun(app.page, ENDLESS);
  await waitForEpochs(app.page, id, 5);
  await answerQuestion(app, 1);
  const pid = app.electron.process().pid!;
  process.kill(pid, 'SIGTERM');
  await timeUntilGone(pid, 5_000);
  expect(recordOf(folders, id)).toMatchObject({ status: 'queued', endedAt: null });
  expect(queueFile(folders).isOpen).toBe(false);
  const next = await launchApp(folders);
  await waitForEpochs(next.page, id, recordOf(folders, id).epochsDone + 1);
  await next.close();
});

test('after a crash the queue waits for a person, and then goes on where it was', async ({ folders }) => {
  const app = await launchApp(folders);
  const ids = await startRuns(app.page, 3);
  await waitForEpochs(app.page, ids[0]!, 5);
  const pid = await runProcessId(app, ids[0]!);
  app.electron.process().kill('SIGKILL');
  await timeUntilGone(pid, 2_000);
  const next = await launchApp(folders);
  const { page } = next;
  await expect.poll(async () => (await queueState(page)).waiting).toEqual(ids);
  expect(await queueState(page)).toMatchObject({ isHeld: true, inUse: 0 });
  expect((await queueState(page)).reason).toContain('unexpectedly');
  expect((await listRuns(page)).map(({ status }) => status).toSorted()).toEqual([
    'interrupted',
    'queued',
    'queued',
  ]);
  await call(page, 'queueConfigure', { isHeld: false });
  await waitForStatus(page, ids[0]!, 'running');
  await commandRun(page, ids[0]!, 'stop');
  await waitForStatus(page, ids[1]!, 'running');
  await next.close();
});

/** Every row is a step of its own, so that a run takes a second or two. */
async function slowExperiment(page: Page): Promise<Experiment> {
  const experiment = await exampleExperiment(page, 400);
  return { ...experiment, training: { ...experiment.training, batchSize: 1 } };
}

/** The same numbers for the same seed, which is printed. */
function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

test('killed at random moments, alone or with all of Ninestep, every run ends with the same bits', async ({
  folders,
}) => {
  const kills = process.env.NINESTEP_LONG === '1' ? 30 : 4;
  test.setTimeout(60_000 + kills * 40_000);
  const seed = Number(process.env.SEED ?? Date.now() % 100_000);
  console.log(`SEED=${String(seed)}`);
  const random = randomNumbers(seed);
  let app = await launchApp(folders);
  const experiment = await slowExperiment(app.page);
  const whole = await call(app.page, 'runStart', { experiment });
  const { seconds } = await waitForStatus(app.page, whole.id, 'finished');
  const expected = checksumOf(directoryOf(folders, whole.id));
  for (let kill = 0; kill < kills; kill++) {
    const { id } = await call(app.page, 'runStart', { experiment });
    await waitForStatus(app.page, id, 'running');
    await app.page.waitForTimeout(random() * seconds * 1_000);
    const pid = await app.electron.evaluate(
      ({ app: electronApp }, name) =>
        electronApp.getAppMetrics().find((metric) => metric.name === name)?.pid ?? null,
      `Ninestep ${id}`,
    );
    if (random() < 0.5) {
      if (pid !== null) process.kill(pid, 'SIGKILL');
      await expect.poll(async () => (await runOf(app.page, id)).status).toMatch(/interrupted|finished/);
      if ((await runOf(app.page, id)).status === 'interrupted')
        await call(app.page, 'runContinue', { runId: id, moreEpochs: null });
    } else {
      app.electron.process().kill('SIGKILL');
      if (pid !== null && isRunning(pid)) await timeUntilGone(pid, 3_000);
      app = await launchApp(folders);
      await expect
        .poll(async () => (await runOf(app.page, id)).status)
        .toMatch(/interrupted|finished|queued/);
      await call(app.page, 'queueConfigure', { isHeld: false });
    }
    await waitForStatus(app.page, id, 'finished');
    expect(checksumOf(directoryOf(folders, id)), `kill ${String(kill)}`).toBe(expected);
  }
  expect((await listRuns(app.page)).filter(({ status }) => status === 'finished')).toHaveLength(kills + 1);
  await app.close();
});
