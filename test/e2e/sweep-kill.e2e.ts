import type { RunEntry } from '@shared/model/run.ts';
import type { SweepSpec } from '@shared/model/sweep.ts';
import { expect, type Page } from '@playwright/test';
import { join } from 'node:path';
import { launchApp, test, type TestApp, type TestFolders } from './helpers/app.ts';
import { timeUntilGone } from './helpers/processes.ts';
import { checksumOf } from './helpers/runs.ts';
import { call, exampleExperiment, listRuns } from './helpers/workbench.ts';

const RATES = process.env.NINESTEP_LONG === '1' ? 32 : 5;
const EPOCHS = 90;

/** Learning rates by initializers: twice as many configurations as rates. Each takes a third of a second or so. */
async function sweepOf(page: Page, halving: SweepSpec['halving']): Promise<SweepSpec> {
  const experiment = await exampleExperiment(page, EPOCHS);
  return {
    format: 'ninestep-sweep',
    version: 1,
    name: 'Rates',
    experiment: { ...experiment, training: { ...experiment.training, batchSize: 4 } },
    settings: [
      {
        path: 'training.optimizer.learningRate',
        range: { from: 1e-4, to: 1e-1, scale: 'log', steps: RATES },
      },
      { path: 'network.initializer', values: ['he-normal', 'glorot-uniform'] },
    ],
    search: { kind: 'grid' },
    replicates: { count: 1, firstSeed: 1, vary: [] },
    crossValidation: null,
    halving,
  };
}

async function runsOf(page: Page, groupId: string): Promise<RunEntry[]> {
  return (await listRuns(page)).filter(({ group }) => group?.id === groupId);
}

/** Runs of a group that have come to where they end, for good or by being halved. */
function ended(runs: readonly RunEntry[]): RunEntry[] {
  return runs.filter(({ status }) => status === 'finished' || status === 'stopped');
}

async function waitForEnded(page: Page, groupId: string, count: number): Promise<void> {
  await expect
    .poll(async () => ended(await runsOf(page, groupId)).length, { timeout: 120_000, intervals: [50] })
    .toBeGreaterThanOrEqual(count);
}

/** Kills all of Ninestep as soon as so many runs have ended, opens it again, and lets the group go on. */
async function killAndReopen(
  app: TestApp,
  folders: TestFolders,
  groupId: string,
  after: number,
): Promise<TestApp> {
  await waitForEnded(app.page, groupId, after);
  const { pid } = app.electron.process();
  app.electron.process().kill('SIGKILL');
  await timeUntilGone(pid!, 5_000);
  const next = await launchApp(folders);
  await call(next.page, 'queueConfigure', { isHeld: false });
  await call(next.page, 'groupContinue', { groupId });
  return next;
}

/** What each configuration came to, as the sum over its weights; throws where one of them was made twice. */
function results(folders: TestFolders, runs: readonly RunEntry[]): Map<number, string> {
  const found = new Map<number, string>();
  for (const { id, group } of runs) {
    expect(found.has(group!.index), `configuration ${String(group!.index)} twice`).toBe(false);
    found.set(group!.index, checksumOf(join(folders.workspace, 'runs', id)));
  }
  return found;
}

test('a sweep whose Ninestep is killed in the middle ends every configuration once, with the same bits', async ({
  folders,
}) => {
  test.setTimeout(120_000 + RATES * 20_000);
  const count = 2 * RATES;
  let app = await launchApp(folders);
  const plain = await sweepOf(app.page, null);
  const whole = await call(app.page, 'groupStart', { spec: plain });
  await waitForEnded(app.page, whole.groupId, count);
  const expected = results(folders, await runsOf(app.page, whole.groupId));
  expect(expected.size).toBe(count);

  const killed = await call(app.page, 'groupStart', { spec: plain });
  app = await killAndReopen(app, folders, killed.groupId, 2);
  app = await killAndReopen(app, folders, killed.groupId, Math.ceil(count / 2));
  await waitForEnded(app.page, killed.groupId, count);
  expect(results(folders, await runsOf(app.page, killed.groupId))).toEqual(expected);

  const halving = { minEpochs: 10, factor: 3 };
  const halved = await call(app.page, 'groupStart', { spec: { ...plain, halving } });
  app = await killAndReopen(app, folders, halved.groupId, 3);
  // Runs that are to go on are taken up once the others have been: those at their end for now have stopped.
  await expect
    .poll(async () => (await call(app.page, 'appSnapshot', {})).queue, { timeout: 120_000 })
    .toMatchObject({ waiting: [], inUse: 0 });
  const runs = await runsOf(app.page, halved.groupId);
  expect(ended(runs)).toHaveLength(count);
  const toTheEnd = results(
    folders,
    runs.filter(({ status }) => status === 'finished'),
  );
  expect(toTheEnd.size).toBeGreaterThan(0);
  expect(toTheEnd.size).toBeLessThan(count);
  for (const [index, checksum] of toTheEnd) expect(checksum).toBe(expected.get(index));
  await app.close();
});
