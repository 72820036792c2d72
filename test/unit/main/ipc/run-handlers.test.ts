import type { Experiment } from '@shared/model/experiment.ts';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApprovedPaths } from '../../../../src-main/app/approved-paths.ts';
import { Notices } from '../../../../src-main/app/notices.ts';
import { Session } from '../../../../src-main/app/session.ts';
import type { HandlerContext } from '../../../../src-main/ipc/context.ts';
import { createRunHandlers } from '../../../../src-main/ipc/run-handlers.ts';
import { type Workspace, workspaceAt } from '../../../../src-main/storage/paths.ts';
import { RunQueue } from '../../../../src-main/queue/run-queue.ts';
import { createRun, listRuns, readRun, runDirectory } from '../../../../src-main/storage/run-store.ts';
import { smallExperiment } from '../../../helpers/experiments.ts';
import { finishedRun } from '../../../helpers/runs.ts';
import { recordingLog } from '../quiet-log.ts';
import { serviceInThisProcess } from './in-process-service.ts';
import { sampleExperiment, sampleSource } from './contract-samples.ts';

vi.mock('electron', () => ({ shell: {} }));

let workspace: Workspace;
let paths: ApprovedPaths;
let queue: RunQueue;
let handlers: ReturnType<typeof createRunHandlers>;

beforeEach(async () => {
  workspace = workspaceAt(join(mkdtempSync(join(tmpdir(), 'ninestep-runs-')), 'Ninestep'));
  await start();
});
afterEach(() => {
  rmSync(join(workspace.root, '..'), { recursive: true });
});

/** As Ninestep starts, but for the processes that would train: the queue is held. */
async function start(): Promise<void> {
  const log = recordingLog();
  paths = new ApprovedPaths(workspace);
  const session = new Session({ workspace, paths, notices: new Notices(() => undefined), log });
  queue = new RunQueue({
    workspace,
    train: () => {
      throw new Error('Nothing is to be trained.');
    },
    cores: 4,
    budget: 3,
    keepBudget: () => undefined,
    engine: 'auto',
    keepEngine: () => undefined,
    noteRecord: () => undefined,
    letGo: () => undefined,
    onChange: () => undefined,
    warn: () => undefined,
    log,
  });
  const { runs } = await listRuns(workspace);
  paths.approveStored(runs.map(({ experiment }) => experiment));
  await queue.open([]);
  await queue.configure({ isHeld: true });
  const library = { get: () => undefined };
  const supervisor = { record: () => undefined };
  const service = serviceInThisProcess();
  const context = { workspace, paths, session, queue, library, supervisor, service, log, window: () => null };
  handlers = createRunHandlers(context as unknown as HandlerContext);
}

/** On a table of two columns at `path`; nothing is read before a process trains. */
function experimentOn(path: string): Experiment {
  const number = { scaling: 'default', missing: 'drop', constant: 0, indicator: false } as const;
  return {
    ...sampleExperiment,
    data: {
      ...sampleExperiment.data,
      source: { ...sampleSource, path },
      columns: [
        { name: 'x', role: 'input', type: 'number', ...number },
        { name: 'y', role: 'target', type: 'number', ...number },
      ],
    },
    network: { ...sampleExperiment.network, layers: [], initial: undefined },
    testCases: [],
  };
}

const tableAt = (path: string) => expect.objectContaining({ path }) as unknown;

describe('run:start', () => {
  it('writes down where the table is, so that the run can be repeated from anywhere', async () => {
    const path = join(workspace.root, '..', 'iris.csv');
    expect(paths.approve(path)).toBe('../iris.csv');
    const { id, status, experiment } = await handlers['run:start']({
      experiment: experimentOn('../iris.csv'),
    });
    expect(status).toBe('queued');
    expect(queue.state().waiting).toEqual([id]);
    expect(experiment.data.source).toEqual(tableAt(path));
    const saved = JSON.parse(readFileSync(join(workspace.runs, id, 'run.json'), 'utf8')) as {
      experiment: Experiment;
    };
    expect(saved.experiment.data.source).toEqual(tableAt(path));
  });

  it('refuses a table that no person chose, and starts nothing', async () => {
    await expect(handlers['run:start']({ experiment: experimentOn('/etc/passwd') })).rejects.toMatchObject({
      code: 'NOT_ALLOWED',
      at: 'data.source.path',
    });
    expect((await listRuns(workspace)).runs).toEqual([]);
  });
});

