import { AppError, toWireError } from '@shared/core/errors.ts';
import { lookMessageSchema } from '@shared/ipc/run-port.ts';
import { chooseEngine } from './engine.ts';
import type { JobOptions } from './job-options.ts';
import { JobControl } from './job-control.ts';
import type { FromTrainer, ToTrainer, TrainerTask } from './messages.ts';
import { type FeedState, PointFeed } from './point-feed.ts';
import { ProgressReporter } from './progress-reporter.ts';
import { trainQueued } from './queued-job.ts';

/*
 * The process of one run. Main starts and steers it; points go from here straight to the page; the run's folder is
 * written by the job itself, so that whatever happens to main or the page, nothing of the run is lost.
 */

const BEAT_MS = 500;
/** When main no longer answers there is nobody to wait for (U5). */
const GOODBYE_WAIT_MS = 1_500;

const parent = process.parentPort;
const parentId = process.ppid;
const control = new JobControl();
const reporter = new ProgressReporter((message) => {
  parent.postMessage(message);
});
let feed: PointFeed | undefined;

parent.on('message', ({ data, ports }) => {
  receive(data as ToTrainer, ports);
});

function receive(message: ToTrainer, ports: Electron.MessagePortMain[]): void {
  switch (message.type) {
    case 'train':
      perform(message).catch(giveUp);
      return;
    case 'command':
      control[message.command]();
      return;
    case 'watch':
      for (const port of ports) attach(port);
      return;
    case 'goodbye':
      process.exit(0);
  }
}

async function perform(task: TrainerTask): Promise<void> {
  const points = new PointFeed(stateOf({ ...task.record, secondsLeft: null }));
  feed = points;
  const beats = setInterval(() => {
    reporter.beat();
    waitIfOrphaned();
  }, BEAT_MS);
  const last = await train(task, points);
  clearInterval(beats);
  await points.drained();
  parent.postMessage(last);
  setTimeout(() => process.exit(0), GOODBYE_WAIT_MS);
}

/** The last that main hears of the task. */
async function train(
  { directory, threads, untilEpoch }: TrainerTask,
  points: PointFeed,
): Promise<FromTrainer> {
  const job = { directory, threads, untilEpoch, control, choose: chooseEngine };
  try {
    const record = await trainQueued({ ...job, ...reportsTo(points) });
    points.add({}, stateOf({ ...record, secondsLeft: null }));
    return { type: 'ended', record };
  } catch (error) {
    // What is expected ends the run as failed, unless it is not this process's to end.
    if (error instanceof AppError) return { type: 'refused', error: toWireError(error) };
    throw error;
  }
}

function reportsTo(points: PointFeed): Pick<Required<JobOptions>, 'wantedLook' | 'onBegin' | 'onProgress'> {
  return {
    wantedLook: () => points.wanted,
    onBegin: (record, earlier) => {
      points.add(earlier, stateOf({ ...record, secondsLeft: null }));
      parent.postMessage({ type: 'begun', record } satisfies FromTrainer);
    },
    onProgress: (progress) => {
      points.add(progress, stateOf(progress));
      const { status, epochsDone, seconds, last, best, rows, dataHash, engine } = progress.record;
      reporter.report({ type: 'progress', status, epochsDone, seconds, last, best, rows, dataHash, engine });
    },
  };
}

/** A bug: told to the log, and by dying to main, which settles the record. */
function giveUp(error: unknown): void {
  console.error(error);
  process.exit(1);
}

/** Chromium ends a process whose main is gone (seen on Linux); should it ever not, the run waits for the next start (U5). */
function waitIfOrphaned(): void {
  if (process.ppid !== parentId) control.yield();
}

function stateOf({ status, epochsDone, seconds, secondsLeft }: FeedState): FeedState {
  return { status, epochsDone, seconds, secondsLeft };
}

function attach(port: Electron.MessagePortMain): void {
  port.on('close', () => feed?.detach(port));
  port.on('message', ({ data }: { data: unknown }) => {
    const message = lookMessageSchema.safeParse(data);
    if (!message.success) return;
    feed?.look(port, message.data.look);
    // One that is paused shows itself, too.
    control.wakeUp();
  });
  port.start();
  feed?.attach(port);
}
