import type { RunPortMessage } from '@shared/ipc/run-port.ts';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { FileFeed } from '../../../../src-main/library/file-feed.ts';
import { stopElsewhere } from '../../../../src-main/library/stop-elsewhere.ts';
import { readInsight } from '../../../../src-main/storage/insight-file.ts';
import { MetricsFile } from '../../../../src-main/storage/metrics-file.ts';
import { RUN_FILES } from '../../../../src-main/storage/paths.ts';
import { acquireRunLock, releaseRunLock } from '../../../../src-main/storage/run-lock.ts';
import { createRun, readRun, writeRun } from '../../../../src-main/storage/run-store.ts';
import { smallExperiment } from '../../../helpers/experiments.ts';
import { metricsPoint } from '../../../helpers/metrics-points.ts';
import { newRun, tempWorkspace } from '../../../helpers/runs.ts';
import { endedRun, openLibrary } from './open-library.ts';

/** As of a process that is gone. */
const LOCK_OF_NOBODY = '{';
/** Longer than the slowest look at a small workspace, on a busy machine. */
const SOON = { timeout: 20_000, interval: 20 };

/** A run that this process trains for all that others can see, with its points. */
async function runElsewhere(workspace = tempWorkspace()) {
  const { directory, record } = await createRun(null, workspace, smallExperiment(), 'command-line');
  await acquireRunLock(directory);
  const points = new MetricsFile(join(directory, RUN_FILES.points));
  onTestFinished(() => {
    points.close();
  });
  return { workspace, directory, record, points };
}

describe('runs of other processes', () => {
  it('appear, change while they are trained, and end', async () => {
    const workspace = tempWorkspace();
    await endedRun(workspace);
    const { library } = await openLibrary(workspace);
    const { directory, record, points } = await runElsewhere(workspace);
    const shown = () => library.get(record.id);
    await vi.waitFor(() => {
      expect(shown()).toMatchObject({ status: 'running', isElsewhere: true, epochsDone: 0 });
    }, SOON);
    points.append(metricsPoint(3, 0.5));
    await vi.waitFor(() => {
      expect(shown()).toMatchObject({ epochsDone: 3, spark: [0.5] });
    }, SOON);
    await writeRun(directory, { ...record, status: 'finished', epochsDone: 4 });
    await releaseRunLock(directory);
    await vi.waitFor(() => {
      expect(shown()).toMatchObject({ status: 'finished', isElsewhere: false, epochsDone: 4 });
    }, SOON);
  });

  it('are interrupted soon after their process has died', async () => {
    const { workspace, directory, record } = await runElsewhere();
    const { library, events } = await openLibrary(workspace);
    expect(library.get(record.id)?.isElsewhere).toBe(true);
    writeFileSync(join(directory, RUN_FILES.lock), LOCK_OF_NOBODY);
    await vi.waitFor(() => {
      expect(library.get(record.id)).toMatchObject({ status: 'interrupted', isElsewhere: false });
    }, SOON);
    expect(events.map(({ type }) => type)).toEqual(['run-changed']);
  });

  it('are not taken for dead while the command line has only just made them', async () => {
    const workspace = tempWorkspace();
    const { library } = await openLibrary(workspace);
    const { directory, record } = await createRun(null, workspace, smallExperiment(), 'command-line');
    await vi.waitFor(() => {
      expect(library.get(record.id)).toMatchObject({ status: 'running', isElsewhere: true });
    }, SOON);
    expect(await readRun(directory)).toEqual(record);
    const longAgo = new Date(Date.now() - 60_000).toISOString();
    await writeRun(directory, { ...record, createdAt: longAgo });
    await vi.waitFor(() => {
      expect(library.get(record.id)).toMatchObject({ status: 'interrupted', isElsewhere: false });
    }, SOON);
  });

  it('are as their folders say once this Ninestep lets go of them', async () => {
    const { workspace, record } = await runElsewhere();
    const { library } = await openLibrary(workspace);
    library.noteRecord({ ...record, status: 'queued' });
    library.letGo(record.id);
    await vi.waitFor(() => {
      expect(library.get(record.id)).toMatchObject({ status: 'running', isElsewhere: true });
    }, SOON);
  });

  it('are gone when their folder is', async () => {
    const workspace = tempWorkspace();
    const { directory, record } = await endedRun(workspace);
    const { library, events } = await openLibrary(workspace);
    rmSync(directory, { recursive: true });
    await vi.waitFor(() => {
      expect(library.get(record.id)).toBeUndefined();
    }, SOON);
    expect(events).toEqual([{ type: 'runs-removed', runIds: [record.id] }]);
  });

  it('are not looked at where this Ninestep trains them', async () => {
    const { workspace, record } = await runElsewhere();
    const { library } = await openLibrary(workspace);
    library.noteRecord({ ...record, epochsDone: 2 });
    const other = await endedRun(workspace);
    await vi.waitFor(() => {
      expect(library.get(other.record.id)).toBeDefined();
    }, SOON);
    expect(library.get(record.id)).toMatchObject({ isElsewhere: false, epochsDone: 2 });
  });
});

