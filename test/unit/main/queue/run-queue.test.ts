import { AppError } from '@shared/core/errors.ts';
import type { Experiment } from '@shared/model/experiment.ts';
import type { QueueState } from '@shared/model/queue.ts';
import type { RunRecord } from '@shared/model/run.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import type { QueueOptions } from '../../../../src-main/queue/queue-options.ts';
import { RunQueue } from '../../../../src-main/queue/run-queue.ts';
import type { Workspace } from '../../../../src-main/storage/paths.ts';
import { acquireRunLock } from '../../../../src-main/storage/run-lock.ts';
import {
  listRuns,
  readPoints,
  readRun,
  recoverRuns,
  runDirectory,
  writeRun,
} from '../../../../src-main/storage/run-store.ts';
import { JobControl } from '../../../../src-main/trainer/job-control.ts';
import { runJob } from '../../../../src-main/trainer/run-job.ts';
import { referenceEngine } from '../../../helpers/engines.ts';
import { smallExperimentJson } from '../../../helpers/experiments.ts';
import { RunsInThisProcess } from '../../../helpers/runs-in-this-process.ts';
import { finishedRun, newRun, tempWorkspace, withoutSeconds } from '../../../helpers/runs.ts';
import { recordingLog } from '../quiet-log.ts';

const LONG = 1_500;
const ENDLESS = 1_000_000;
const SHORT = 5;

function experimentOf(epochs: number, name = 'small'): Experiment {
  const training = { ...smallExperimentJson.training, epochs, batchSize: 5 };
  return parseExperiment({ ...smallExperimentJson, name, training });
}

/** A queue on a workspace, as one start of Ninestep has it. */
async function startQueue(workspace: Workspace, { budget = 2, train }: Partial<QueueOptions> = {}) {
  const processes = new RunsInThisProcess();
  const statuses = new Map<string, RunRecord>();
  const ended: string[] = [];
  const letGo: string[] = [];
  const warnings: string[] = [];
  const states: QueueState[] = [];
  const queue = new RunQueue({
    workspace,
    train: train ?? processes.train,
    cores: 8,
    budget,
    keepBudget: () => undefined,
    engine: 'auto',
    keepEngine: () => undefined,
    noteRecord: (record) => statuses.set(record.id, record),
    letGo: (runId) => letGo.push(runId),
    onChange: (state) => states.push(state),
    warn: (message) => warnings.push(message),
    log: recordingLog(),
  });
  queue.onEnded(({ id }) => ended.push(id));
  await recoverRuns(workspace);
  await queue.open((await listRuns(workspace)).runs);
  return { queue, processes, statuses, ended, letGo, warnings, states };
}

const FOREVER = new Promise<never>(() => undefined);

function statusOf(workspace: Workspace, id: string): Promise<RunRecord['status']> {
  return readRun(runDirectory(workspace, id)).then(({ status }) => status);
}

function queueFile(workspace: Workspace): { waiting: string[]; isOpen: boolean; isHeld: boolean } {
  return JSON.parse(readFileSync(workspace.queueFile, 'utf8')) as never;
}

function waitUntil(assertion: () => void | Promise<void>): Promise<void> {
  return vi.waitFor(assertion, { timeout: 50_000, interval: 5 });
}

function untilFurther(
  statuses: ReadonlyMap<string, RunRecord>,
  ids: readonly string[],
  epochs: number,
): Promise<void> {
  return waitUntil(() => {
    for (const id of ids) expect(statuses.get(id)!.epochsDone).toBeGreaterThan(epochs);
  });
}

/** Endless runs that are trained again have, well beyond where they stood, the points of one that was never interrupted. */
async function expectSameBits(
  workspace: Workspace,
  statuses: ReadonlyMap<string, RunRecord>,
  ids: readonly string[],
): Promise<void> {
  const epochs = Math.max(...ids.map((id) => statuses.get(id)?.epochsDone ?? 0));
  // One that is evaluated in turn.
  const untilEpoch = (Math.floor(epochs / 1_000) + 1) * 1_000;
  await untilFurther(statuses, ids, untilEpoch);
  const { directory, record } = await newRun(experimentOf(ENDLESS));
  const control = new JobControl();
  const whole = { directory, record, untilEpoch, control, engine: referenceEngine() };
  await runJob({ ...whole, onProgress: () => undefined });
  const expected = withoutSeconds(await readPoints(directory));
  for (const id of ids) {
    const points = withoutSeconds(await readPoints(runDirectory(workspace, id)));
    expect(points.slice(0, expected.length)).toEqual(expected);
  }
}

