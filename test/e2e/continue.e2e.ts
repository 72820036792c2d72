import { expect, type Page } from '@playwright/test';
import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { launchApp, test, type TestFolders } from './helpers/app.ts';
import { runProcessId, timeUntilGone } from './helpers/processes.ts';
import { checksumOf, stepsOf, watchedSteps } from './helpers/runs.ts';
import { openStage } from './helpers/window.ts';
import {
  call,
  callRaw,
  commandRun,
  ENDLESS,
  exampleExperiment,
  startRun,
  waitForEpochs,
  waitForStatus,
  watchRun,
} from './helpers/workbench.ts';

/** Enough of them, and slow enough, to be caught in the middle. */
const EPOCHS = 400;
const MORE = 30;

const directoryOf = ({ workspace }: TestFolders, runId: string) => join(workspace, 'runs', runId);

/** Every row is a step of its own, so that an epoch takes its time. */
async function startSlowRun(page: Page, epochs: number): Promise<string> {
  const experiment = await exampleExperiment(page, epochs);
  const { training } = experiment;
  const slow = { ...experiment, training: { ...training, batchSize: 1 } };
  return (await call(page, 'runStart', { experiment: slow })).id;
}

/** What a run of so many epochs comes to when nothing gets in its way. */
async function uninterrupted(page: Page, folders: TestFolders, epochs: number): Promise<string> {
  const id = await startSlowRun(page, epochs);
  await waitForStatus(page, id, 'finished');
  return checksumOf(directoryOf(folders, id));
}

async function interruptedRun(page: Page, end: (runId: string) => Promise<unknown>): Promise<string> {
  const id = await startSlowRun(page, EPOCHS);
  await waitForEpochs(page, id, 5);
  await end(id);
  return id;
}

/** Pausing writes a checkpoint, so that a kill soon after it is not a start from the beginning. */
async function pauseAndResume(page: Page, runId: string): Promise<void> {
  for (const [command, status] of [
    ['pause', 'paused'],
    ['resume', 'running'],
  ] as const) {
    await commandRun(page, runId, command);
    await waitForStatus(page, runId, status);
  }
}

const runPane = (page: Page) => page.getByRole('region', { name: 'Run', exact: true });
const continueButton = (page: Page) => runPane(page).getByRole('button', { name: /^Continue / });

async function stepsOnDisk(page: Page, runId: string): Promise<number[]> {
  return stepsOf((await call(page, 'runOpen', { runId })).points);
}

test('a stopped run is continued, then trained for more epochs: the same bits as one planned so', async ({
  workbench,
  folders,
}) => {
  const { page } = workbench;
  const id = await interruptedRun(page, (runId) => commandRun(page, runId, 'stop'));
  await waitForStatus(page, id, 'stopped');
  await openStage(page, 'Train');
  await continueButton(page).focus();
  await page.keyboard.press('Enter');
  await expect(runPane(page).getByRole('button', { name: /^Pause / })).toBeFocused();
  await watchRun(page, id);
  await openStage(page, 'Runs');
  await expect(page.getByRole('row', { name: /Running/ })).toBeVisible();
  await waitForStatus(page, id, 'finished');
  await expect.poll(() => watchedSteps(page, id)).toEqual(await stepsOnDisk(page, id));

  await page.getByRole('row', { name: /Finished/ }).click();
  const selected = page.getByRole('complementary', { name: 'Selected run' });
  const field = selected.getByRole('textbox', { name: /^More epochs/ });
  await expect(field).toHaveValue(String(EPOCHS));
  await field.fill(String(MORE));
  await field.press('Enter');
  // It may be over before a look at its buttons.
  await waitForEpochs(page, id, EPOCHS + MORE);
  const record = await waitForStatus(page, id, 'finished');
  expect(record).toMatchObject({
    epochsDone: EPOCHS + MORE,
    experiment: { training: { epochs: EPOCHS + MORE } },
  });
  expect(checksumOf(directoryOf(folders, id))).toBe(await uninterrupted(page, folders, EPOCHS + MORE));
  await workbench.expectClean();
});

test('a run whose process was killed is continued from its checkpoint to the same bits', async ({
  workbench,
  folders,
}) => {
  const { page } = workbench;
  const id = await interruptedRun(page, async (runId) => {
    await pauseAndResume(page, runId);
    process.kill(await runProcessId(workbench, runId), 'SIGKILL');
  });
  await waitForStatus(page, id, 'interrupted');
  await openStage(page, 'Train');
  await continueButton(page).click();
  await waitForStatus(page, id, 'finished');
  const steps = await stepsOnDisk(page, id);
  expect(steps).toEqual([...new Set(steps)].sort((a, b) => a - b));
  expect(checksumOf(directoryOf(folders, id))).toBe(await uninterrupted(page, folders, EPOCHS));
});

test('a run that was interrupted with all of Ninestep is offered to be continued at the next start', async ({
  folders,
}) => {
  const app = await launchApp(folders);
  const id = await interruptedRun(app.page, (runId) => pauseAndResume(app.page, runId));
  const pid = await runProcessId(app, id);
  app.electron.process().kill('SIGKILL');
  await timeUntilGone(pid, 2_000);

  const next = await launchApp(folders);
  await openStage(next.page, 'Runs');
  await next.page
    .getByRole('row', { name: /Interrupted/ })
    .getByRole('button', { name: /^Continue / })
    .click();
  await waitForStatus(next.page, id, 'finished');
  expect(checksumOf(directoryOf(folders, id))).toBe(await uninterrupted(next.page, folders, EPOCHS));
  await next.close();
});

test('a run that cannot go on says why, and stays as it was', async ({ workbench, folders }) => {
  const { page } = workbench;
  const { id } = await startRun(page, ENDLESS);
  await waitForEpochs(page, id, 5);
  expect(await callRaw(page, 'runContinue', { runId: id, moreEpochs: null })).toMatchObject({
    error: { code: 'RUN_BUSY' },
  });
  await commandRun(page, id, 'stop');
  await waitForStatus(page, id, 'stopped');
  const directory = directoryOf(folders, id);
  const checkpoints = join(directory, 'checkpoints');
  for (const name of readdirSync(checkpoints)) appendFileSync(join(checkpoints, name), 'x');
  const before = readFileSync(join(directory, 'run.json'), 'utf8');
  await openStage(page, 'Train');
  await continueButton(page).click();
  await expect(page.getByText(/was damaged or changed .+ Train the experiment again/)).toBeVisible();
  await expect(continueButton(page)).toBeEnabled();
  expect(readFileSync(join(directory, 'run.json'), 'utf8')).toBe(before);
});

test('a run that is only about to go on does not keep Ninestep from quitting', async ({ folders }) => {
  const app = await launchApp(folders);
  const { page } = app;
  const { id } = await startRun(page, ENDLESS);
  await waitForEpochs(page, id, 5);
  await commandRun(page, id, 'stop');
  await waitForStatus(page, id, 'stopped');
  await openStage(page, 'Train');
  await continueButton(page).click();
  await app.close();
  const { status } = JSON.parse(readFileSync(join(directoryOf(folders, id), 'run.json'), 'utf8')) as {
    status: string;
  };
  // As it was, or waiting for the next start.
  expect(['stopped', 'queued']).toContain(status);
});
