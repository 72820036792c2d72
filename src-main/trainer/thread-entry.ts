import { AppError, toWireError } from '@shared/core/errors.ts';
import type { LookRequest } from '@shared/ipc/insight-contract.ts';
import { parentPort, workerData } from 'node:worker_threads';
import { engineFor } from './engine.ts';
import { JobControl } from './job-control.ts';
import type { JobOptions } from './job-options.ts';
import type { TrainerTask } from './messages.ts';
import type { FeedState } from './point-feed.ts';
import { ProgressReporter } from './progress-reporter.ts';
import { trainQueued } from './queued-job.ts';
import type { FromThread, LastWord, ToThread } from './thread-messages.ts';

/*
 * The thread that trains a run, in the run's process: whatever a step takes, the process itself always answers. The run's
 * folder is written here, by the job itself, so that whatever happens to main or the page, nothing of the run is lost.
 */

/** Beats come from here and not from the process: they are to stop when training hangs. */
const BEAT_MS = 500;

const host = parentPort!;
const control = new JobControl();
let wantedLook: LookRequest | null = null;

host.on('message', (message: ToThread) => {
  if (message.type === 'command') control[message.command]();
  else {
    wantedLook = message.look;
    // One that is paused shows itself, too.
    control.wakeUp();
  }
});
// It ends by itself, between two steps, and never by being ended: a native library that is at work then aborts the process.
void perform(workerData as TrainerTask)
  .catch((error: unknown): FromThread => ({ type: 'broken', what: describe(error) }))
  .then((last) => {
    send(last);
    process.exit();
  });

async function perform(task: TrainerTask): Promise<FromThread> {
  const reporter = new ProgressReporter(send);
  const beats = setInterval(() => {
    reporter.beat();
  }, BEAT_MS);
  try {
    return { type: 'last', last: await train(task, reporter) };
  } finally {
    clearInterval(beats);
  }
}

async function train(
  { directory, backend, threads, untilEpoch }: TrainerTask,
  reporter: ProgressReporter,
): Promise<LastWord> {
  const job = { directory, backend, threads, untilEpoch, control, choose: engineFor };
  try {
    const record = await trainQueued({ ...job, ...reportsBy(reporter) });
    send({ type: 'news', news: {}, state: stateOf({ ...record, secondsLeft: null }) });
    return { type: 'ended', record };
  } catch (error) {
    // What is expected ends the run as failed, unless it is not this process's to end.
    if (error instanceof AppError) return { type: 'refused', error: toWireError(error) };
    throw error;
  }
}

function reportsBy(
  reporter: ProgressReporter,
): Pick<Required<JobOptions>, 'wantedLook' | 'onBegin' | 'onProgress'> {
  return {
    wantedLook: () => wantedLook,
    onBegin: (record, earlier) => {
      send({ type: 'news', news: earlier, state: stateOf({ ...record, secondsLeft: null }) });
      send({ type: 'begun', record });
    },
    onProgress: ({ points, insight, frame, record, ...state }) => {
      send({ type: 'news', news: { points, insight, frame }, state: stateOf(state) });
      const { status, epochsDone, seconds, last, best, rows, dataHash, engine } = record;
      reporter.report({ type: 'progress', status, epochsDone, seconds, last, best, rows, dataHash, engine });
    },
  };
}

function send(message: FromThread): void {
  host.postMessage(message);
}

function stateOf({ status, epochsDone, seconds, secondsLeft }: FeedState): FeedState {
  return { status, epochsDone, seconds, secondsLeft };
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