describe('a queue', () => {
  it('trains every run once, in order, within the budget', async () => {
    const workspace = tempWorkspace();
    const { queue, processes, ended } = await startQueue(workspace);
    const ids: string[] = [];
    for (let k = 0; k < 6; k++) ids.push((await queue.launch(experimentOf(SHORT))).id);
    await waitUntil(() => {
      expect(ended.toSorted()).toEqual(ids.toSorted());
    });
    expect(processes.begun).toEqual(ids);
    expect(processes.most).toBe(2);
    for (const id of ids) expect(await statusOf(workspace, id)).toBe('finished');
    expect(queue.state()).toMatchObject({ waiting: [], inUse: 0 });
  });

  it('sends the newest back when the budget is lowered, and it goes on with the bits of one that never was', async () => {
    const workspace = tempWorkspace();
    const { queue, processes, statuses } = await startQueue(workspace, { budget: 2 });
    const [older, newer] = [
      await queue.launch(experimentOf(ENDLESS)),
      await queue.launch(experimentOf(ENDLESS)),
    ];
    await untilFurther(statuses, [newer.id], 0);
    await queue.configure({ budget: 1 });
    await waitUntil(() => {
      expect(queue.state()).toMatchObject({ inUse: 1, waiting: [newer.id] });
    });
    expect(await statusOf(workspace, newer.id)).toBe('queued');
    await queue.command([older.id], 'stop');
    await expectSameBits(workspace, statuses, [newer.id]);
    expect(processes.begun).toEqual([older.id, newer.id, newer.id]);
    await queue.close(FOREVER);
  });

  it('takes a waiting run out, and stops one that is trained', async () => {
    const workspace = tempWorkspace();
    const { queue, statuses } = await startQueue(workspace, { budget: 1 });
    const trained = await queue.launch(experimentOf(ENDLESS));
    const waiting = await queue.launch(experimentOf(ENDLESS));
    await waitUntil(() => {
      expect(statuses.get(trained.id)!.epochsDone).toBeGreaterThan(0);
    });
    expect(await queue.command([trained.id, waiting.id, 'run_000000000000'], 'stop')).toBe(2);
    await waitUntil(() => {
      expect(statuses.get(trained.id)!.status).toBe('stopped');
    });
    expect(await readRun(runDirectory(workspace, waiting.id))).toMatchObject({
      status: 'stopped',
      reason: 'Taken out of the queue before it began.',
    });
  });

  it('lets another run have the core of a paused one, and gives it back', async () => {
    const workspace = tempWorkspace();
    const { queue, statuses, processes } = await startQueue(workspace, { budget: 1 });
    const [a, b] = [await queue.launch(experimentOf(ENDLESS)), await queue.launch(experimentOf(ENDLESS))];
    const expectStatuses = (...expected: string[]) =>
      waitUntil(() => {
        expect([a, b].map(({ id }) => statuses.get(id)!.status)).toEqual(expected);
      });
    await expectStatuses('running', 'queued');
    expect(await queue.command([a.id, b.id], 'pause')).toBe(1);
    await expectStatuses('paused', 'running');
    expect(await queue.command([a.id], 'resume')).toBe(1);
    await expectStatuses('running', 'queued');
    await queue.command([b.id, a.id], 'stop');
    await expectStatuses('stopped', 'stopped');
    expect(processes.begun).toEqual([a.id, b.id]);
  });

  it('ends a run at an epoch for now, and goes on with it to the bits of a whole one', async () => {
    const workspace = tempWorkspace();
    const { queue, ended } = await startQueue(workspace, { budget: 1 });
    await queue.configure({ isHeld: true });
    const { id } = await queue.launch(experimentOf(LONG));
    await queue.command([id], 'stop');
    await queue.enqueueUntil(id, 137);
    await queue.configure({ isHeld: false });
    const directory = runDirectory(workspace, id);
    await waitUntil(() => {
      expect(ended).toHaveLength(2);
    });
    expect(await readRun(directory)).toMatchObject({ status: 'stopped', epochsDone: 137 });
    expect((await readPoints(directory)).at(-1)?.epoch).toBe(137);
    await queue.enqueue([id]);
    await waitUntil(() => {
      expect(ended).toHaveLength(3);
    });
    const whole = await finishedRun(experimentOf(LONG));
    expect(withoutSeconds(await readPoints(directory))).toEqual(
      withoutSeconds(await readPoints(whole.directory)),
    );
  });

  it('is patient anew with a run that had stopped early and shall go on', async () => {
    const workspace = tempWorkspace();
    const { queue, ended } = await startQueue(workspace);
    const { training, ...others } = experimentOf(500);
    const rough = { type: 'sgd', learningRate: 0.5 } as const;
    const experiment = parseExperiment({
      ...others,
      training: { ...training, optimizer: rough, earlyStopping: { patience: 3 } },
    });
    const { record, directory } = await finishedRun(experiment, workspace);
    expect(record.reason).toContain('Stopped early');
    await queue.configure({ isHeld: true });
    await queue.continueRun(record.id, record.epochsDone + 3);
    // It waits over a restart, too.
    await queue.close(FOREVER);
    const again = await startQueue(workspace);
    await again.queue.configure({ isHeld: false });
    await waitUntil(() => {
      expect(again.ended).toEqual([record.id]);
    });
    expect(ended).toEqual([]);
    expect((await readRun(directory)).epochsDone).toBe(record.epochsDone + 3);
  });

  it('lets a run that cannot be begun go, and goes on with the next', async () => {
    const workspace = tempWorkspace();
    const { queue, warnings, ended, statuses } = await startQueue(workspace, { budget: 1 });
    await queue.configure({ isHeld: true });
    const [gone, next] = [await queue.launch(experimentOf(SHORT)), await queue.launch(experimentOf(SHORT))];
    const directory = runDirectory(workspace, gone.id);
    await writeRun(directory, { ...gone, status: 'finished' });
    await queue.configure({ isHeld: false });
    await waitUntil(() => {
      expect(ended).toEqual([gone.id, next.id]);
    });
    expect(warnings.join()).toContain('could not be begun');
    // What became of it is shown.
    expect(statuses.get(gone.id)?.status).toBe('finished');
  });

  it('leaves a run that a command line has taken up to whoever shows it', async () => {
    const workspace = tempWorkspace();
    const { queue, processes, letGo, warnings } = await startQueue(workspace);
    await queue.configure({ isHeld: true });
    const { id } = await queue.launch(experimentOf(SHORT));
    // Between the look of the queue and that of the process.
    await acquireRunLock(runDirectory(workspace, id));
    await queue.configure({ isHeld: false });
    await waitUntil(() => {
      expect(letGo).toEqual([id]);
    });
    expect(processes.begun).toEqual([id]);
    expect(warnings.join()).toContain('Another process is training the run');
    expect(queue.state()).toMatchObject({ waiting: [], inUse: 0 });
    expect(await statusOf(workspace, id)).toBe('queued');
  });

  it('holds where the disk is full, and keeps what could not be begun at the front', async () => {
    const workspace = tempWorkspace();
    let begun = 0;
    const { queue, ended } = await startQueue(workspace, {
      budget: 1,
      train: ({ record }) => {
        begun += 1;
        const error = new AppError('DISK_FULL', 'The disk is full.');
        return { gone: Promise.resolve({ kind: 'refused', record, error }), command: () => undefined };
      },
    });
    await queue.configure({ isHeld: true });
    const ids = [(await queue.launch(experimentOf(SHORT))).id, (await queue.launch(experimentOf(SHORT))).id];
    await queue.configure({ isHeld: false });
    await waitUntil(() => {
      expect(queue.state()).toMatchObject({ isHeld: true, waiting: ids, inUse: 0 });
    });
    expect(queue.state().reason).toContain('disk is full');
    expect([begun, ended]).toEqual([1, []]);
  });

  it('does not take a run that another process trains', async () => {
    const workspace = tempWorkspace();
    const { queue } = await startQueue(workspace);
    const { record, directory } = await finishedRun(experimentOf(SHORT), workspace);
    await acquireRunLock(directory);
    await expect(queue.continueRun(record.id, 10)).rejects.toMatchObject({ code: 'RUN_BUSY' });
    expect(queue.state().waiting).toEqual([]);
  });
});

