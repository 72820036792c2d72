import type { LookRequest } from '@shared/ipc/insight-contract.ts';
import type { RunPortMessage } from '@shared/ipc/run-port.ts';
import { expect, type Page } from '@playwright/test';
import { test } from './helpers/app.ts';
import { openStage } from './helpers/window.ts';
import { call, commandRun, ENDLESS, exampleExperiment, runOf, waitForStatus } from './helpers/workbench.ts';

const NOTHING: LookRequest = { weights: false, rows: [], surface: null, answers: 0 };

interface Watching {
  workbench: { runWatch: (request: unknown) => Promise<unknown> };
  frames: NonNullable<RunPortMessage['frame']>[];
  port: MessagePort;
}

/** Looks at a run through its port, as the page does, and gathers the pictures that come. */
async function look(page: Page, runId: string, request: LookRequest): Promise<void> {
  await page.evaluate(
    async ([id, wanted]) => {
      const self = window as unknown as Watching;
      const nonce = crypto.randomUUID();
      self.frames = [];
      const port = new Promise<MessagePort>((resolve) => {
        window.addEventListener('message', (event: MessageEvent<{ nonce?: unknown }>) => {
          if (event.data.nonce === nonce && event.ports[0]) resolve(event.ports[0]);
        });
      });
      await self.workbench.runWatch({ runId: id, nonce });
      self.port = await port;
      self.port.onmessage = (event: MessageEvent<RunPortMessage>) => {
        if (event.data.frame !== null) self.frames.push(event.data.frame);
      };
      self.port.postMessage({ type: 'look', look: wanted });
    },
    [runId, request] as const,
  );
}

/** How many pictures have come, and what the last one holds. */
function seen(page: Page) {
  return page.evaluate(() => {
    const { frames } = window as unknown as Watching;
    const last = frames.at(-1);
    return {
      count: frames.length,
      epoch: last?.epoch ?? -1,
      weights: last?.weights?.map(({ values }) => values.length) ?? [],
      units: last?.activations?.map(({ length }) => length) ?? [],
      surface: last?.surface?.values.length ?? 0,
      answers: last?.answers?.map(({ part }) => part) ?? [],
    };
  });
}

test('a network is seen while it learns, also paused; its past can be looked at, measured anew and branched from', async ({
  workbench: { page },
}) => {
  // Where the window itself looks at no network: what is asked last is what is shown.
  await openStage(page, 'Data');
  const endless = await exampleExperiment(page, ENDLESS);
  const run = await call(page, 'runStart', { experiment: endless });
  await waitForStatus(page, run.id, 'running');
  const surface = {
    x: 'a',
    y: 'b',
    xRange: [0, 100] as [number, number],
    yRange: [0, 100] as [number, number],
    size: 16,
    rest: [0, 0],
  };
  await look(page, run.id, { weights: true, rows: [0, 1, 2], surface, answers: 50 });
  await expect.poll(async () => (await seen(page)).count, { timeout: 60_000 }).toBeGreaterThan(20);
  // What takes many rows comes more rarely where the machine is busy.
  await expect.poll(async () => (await seen(page)).surface, { timeout: 60_000 }).toBeGreaterThan(0);
  await expect.poll(async () => (await seen(page)).answers, { timeout: 60_000 }).toContain('train');
  const { epoch, ...picture } = await seen(page);
  expect(epoch).toBeGreaterThan(0);
  expect(picture.weights[0]).toBe(8);
  expect(picture.units[0]! % 2).toBe(0);

  await commandRun(page, run.id, 'pause');
  await waitForStatus(page, run.id, 'paused');
  await look(page, run.id, { ...NOTHING, surface });
  await expect.poll(async () => (await seen(page)).surface, { timeout: 60_000 }).toBe(16 * 16 * 3);
  await commandRun(page, run.id, 'stop');
  await waitForStatus(page, run.id, 'stopped');

  const { points, moments, bytes } = await call(page, 'runInsight', { runId: run.id });
  expect(points.length).toBeGreaterThan(3);
  expect(bytes).toBeGreaterThan(0);
  const moment = moments.at(-2)!;
  const frame = await call(page, 'runLook', {
    runId: run.id,
    epoch: moment.epoch,
    look: { ...NOTHING, weights: true },
  });
  expect(frame).toMatchObject({ epoch: moment.epoch, step: moment.step });
  const opened = await call(page, 'runOpen', { runId: run.id });
  const logged = opened.points.find((point) => point.epoch === moment.epoch)!;
  const measured = await call(page, 'runMeasure', { runId: run.id, epoch: moment.epoch });
  expect(measured.train).toEqual(logged.train);
  expect(measured.validation).toEqual(logged.validation);
  expect(measured.test).toBeNull();

  const experiment = { ...endless, training: { ...endless.training, epochs: 5 } };
  const branch = await call(page, 'runBranch', { runId: run.id, epoch: moment.epoch, experiment });
  expect(branch.branch).toMatchObject({ runId: run.id, epoch: moment.epoch });
  await waitForStatus(page, branch.id, 'finished');
  const begun = (await call(page, 'runOpen', { runId: branch.id })).points[0]!;
  expect(begun.train).toEqual(logged.train);
  expect((await runOf(page, branch.id)).branch).toEqual(branch.branch);
});