describe('run:continue', () => {
  it('puts a run with more epochs to the front of the queue', async () => {
    const { record } = await finishedRun(smallExperiment(), workspace);
    const { id: other } = await handlers['run:start']({ experiment: sampleExperiment });
    await handlers['run:continue']({ runId: record.id, moreEpochs: 5 });
    expect(queue.state().waiting).toEqual([record.id, other]);
    expect(await readRun(runDirectory(workspace, record.id))).toMatchObject({
      status: 'queued',
      experiment: { training: { epochs: 9 } },
    });
    await expect(handlers['run:continue']({ runId: record.id, moreEpochs: 5 })).rejects.toMatchObject({
      code: 'RUN_BUSY',
    });
  });

  it('refuses at once what cannot go on, and leaves it as it was', async () => {
    const { record, directory } = await finishedRun(smallExperiment(), workspace);
    await expect(handlers['run:continue']({ runId: record.id, moreEpochs: null })).rejects.toMatchObject({
      code: 'RUN_CANNOT_GO_ON',
    });
    expect(await readRun(directory)).toEqual(record);
    expect(queue.state().waiting).toEqual([]);
  });

  it('begins with a run that was taken out before it had begun', async () => {
    const { id } = await handlers['run:start']({ experiment: smallExperiment() });
    expect(await handlers['run:command']({ runIds: [id], command: 'stop' })).toEqual({ done: 1 });
    await handlers['run:continue']({ runId: id, moreEpochs: null });
    expect(queue.state().waiting).toEqual([id]);
  });

  it('does not call on a server because a run from elsewhere says so', async () => {
    const path = '\\\\server\\share\\iris.csv';
    const { record } = await createRun(null, workspace, experimentOn(path), 'command-line');
    await start();
    await expect(handlers['run:continue']({ runId: record.id, moreEpochs: null })).rejects.toMatchObject({
      code: 'NOT_ALLOWED',
    });
    expect(queue.state().waiting).toEqual([]);
  });
});

describe('run:forecast', () => {
  it('measures on the data of the experiment, and a newer question ends the one before', async () => {
    const experiment = smallExperiment();
    const first = handlers['run:forecast']({ experiment });
    const second = handlers['run:forecast']({ experiment });
    await expect(first).rejects.toMatchObject({ code: 'CANCELLED' });
    const { secondsPerEpoch, seconds } = await second;
    expect(secondsPerEpoch).toBeGreaterThan(0);
    expect(seconds).toBeCloseTo(4 * secondsPerEpoch!, 12);
  });
});

describe('run:open-test', () => {
  it('counts how often the test results of a run were opened, for good', async () => {
    const { record } = await createRun(null, workspace, sampleExperiment, 'window');
    const runId = record.id;
    const opened = async () => (await handlers['run:open']({ runId })).testOpenings;
    expect(await opened()).toBe(0);
    expect(await handlers['run:open-test']({ runId })).toEqual({ opened: 1 });
    expect(await handlers['run:open-test']({ runId })).toEqual({ opened: 2 });
    await start();
    expect(await opened()).toBe(2);
    expect(await handlers['run:open-test']({ runId })).toEqual({ opened: 3 });
  });

  it('refuses a run that is not there', async () => {
    await expect(handlers['run:open-test']({ runId: 'run_0123456789ab' })).rejects.toMatchObject({
      code: 'RUN_NOT_FOUND',
    });
  });
});