describe('a queue after a restart', () => {
  /** Two runs trained and two waiting, in the midst of it all. */
  async function busyQueue(workspace: Workspace) {
    const first = await startQueue(workspace);
    const ids: string[] = [];
    for (let k = 0; k < 4; k++) ids.push((await first.queue.launch(experimentOf(ENDLESS))).id);
    await untilFurther(first.statuses, ids.slice(0, 2), 0);
    return { ...first, ids };
  }

  it('that was in order goes on by itself, from where each run stood, to the same bits', async () => {
    const workspace = tempWorkspace();
    const { queue, ids } = await busyQueue(workspace);
    await queue.close(FOREVER);
    for (const id of ids) expect(await statusOf(workspace, id)).toBe('queued');
    expect(queueFile(workspace)).toMatchObject({ waiting: ids, isOpen: false });
    await expect(queue.launch(experimentOf(SHORT))).rejects.toMatchObject({ code: 'CANCELLED' });

    const again = await startQueue(workspace);
    expect(again.queue.state()).toMatchObject({ isHeld: false, inUse: 2 });
    await expectSameBits(workspace, again.statuses, ids.slice(0, 2));
    expect(again.processes.begun).toEqual(ids.slice(0, 2));
    await again.queue.close(FOREVER);
  });

  it('that was a crash is held until a person lets it go on, what was trained first', async () => {
    const workspace = tempWorkspace();
    const { queue, ids } = await busyQueue(workspace);
    const file = readFileSync(workspace.queueFile);
    await queue.close(FOREVER);
    await simulateCrash(workspace, file, ids.slice(0, 2));

    const again = await startQueue(workspace);
    expect(again.queue.state()).toMatchObject({ isHeld: true, inUse: 0, waiting: ids });
    expect(again.queue.state().reason).toContain('unexpectedly');
    for (const id of ids.slice(0, 2)) expect(await statusOf(workspace, id)).toBe('interrupted');
    await again.queue.configure({ isHeld: false });
    expect(again.queue.state()).toMatchObject({ isHeld: false, reason: null });
    await waitUntil(() => {
      expect(again.processes.begun).toEqual(ids.slice(0, 2));
    });
    expect(again.queue.state().waiting).toEqual(ids.slice(2));
    await again.queue.close(FOREVER);
  });

  it('that was a crash begins what a person asks for meanwhile, and nothing else', async () => {
    const workspace = tempWorkspace();
    const { queue, ids } = await busyQueue(workspace);
    const file = readFileSync(workspace.queueFile);
    await queue.close(FOREVER);
    await simulateCrash(workspace, file, ids.slice(0, 2));
    const again = await startQueue(workspace);
    const launched = await again.queue.launch(experimentOf(ENDLESS));
    expect(again.queue.isBusy(ids[1]!)).toBe(false);
    await again.queue.continueRun(ids[1]!, ENDLESS);
    expect(again.processes.begun).toEqual([launched.id, ids[1]]);
    expect(again.queue.state()).toMatchObject({ isHeld: true, waiting: [ids[0], ids[2], ids[3]] });
    await again.queue.close(FOREVER);
  });

  it('whose file is lost finds those that wait by their records', async () => {
    const workspace = tempWorkspace();
    const { queue, ids } = await busyQueue(workspace);
    await queue.close(FOREVER);
    rmSync(workspace.queueFile);
    const again = await startQueue(workspace, { budget: 1 });
    expect([...again.processes.begun, ...again.queue.state().waiting].toSorted()).toEqual(ids.toSorted());
    await again.queue.close(FOREVER);
  });

  it('forgets what is no longer there', async () => {
    const workspace = tempWorkspace();
    const { queue, ids } = await busyQueue(workspace);
    await queue.close(FOREVER);
    rmSync(runDirectory(workspace, ids[2]!), { recursive: true });
    const again = await startQueue(workspace, { budget: 1 });
    expect(again.queue.state().waiting).toEqual([ids[1], ids[3]]);
    await again.queue.close(FOREVER);
  });
});

