import type { Experiment } from '@shared/model/experiment.ts';
import type { MetricsPoint } from '@shared/model/run.ts';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadModel } from '../../../../src-main/service/operations.ts';
import { RUN_FILES } from '../../../../src-main/storage/paths.ts';
import { acquireRunLock } from '../../../../src-main/storage/run-lock.ts';
import { readPoints, readRun } from '../../../../src-main/storage/run-store.ts';
import { chooseEngine } from '../../../../src-main/trainer/engine.ts';
import { JobControl } from '../../../../src-main/trainer/job-control.ts';
import { trainQueued } from '../../../../src-main/trainer/queued-job.ts';
import { RunThread } from '../../../../src-main/trainer/run-thread.ts';
import type { FromThread, ThreadReport } from '../../../../src-main/trainer/thread-messages.ts';
import { builtEntry } from '../../../helpers/built.ts';
import { smallExperiment } from '../../../helpers/experiments.ts';
import { newRun, withoutSeconds } from '../../../helpers/runs.ts';
import { tempFolder } from '../../../helpers/temp-folder.ts';

const ENDLESS = 1_000_000;

function lasting(epochs: number): Experiment {
  const experiment = smallExperiment();
  return { ...experiment, training: { ...experiment.training, epochs } };
}

/** A thread that trains a new run, and all that its process is told. */
async function startThread(experiment: Experiment, script = builtEntry('run-thread')) {
  const { directory, record } = await newRun(experiment);
  const told: (FromThread | ThreadReport)[] = [];
  const waiting: { isTrue: (message: FromThread) => boolean; resolve: () => void }[] = [];
  const note = (message: FromThread | ThreadReport) => {
    told.push(message);
    for (const { isTrue, resolve } of waiting) if (isTrue(message)) resolve();
  };
  const thread = new RunThread({
    script,
    task: { type: 'train', directory, record, backend: 'auto', threads: 1, untilEpoch: null },
    onReport: note,
    onNews: note,
  });
  const whenTold = (isTrue: (message: FromThread) => boolean) =>
    new Promise<void>((resolve) => {
      if (told.some(isTrue)) resolve();
      else waiting.push({ isTrue, resolve });
    });
  return { directory, record, thread, told, whenTold };
}

type Started = Awaited<ReturnType<typeof startThread>>;

const hasPoints = (message: FromThread) =>
  message.type === 'news' && (message.news.points ?? []).length > 0 && message.state.epochsDone > 0;
const isPaused = (message: FromThread) => message.type === 'news' && message.state.status === 'paused';
const hasFrame = (message: FromThread) => message.type === 'news' && (message.news.frame ?? null) !== null;

function pointsOf(told: Started['told']): MetricsPoint[] {
  return told.flatMap((message) => (message.type === 'news' ? [...(message.news.points ?? [])] : []));
}

describe('a run in a thread of its own', () => {
  it('comes to the same bits as in the process itself, and every point is told', async () => {
    const experiment = lasting(20);
    const { directory, thread, told } = await startThread(experiment);
    const last = await thread.gone;
    expect(last).toMatchObject({ type: 'ended', record: { status: 'finished', epochsDone: 20 } });
    expect(pointsOf(told)).toEqual(await readPoints(directory));

    const own = await newRun(experiment);
    await trainQueued({
      directory: own.directory,
      backend: 'auto',
      threads: 1,
      untilEpoch: null,
      control: new JobControl(),
      choose: chooseEngine,
      onBegin: () => undefined,
      onProgress: () => undefined,
    });
    expect(withoutSeconds(pointsOf(told))).toEqual(withoutSeconds(await readPoints(own.directory)));
    const [here, there] = await Promise.all(
      [own.directory, directory].map((folder) => loadModel(join(folder, RUN_FILES.model))),
    );
    expect(there!.layers).toEqual(here!.layers);
  });

  it('pauses, shows its network, goes on and stops', async () => {
    const { directory, thread, whenTold } = await startThread(lasting(ENDLESS));
    await whenTold(hasPoints);
    thread.command('pause');
    await whenTold(isPaused);
    thread.look({ weights: true, rows: [], surface: null, answers: 0 });
    await whenTold(hasFrame);
    thread.command('resume');
    thread.command('stop');
    expect(await thread.gone).toMatchObject({ type: 'ended', record: { status: 'stopped' } });
    expect((await readRun(directory)).status).toBe('stopped');
  });

  it('hears also what it is told before it runs', async () => {
    const { thread } = await startThread(lasting(ENDLESS));
    thread.command('yield');
    expect(await thread.gone).toMatchObject({ type: 'ended', record: { status: 'queued' } });
  });

  it('refuses a run that another process trains, and leaves it as it is', async () => {
    const { directory, record } = await newRun(lasting(1));
    await acquireRunLock(directory);
    const thread = new RunThread({
      script: builtEntry('run-thread'),
      task: { type: 'train', directory, record, backend: 'auto', threads: 1, untilEpoch: null },
      onReport: () => undefined,
      onNews: () => undefined,
    });
    expect(await thread.gone).toMatchObject({ type: 'refused', error: { code: 'RUN_BUSY' } });
    expect(await readRun(directory)).toEqual(record);
  });

  it.each([
    ['breaks', "throw new Error('a bug')", 'a bug'],
    ['ends without a word', 'process.exit()', 'ended without a word'],
    [
      'has a bug that it tells',
      "require('node:worker_threads').parentPort.postMessage({ type: 'broken', what: 'told' })",
      'told',
    ],
  ])('is given up where its thread %s', async (_, code, message) => {
    const script = join(tempFolder(), 'thread.cjs');
    writeFileSync(script, code);
    const { thread } = await startThread(lasting(1), script);
    await expect(thread.gone).rejects.toThrow(message);
  });
});
