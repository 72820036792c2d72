import type { RunRecord } from '@shared/model/run.ts';
import { ANY_ENGINE, chooseEngine } from './engine.ts';
import { JobControl } from './job-control.ts';
import type { ToTrainer } from './messages.ts';
import { type FeedState, PointFeed } from './point-feed.ts';
import { ProgressReporter } from './progress-reporter.ts';
import { runJob } from './run-job.ts';

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
    case 'start':
      train(message.directory, message.record).catch(giveUp);
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

async function train(directory: string, record: RunRecord): Promise<void> {
  const points = new PointFeed(stateOf({ ...record, secondsLeft: null }));
  feed = points;
  const beats = setInterval(() => {
    reporter.beat();
    stopIfOrphaned();
  }, BEAT_MS);
  const ended = await runJob({
    directory,
    record,
    engine: chooseEngine(ANY_ENGINE),
    control,
    onProgress: (progress) => {
      points.add(progress.points, stateOf(progress));
      const { status, epochsDone, seconds, last, best, rows, dataHash, engine } = progress.record;
      reporter.report({ type: 'progress', status, epochsDone, seconds, last, best, rows, dataHash, engine });
    },
  });
  clearInterval(beats);
  points.add([], stateOf({ ...ended, secondsLeft: null }));
  await points.drained();
  parent.postMessage({ type: 'ended', record: ended });
  setTimeout(() => process.exit(0), GOODBYE_WAIT_MS);
}

/** A bug: told to the log, and by dying to main, which settles the record. */
function giveUp(error: unknown): void {
  console.error(error);
  process.exit(1);
}

/** Chromium ends a process whose main is gone (seen on Linux); should it ever not, the run stops by itself (U5). */
function stopIfOrphaned(): void {
  if (process.ppid !== parentId) control.stop();
}

function stateOf({ status, epochsDone, seconds, secondsLeft }: FeedState): FeedState {
  return { status, epochsDone, seconds, secondsLeft };
}

function attach(port: Electron.MessagePortMain): void {
  port.on('close', () => feed?.detach(port));
  // Nothing is expected from the page; the port is started only so that its closing is noticed.
  port.start();
  feed?.attach(port);
}
