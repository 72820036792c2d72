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
import { createRun } from '../../../../src-main/storage/run-store.ts';
import { recordingLog } from '../quiet-log.ts';
import { sampleExperiment, sampleSource } from './contract-samples.ts';

vi.mock('electron', () => ({ shell: {} }));

/** The edge: the processes that would train. The record is made as the supervisor makes it. */
class NoProcesses {
  readonly continued: string[] = [];
  private readonly workspace: Workspace;

  constructor(workspace: Workspace) {
    this.workspace = workspace;
  }

  async start(experiment: Experiment) {
    return (await createRun(null, this.workspace, experiment, 'window')).record;
  }

  continue(runId: string): Promise<void> {
    this.continued.push(runId);
    return Promise.resolve();
  }

  record(): undefined {
    return undefined;
  }
}

let workspace: Workspace;
let paths: ApprovedPaths;
let session: Session;
let supervisor: NoProcesses;
let handlers: ReturnType<typeof createRunHandlers>;

beforeEach(() => {
  workspace = workspaceAt(join(mkdtempSync(join(tmpdir(), 'ninestep-runs-')), 'Ninestep'));
  start();
});
afterEach(() => {
  rmSync(join(workspace.root, '..'), { recursive: true });
});

function start(): void {
  const log = recordingLog();
  paths = new ApprovedPaths(workspace);
  supervisor = new NoProcesses(workspace);
  session = new Session({ workspace, paths, notices: new Notices(() => undefined), log });
  const context = { workspace, paths, session, supervisor, log, window: () => null };
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
    const { id, experiment } = await handlers['run:start']({ experiment: experimentOn('../iris.csv') });
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
    expect(await session.runs()).toEqual([]);
  });
});

describe('run:continue', () => {
  const runOn = async (path: string) => {
    const { record } = await createRun(null, workspace, experimentOn(path), 'command-line');
    return record.id;
  };

  it('goes on with a run of the history, whose table a person chose then', async () => {
    const runId = await runOn('/home/me/iris.csv');
    await session.runs();
    await handlers['run:continue']({ runId, moreEpochs: null });
    expect(supervisor.continued).toEqual([runId]);
  });

  it('does not call on a server because a run from elsewhere says so', async () => {
    const runId = await runOn('\\\\server\\share\\iris.csv');
    await session.runs();
    await expect(handlers['run:continue']({ runId, moreEpochs: null })).rejects.toMatchObject({
      code: 'NOT_ALLOWED',
    });
    expect(supervisor.continued).toEqual([]);
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
    start();
    expect(await opened()).toBe(2);
    expect(await handlers['run:open-test']({ runId })).toEqual({ opened: 3 });
  });

  it('refuses a run that is not there', async () => {
    await expect(handlers['run:open-test']({ runId: 'run_0123456789ab' })).rejects.toMatchObject({
      code: 'RUN_NOT_FOUND',
    });
  });
});