describe('FileFeed', () => {
  it('sends what was measured inside of the network, too', async () => {
    const { directory, record } = await endedRun(tempWorkspace());
    const messages: RunPortMessage[] = [];
    const marks = { name: null, tags: [], note: '', isStarred: false, color: null };
    await new Promise<void>((resolve) => {
      new FileFeed({
        directory,
        run: () => ({ ...record, marks, spark: [], isElsewhere: true }),
        port: { postMessage: (message) => messages.push(message) },
        onEnd: resolve,
      });
    });
    expect(messages.flatMap(({ insight }) => insight)).toEqual(await readInsight(directory));
  });

  it('sends all points, then what is new, all again where some were cut off, and ends with the run', async () => {
    const { directory, record, points } = await runElsewhere();
    points.append(metricsPoint(0, 3));
    points.append(metricsPoint(1, 2));
    let run = {
      ...record,
      marks: { name: null, tags: [], note: '', isStarred: false, color: null },
      spark: [],
      isElsewhere: true,
    };
    const messages: RunPortMessage[] = [];
    const epochs = () =>
      messages.reduce<number[]>(
        (seen, message) => [...(message.whole ? [] : seen), ...message.points.map(({ epoch }) => epoch)],
        [],
      );
    const ended = new Promise<void>((resolve) => {
      new FileFeed({
        directory,
        run: () => run,
        port: { postMessage: (message) => messages.push(message) },
        onEnd: resolve,
      });
    });
    await vi.waitFor(() => {
      expect(epochs()).toEqual([0, 1]);
    }, SOON);
    points.append(metricsPoint(2, 1));
    await vi.waitFor(() => {
      expect(epochs()).toEqual([0, 1, 2]);
    }, SOON);
    await points.cutAfter(metricsPoint(1, 2).step);
    points.append(metricsPoint(4, 0.5));
    run = { ...run, status: 'finished', epochsDone: 4, seconds: 2 };
    await ended;
    expect(epochs()).toEqual([0, 1, 4]);
    expect(messages.at(-1)).toMatchObject({ status: 'finished', epochsDone: 4, seconds: 2, secondsLeft: 0 });
  });
});

describe('stopElsewhere', () => {
  it('asks the process that holds the lock to end in order', async () => {
    const { directory } = await newRun();
    const child = spawn(process.execPath, ['-e', 'process.stdout.write("on"); setInterval(() => {}, 1000)']);
    onTestFinished(() => void child.kill('SIGKILL'));
    await once(child.stdout, 'data');
    const stat = readFileSync(`/proc/${String(child.pid)}/stat`, 'utf8');
    const startedAt = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]!;
    writeFileSync(join(directory, RUN_FILES.lock), JSON.stringify({ pid: child.pid, startedAt }));
    const exit = once(child, 'exit');
    await stopElsewhere(directory);
    expect(await exit).toEqual([null, 'SIGTERM']);
  });

  it.each([
    ['nobody holds the lock', null],
    ['its holder is gone', { pid: 2 ** 22 + 1, startedAt: '1' }],
    ['another process has the number of its holder by now', { pid: process.ppid, startedAt: 'long ago' }],
    ['it is this very process', 'own'],
  ])('does nothing where %s', async (_why, holder) => {
    const { directory } = await newRun();
    if (holder === 'own') await acquireRunLock(directory);
    else if (holder !== null) writeFileSync(join(directory, RUN_FILES.lock), JSON.stringify(holder));
    await expect(stopElsewhere(directory)).rejects.toMatchObject({ code: 'RUN_NOT_ACTIVE' });
  });
});
