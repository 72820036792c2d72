import { AppError } from '@shared/core/errors.ts';
import type { RunRecord } from '@shared/model/run.ts';
import { cpSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { GroupDesk } from '../../../../src-main/groups/group-desk.ts';
import { runsOfGroup } from '../../../../src-main/groups/group-runs.ts';
import { RunQueue } from '../../../../src-main/queue/run-queue.ts';
import { groupDirectory, readGroup } from '../../../../src-main/storage/group-store.ts';
import type { Workspace } from '../../../../src-main/storage/paths.ts';
import { acquireRunLock, releaseRunLock } from '../../../../src-main/storage/run-lock.ts';
import { listRuns, readPoints, recoverRuns } from '../../../../src-main/storage/run-store.ts';
import { smallExperimentJson } from '../../../helpers/experiments.ts';
import { withValue } from '../../../helpers/json-path.ts';
import { RunsInThisProcess } from '../../../helpers/runs-in-this-process.ts';
import { tempWorkspace, withoutSeconds } from '../../../helpers/runs.ts';
import { recordingLog } from '../quiet-log.ts';
import { smallSweep } from '../../../helpers/sweeps.ts';
import { rejectionOf } from '../../../helpers/thrown.ts';

const PATIENCE = { timeout: 50_000, interval: 20 };

/** What a start of Ninestep has of it, with the queue that trains the runs. */
interface Start {
  desk: GroupDesk;
  queue: RunQueue;
  trained: RunsInThisProcess;
  problems: string[];
  close: () => Promise<void>;
}

async function openDesk(
  workspace: Workspace,
  onMade: (record: RunRecord) => void = () => undefined,
): Promise<Start> {
  const trained = new RunsInThisProcess();
  const problems: string[] = [];
  const records = new Map<string, RunRecord>();
  const noteRecord = (record: RunRecord) => void records.set(record.id, record);
  const warn = (message: string) => void problems.push(message);
  const queue = new RunQueue({
    workspace,
    train: trained.train,
    cores: 4,
    budget: 2,
    keepBudget: vi.fn(),
    engine: 'auto',
    keepEngine: vi.fn(),
    noteRecord,
    letGo: vi.fn(),
    onChange: vi.fn(),
    warn,
    log: recordingLog(),
  });
  await recoverRuns(workspace);
  const { runs } = await listRuns(workspace);
  runs.forEach(noteRecord);
  const desk = new GroupDesk({
    workspace,
    queue,
    records: () => [...records.values()],
    unfinished: () => [...records.values()].filter(({ status }) => status !== 'finished'),
    noteRecord: (record) => {
      noteRecord(record);
      onMade(record);
    },
    warn,
    log: recordingLog(),
  });
  await queue.open(runs);
  await desk.open();
  const close = () => queue.close(new Promise(() => undefined));
  onTestFinished(close);
  return { desk, queue, trained, problems, close };
}

async function statuses(workspace: Workspace, groupId: string): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { record } of (await runsOfGroup(workspace, groupId)).values()) {
    counts[record.status] = (counts[record.status] ?? 0) + 1;
  }
  return counts;
}

function whenAll(workspace: Workspace, groupId: string, expected: Record<string, number>): Promise<void> {
  return vi.waitFor(async () => {
    expect(await statuses(workspace, groupId)).toEqual(expected);
  }, PATIENCE);
}

const grid = smallSweep({
  name: 'Grid',
  settings: [{ path: 'network.layers[0].units', values: [2, 3, 4] }],
  replicates: { count: 2 },
});

const halved = smallSweep({
  experiment: withValue(smallExperimentJson, 'training.epochs', 36),
  settings: [
    { path: 'training.optimizer.learningRate', values: [0.0001, 0.001, 0.01, 0.1] },
    { path: 'network.layers[0].units', values: [2, 4, 8] },
  ],
  halving: { minEpochs: 4, factor: 3 },
});

