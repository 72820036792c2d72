import { decodeRunList } from '@shared/ipc/run-list.ts';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { HandlerContext } from '../../../../src-main/ipc/context.ts';
import { createLibraryHandlers } from '../../../../src-main/ipc/library-handlers.ts';
import { encodePoint } from '../../../../src-main/storage/metrics-line.ts';
import { RUN_FILES, type Workspace } from '../../../../src-main/storage/paths.ts';
import { acquireRunLock, releaseRunLock } from '../../../../src-main/storage/run-lock.ts';
import { readRun } from '../../../../src-main/storage/run-store.ts';
import { TestOpenings } from '../../../../src-main/storage/test-openings.ts';
import { readViews } from '../../../../src-main/storage/views-store.ts';
import { metricsPoint } from '../../../helpers/metrics-points.ts';
import { tempWorkspace } from '../../../helpers/runs.ts';
import { endedRun, type OpenLibrary, openLibrary } from '../library/open-library.ts';
import { serviceInThisProcess } from './in-process-service.ts';

const GONE = 'run_000000000000';

let workspace: Workspace;
let open: OpenLibrary;
let handlers: ReturnType<typeof createLibraryHandlers>;
let waiting: Set<string>;

beforeEach(() => {
  workspace = tempWorkspace();
  waiting = new Set();
});

/** The handlers on what is in the workspace now. The queue is the edge. */
async function start(): Promise<void> {
  open = await openLibrary(workspace);
  const queue = { isWaitingOrTrained: (runId: string) => waiting.has(runId) };
  const context = { workspace, library: open.library, queue, service: serviceInThisProcess() };
  handlers = createLibraryHandlers(context as unknown as HandlerContext);
}

describe('runs:list', () => {
  it('gives the whole history as text', async () => {
    const { record } = await endedRun(workspace);
    await start();
    const { text } = await handlers['runs:list']({});
    expect(decodeRunList(text)).toMatchObject([{ id: record.id, experiment: record.experiment }]);
  });
});

describe('deleting runs', () => {
  it('moves them to the bin, from which they can be restored as they were', async () => {
    const { record, directory } = await endedRun(workspace);
    await start();
    await handlers['run:delete']({ runIds: [record.id] });
    expect(open.library.get(record.id)).toBeUndefined();
    expect(existsSync(directory)).toBe(false);
    const { runs } = await handlers['bin:list']({});
    expect(runs).toMatchObject([{ id: record.id, name: record.name, status: 'finished' }]);
    await handlers['bin:restore']({ runIds: [record.id] });
    expect(open.library.get(record.id)).toMatchObject({ id: record.id });
    expect(await readRun(directory)).toEqual(record);
    expect(open.events.map(({ type }) => type)).toEqual(['runs-removed', 'run-changed']);
  });

  it('tells how many bytes purging has freed', async () => {
    const { record } = await endedRun(workspace);
    await start();
    await handlers['run:delete']({ runIds: [record.id] });
    const [binned] = (await handlers['bin:list']({})).runs;
    expect(await handlers['bin:purge']({ runIds: null })).toEqual({ bytes: binned!.bytes });
    expect(await handlers['bin:list']({})).toEqual({ runs: [] });
  });

  it.each([
    ['waits in the queue', (runId: string) => Promise.resolve(waiting.add(runId))],
    [
      'is being trained here',
      async (runId: string) => {
        open.library.noteRecord({ ...(await readRun(join(workspace.runs, runId))), status: 'running' });
      },
    ],
    ['is being trained elsewhere', (runId: string) => acquireRunLock(join(workspace.runs, runId))],
  ])('moves nothing where one of them %s', async (_why, make) => {
    const [idle, busy] = [await endedRun(workspace), await endedRun(workspace)];
    await start();
    await make(busy.record.id);
    const deleting = handlers['run:delete']({ runIds: [idle.record.id, busy.record.id] });
    await expect(deleting).rejects.toMatchObject({ code: 'RUN_BUSY', at: busy.record.id });
    expect(await handlers['bin:list']({})).toEqual({ runs: [] });
    expect(open.library.get(idle.record.id)).toBeDefined();
    await releaseRunLock(busy.directory);
  });

  it('refuses a run that is not there', async () => {
    await start();
    await expect(handlers['run:delete']({ runIds: [GONE] })).rejects.toMatchObject({ code: 'RUN_NOT_FOUND' });
    await expect(handlers['bin:restore']({ runIds: [GONE] })).rejects.toMatchObject({
      code: 'RUN_NOT_FOUND',
    });
  });
});

describe('run:curves', () => {
  const loss = { metric: 'loss', target: 0 } as const;

  it('gives the results on the test rows only where they have been opened', async () => {
    const { record, directory } = await endedRun(workspace);
    writeFileSync(join(directory, RUN_FILES.points), `${encodePoint(metricsPoint(0, 4))}\n`);
    await start();
    const ask = (withTest: boolean) => handlers['run:curves']({ runId: record.id, quantity: loss, withTest });
    expect(await ask(false)).toMatchObject({ train: Float64Array.of(4), validation: null, test: null });
    await expect(ask(true)).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
    await new TestOpenings().add(directory, new Date());
    expect((await ask(true)).test).toEqual(Float64Array.of(4.2));
  });

  it('refuses a run that is not there', async () => {
    await start();
    const asking = handlers['run:curves']({ runId: GONE, quantity: loss, withTest: false });
    await expect(asking).rejects.toMatchObject({ code: 'RUN_NOT_FOUND' });
  });
});

describe('what a person says', () => {
  it('is kept with the run', async () => {
    const { record } = await endedRun(workspace);
    await start();
    await handlers['run:mark']({ runIds: [record.id], marks: { isStarred: true } });
    expect(open.library.get(record.id)?.marks.isStarred).toBe(true);
  });

  it('keeps how the history is looked at', async () => {
    await start();
    const views = { format: 'ninestep-views', version: 1, current: null, saved: [] } as const;
    await handlers['views:save']({ views: { ...views, saved: [] } });
    expect((await readViews(workspace)).views).toEqual(views);
  });
});