/** As a kill leaves a workspace: the queue open, and records that say that their runs are trained. */
async function simulateCrash(workspace: Workspace, queue: Buffer, trained: readonly string[]): Promise<void> {
  writeFileSync(workspace.queueFile, queue);
  for (const id of trained) {
    const directory = runDirectory(workspace, id);
    await writeRun(directory, { ...(await readRun(directory)), status: 'running' });
  }
}

describe('a run whose process hung', () => {
  it('goes on from its checkpoint, at most three times from the same place, and says so', async () => {
    const workspace = tempWorkspace();
    let begun = 0;
    const { queue, warnings, ended } = await startQueue(workspace, {
      train: ({ directory, record }) => {
        begun += 1;
        const interrupted: RunRecord = { ...record, status: 'interrupted', reason: 'It did not respond.' };
        const gone = writeRun(directory, interrupted).then(
          () => ({ kind: 'hung', record: interrupted }) as const,
        );
        return { gone, command: () => undefined };
      },
    });
    const { id } = await queue.launch(experimentOf(SHORT));
    await waitUntil(() => {
      expect(ended).toEqual([id]);
    });
    expect(begun).toBe(4);
    expect(warnings).toHaveLength(4);
    expect(warnings[0]).toContain('goes on from its last checkpoint');
    expect(warnings[3]).toContain('again and again');
    expect(await statusOf(workspace, id)).toBe('interrupted');
  });
});