describe('a group without halving', () => {
  it('is launched as a whole, each run with its place and its values', async () => {
    const workspace = tempWorkspace();
    const { desk } = await openDesk(workspace);
    const { groupId, runs } = await desk.start(grid);
    expect(runs).toBe(6);
    expect(await readGroup(workspace, groupId)).toEqual(grid);
    await whenAll(workspace, groupId, { finished: 6 });
    const found = await runsOfGroup(workspace, groupId);
    expect(found.get(3)!.record).toMatchObject({
      name: 'units 3 · seed 2',
      origin: 'window',
      group: {
        kind: 'sweep',
        name: 'Grid',
        index: 3,
        configuration: 1,
        replicate: 1,
        values: { 'network.layers[0].units': 3, 'network.seed': 2, 'training.seed': 2 },
      },
    });
  });

  it('goes on with what is missing, was stopped or was interrupted, and repeats nothing that has finished', async () => {
    const workspace = tempWorkspace();
    const first = await openDesk(workspace);
    const { groupId } = await first.desk.start(grid);
    await whenAll(workspace, groupId, { finished: 6 });
    const before = await runsOfGroup(workspace, groupId);
    await rm(before.get(4)!.directory, { recursive: true });
    await first.close();
    const second = await openDesk(workspace);
    expect(await second.desk.continue(groupId)).toBe(1);
    await whenAll(workspace, groupId, { finished: 6 });
    expect(second.trained.begun).toHaveLength(1);
    const after = await runsOfGroup(workspace, groupId);
    expect(after.get(4)!.record.experiment).toEqual(before.get(4)!.record.experiment);
    expect(await second.desk.continue(groupId)).toBe(0);
  });

  it('lets those runs wait that it has made before one cannot be made', async () => {
    const workspace = tempWorkspace();
    let made = 0;
    const { desk, queue } = await openDesk(workspace, () => {
      if (++made > 4) throw new AppError('DISK_FULL', 'The disk is full.');
    });
    await queue.configure({ isHeld: true });
    expect(await rejectionOf(desk.start(grid))).toMatchObject({ code: 'DISK_FULL' });
    expect(queue.work.waiting).toBe(4);
  });

  it('is left alone while the command line trains it', async () => {
    const workspace = tempWorkspace();
    const { desk } = await openDesk(workspace);
    const { groupId } = await desk.start(grid);
    const directory = groupDirectory(workspace, groupId);
    await acquireRunLock(directory);
    expect(await rejectionOf(desk.continue(groupId))).toMatchObject({ code: 'RUN_BUSY' });
    await releaseRunLock(directory);
    await whenAll(workspace, groupId, { finished: 6 });
  });
});

describe('a group with halving', () => {
  it('trains all runs to the first rung, the better ones on, and the best to the end with the bits of a whole run', async () => {
    const workspace = tempWorkspace();
    const start = await openDesk(workspace);
    const { desk, problems } = start;
    const { groupId, runs } = await desk.start(halved);
    expect(runs).toBe(12);
    await vi.waitFor(async () => {
      expect(await isDone(start, workspace, groupId)).toBe(true);
    }, PATIENCE);
    const found = await runsOfGroup(workspace, groupId);
    const epochs = [...found.values()].map(({ record }) => record.epochsDone);
    expect(new Set(epochs)).toEqual(new Set([4, 12, 36]));
    expect(problems).toEqual([]);
    const { groupId: gridId } = await desk.start({ ...halved, halving: null });
    await whenAll(workspace, gridId, { finished: 12 });
    for (const [index, { directory }] of await runsOfGroup(workspace, gridId)) {
      const points = withoutSeconds(await readPoints(found.get(index)!.directory));
      expect(points).toEqual(withoutSeconds(await readPoints(directory)).slice(0, points.length));
    }
  });

  it('stays stopped where a person stops all of it, and goes on where they want it to', async () => {
    const workspace = tempWorkspace();
    const start = await openDesk(workspace);
    const { desk, queue } = start;
    const { groupId } = await desk.start(halved);
    await vi.waitFor(async () => {
      expect((await statuses(workspace, groupId)).stopped).toBeGreaterThan(3);
    }, PATIENCE);
    await queue.configure({ isHeld: true });
    await vi.waitFor(() => {
      expect(queue.work.running).toEqual([]);
    }, PATIENCE);
    // Whatever those that have just ended led to waits now, too.
    await desk.continue(groupId);
    const ids = [...(await runsOfGroup(workspace, groupId)).values()].map(({ record }) => record.id);
    expect(await queue.command(ids, 'stop')).toBeGreaterThan(0);
    await queue.configure({ isHeld: false });
    await desk.open();
    expect(queue.work).toEqual({ running: [], waiting: 0 });
    expect(await desk.continue(groupId)).toBeGreaterThan(0);
    await vi.waitFor(async () => {
      expect(await isDone(start, workspace, groupId)).toBe(true);
    }, PATIENCE);
  });

  it('goes on by itself after Ninestep was closed in the middle', async () => {
    const workspace = tempWorkspace();
    const first = await openDesk(workspace);
    const { groupId } = await first.desk.start(halved);
    await vi.waitFor(async () => {
      expect((await statuses(workspace, groupId)).stopped).toBeGreaterThan(3);
    }, PATIENCE);
    await first.close();
    const second = await openDesk(workspace);
    await vi.waitFor(async () => {
      expect(await isDone(second, workspace, groupId)).toBe(true);
    }, PATIENCE);
    expect([...(await runsOfGroup(workspace, groupId)).keys()].sort((a, b) => a - b)).toEqual([
      ...Array(12).keys(),
    ]);
    expect((await listRuns(workspace)).runs).toHaveLength(12);
  });

  it('says so where it cannot go on at a start, and nothing else suffers', async () => {
    const workspace = tempWorkspace();
    const first = await openDesk(workspace);
    await first.queue.configure({ isHeld: true });
    const { groupId } = await first.desk.start(halved);
    await first.close();
    await rm(groupDirectory(workspace, groupId), { recursive: true });
    const { queue, problems } = await openDesk(workspace);
    expect(problems).toEqual([expect.stringContaining('A sweep does not go on.')]);
    expect(queue.work.waiting).toBe(12);
  });
});

