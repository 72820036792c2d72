import type { WorkbenchBridge } from '@shared/ipc/envelope.ts';
import type { RunPortMessage } from '@shared/ipc/run-port.ts';
import type { WireError } from '@shared/core/errors.ts';
import type { Experiment } from '@shared/model/experiment.ts';
import { decodeRunList } from '@shared/ipc/run-list.ts';
import type { QueueState } from '@shared/model/queue.ts';
import type { RunEntry, RunRecord } from '@shared/model/run.ts';
import { expect, type Page } from '@playwright/test';

/*
 * Drives `window.workbench` from inside the page, as the page itself would: nothing here goes around the bridge.
 */

type Method = Exclude<keyof WorkbenchBridge, 'onEvent'>;
type RequestOf<M extends Method> = Parameters<WorkbenchBridge[M]>[0];
type EnvelopeOf<M extends Method> = Awaited<ReturnType<WorkbenchBridge[M]>>;
type ValueOf<M extends Method> = Extract<EnvelopeOf<M>, { ok: true }>['value'];

interface WindowWithWorkbench {
  workbench: Record<string, (request: unknown) => Promise<unknown>>;
  watched: Record<string, RunPortMessage[]>;
}

/** The answer as it crosses, errors included. */
export async function callRaw<M extends Method>(
  page: Page,
  method: M,
  request: unknown,
): Promise<EnvelopeOf<M>> {
  const envelope = await page.evaluate(
    ([name, payload]) => (window as unknown as WindowWithWorkbench).workbench[name as string]!(payload),
    [method, request] as const,
  );
  return envelope as EnvelopeOf<M>;
}

/** The value, or a failed test that shows the error. */
export async function call<M extends Method>(
  page: Page,
  method: M,
  request: RequestOf<M>,
): Promise<ValueOf<M>> {
  const envelope = (await callRaw(page, method, request)) as {
    ok: boolean;
    value?: unknown;
    error?: WireError;
  };
  expect(envelope.error, `${method} failed`).toBeUndefined();
  return envelope.value as ValueOf<M>;
}

/** A bundled experiment, with another number of epochs. */
export async function exampleExperiment(page: Page, epochs: number): Promise<Experiment> {
  const { examples } = await call(page, 'projectExamples', {});
  const { experiment } = examples[0]!;
  const { earlyStopping: _, ...training } = experiment.training;
  return { ...experiment, training: { ...training, epochs } };
}

/** More epochs than any test waits for. */
export const ENDLESS = 1_000_000;

export async function startRun(page: Page, epochs: number): Promise<RunRecord> {
  return call(page, 'runStart', { experiment: await exampleExperiment(page, epochs) });
}

/** The whole history, newest first. */
export async function listRuns(page: Page): Promise<RunEntry[]> {
  return decodeRunList((await call(page, 'runsList', {})).text);
}

export async function runOf(page: Page, runId: string): Promise<RunEntry> {
  return (await listRuns(page)).find((run) => run.id === runId)!;
}

/** What was done is told; what came of it is told by the run itself. */
export async function commandRun(
  page: Page,
  runId: string,
  command: 'pause' | 'resume' | 'stop',
): Promise<void> {
  await call(page, 'runCommand', { runIds: [runId], command });
}

export async function queueState(page: Page): Promise<QueueState> {
  return (await call(page, 'appSnapshot', {})).queue;
}

export async function waitForStatus(
  page: Page,
  runId: string,
  status: RunRecord['status'],
): Promise<RunEntry> {
  await expect.poll(async () => (await runOf(page, runId)).status, { timeout: 60_000 }).toBe(status);
  return runOf(page, runId);
}

export async function waitForEpochs(page: Page, runId: string, epochs: number): Promise<void> {
  await expect
    .poll(async () => (await runOf(page, runId)).epochsDone, { timeout: 60_000 })
    .toBeGreaterThanOrEqual(epochs);
}

/** Asks for the port of a run and gathers in the page what comes through it. */
export async function watchRun(page: Page, runId: string): Promise<void> {
  await page.evaluate(async (id) => {
    const self = window as unknown as WindowWithWorkbench;
    const nonce = crypto.randomUUID();
    const messages: RunPortMessage[] = [];
    self.watched = { ...self.watched, [id]: messages };
    const port = new Promise<MessagePort>((resolve) => {
      window.addEventListener('message', (event: MessageEvent<{ nonce?: unknown }>) => {
        if (event.source === window && event.data.nonce === nonce && event.ports[0]) resolve(event.ports[0]);
      });
    });
    await self.workbench.runWatch!({ runId: id, nonce });
    (await port).onmessage = (event: MessageEvent<RunPortMessage>) => messages.push(event.data);
  }, runId);
}

export function watchedMessages(page: Page, runId: string): Promise<RunPortMessage[]> {
  return page.evaluate((id) => (window as unknown as WindowWithWorkbench).watched[id] ?? [], runId);
}