describe('a kill of the window in the middle of a group', () => {
  it.each([
    ['without halving', { ...halved, halving: null }],
    ['with halving', halved],
  ])('%s is no loss: what is missing is trained once a person lets it go on', async (_kind, spec) => {
    const workspace = tempWorkspace();
    const first = await openDesk(workspace);
    const { groupId } = await first.desk.start(spec);
    const moments: Workspace[] = [];
    for (const ended of [1, 3, 6]) {
      await vi.waitFor(async () => {
        const { queued = 0, running = 0 } = await statuses(workspace, groupId);
        expect(12 - queued - running).toBeGreaterThanOrEqual(ended);
      }, PATIENCE);
      moments.push(asKilledNow(workspace));
    }
    await first.close();
    for (const killed of moments) {
      const before = await runsOfGroup(killed, groupId);
      const start = await openDesk(killed);
      const { queue, trained, problems } = start;
      expect(queue.state()).toMatchObject({ isHeld: true, inUse: 0 });
      expect(trained.begun).toEqual([]);
      await queue.configure({ isHeld: false });
      await vi.waitFor(async () => {
        expect(await isDone(start, killed, groupId)).toBe(true);
      }, PATIENCE);
      expect(problems).toEqual([]);
      const after = await runsOfGroup(killed, groupId);
      expect((await listRuns(killed)).runs).toHaveLength(12);
      for (const [index, { directory, record }] of after) {
        expect(record.id).toBe(before.get(index)?.record.id);
        if (before.get(index)?.record.status === 'finished') expect(trained.begun).not.toContain(record.id);
        const epochs = (await readPoints(directory)).map(({ epoch }) => epoch);
        expect(epochs).toEqual([...Array(record.epochsDone + 1).keys()]);
      }
    }
  });
});

/** What a kill of all processes leaves at this moment: the files, and locks that nobody holds. */
function asKilledNow(workspace: Workspace): Workspace {
  const copy = tempWorkspace();
  const isLeft = (path: string) => !/(\.tmp|run\.lock)$/.test(path);
  cpSync(workspace.root, copy.root, { recursive: true, filter: isLeft });
  return copy;
}

/** Nothing waits or is trained any more, nor will be, and the best has come to the end. */
async function isDone({ queue, desk }: Start, workspace: Workspace, groupId: string): Promise<boolean> {
  const isAtRest = () => queue.work.running.length + queue.work.waiting === 0;
  if (!isAtRest()) return false;
  // One after the other: when this is refused, the desk has decided about every run that has ended.
  await rejectionOf(desk.continue('group_nowhere'));
  const { finished = 0, stopped = 0, ...others } = await statuses(workspace, groupId);
  return isAtRest() && finished > 0 && finished + stopped === 12 && Object.keys(others).length === 0;
}
