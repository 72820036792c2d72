import type { PreparedData } from '@shared/data/prepared-data.ts';
import type { LookRequest } from '@shared/ipc/insight-contract.ts';
import type { Experiment } from '@shared/model/experiment.ts';
import type { RunRecord } from '@shared/model/run.ts';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import { ENGINE } from '../storage/engine-identity.ts';
import { workspaceAt } from '../storage/paths.ts';
import { createRun } from '../storage/run-store.ts';
import type { JobProgress } from '../trainer/job-options.ts';
import { JobControl } from '../trainer/job-control.ts';
import { PointFeed } from '../trainer/point-feed.ts';
import { ProgressReporter } from '../trainer/progress-reporter.ts';
import { runJob } from '../trainer/run-job.ts';
import type { BenchSetting } from './bench-line.ts';

const BEAT_MS = 500;

export interface TimedRun {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly frames: number;
}

/**
 * Seconds of training that the run's record tells: saving at the end is not in them. Processor seconds are those of the
 * whole process, saving and the watcher's thread included.
 */
export async function runOnce(
  { backend, threads }: BenchSetting,
  experiment: Experiment,
  data: PreparedData,
  watching: 'nobody' | 'points' | LookRequest,
): Promise<TimedRun> {
  const root = await mkdtemp(join(tmpdir(), 'ninestep-bench-'));
  const watcher = watching === 'nobody' ? null : await Watcher.start(watching === 'points' ? null : watching);
  try {
    const { directory, record } = await createRun(null, workspaceAt(root), experiment, 'command-line');
    const identity = { ...ENGINE, backend: backend.name, threads };
    const onProgress = (progress: JobProgress) => watcher?.tell(progress);
    const wantedLook = () => watcher?.look ?? null;
    const engine = { backend, identity };
    const before = process.cpuUsage();
    const control = new JobControl();
    const ended = await runJob({ directory, record, engine, data, control, wantedLook, onProgress });
    const { user, system } = process.cpuUsage(before);
    return { seconds: secondsOf(ended), cpuSeconds: (user + system) / 1e6, frames: watcher?.frames ?? 0 };
  } finally {
    await watcher?.close();
    await rm(root, { recursive: true, force: true });
  }
}

function secondsOf({ status, seconds, reason }: RunRecord): number {
  if (status !== 'finished') throw new Error(`The run of the benchmark did not finish: ${reason ?? status}`);
  return seconds;
}

/** What the watching thread does: it takes every message. */
const WATCHING = `require('node:worker_threads').parentPort.on('message', ({ port }) => port.on('message', () => {}));`;

/** Gets what the window and Electron's main process get of a run, in a thread of its own. */
class Watcher {
  /** Pictures of the network that were sent. */
  frames = 0;
  readonly look: LookRequest | null;
  private readonly worker: Worker;
  private readonly port: MessagePort;
  private readonly feed: PointFeed;
  private readonly reporter: ProgressReporter;
  private readonly beats: NodeJS.Timeout;

  /** Ready to be told: starting the thread is no part of what is measured. */
  static async start(look: LookRequest | null): Promise<Watcher> {
    const worker = new Worker(WATCHING, { eval: true });
    await once(worker, 'online');
    return new Watcher(worker, look);
  }

  private constructor(worker: Worker, look: LookRequest | null) {
    this.worker = worker;
    this.look = look;
    const { port1, port2 } = new MessageChannel();
    this.worker.postMessage({ port: port2 }, [port2]);
    this.port = port1;
    this.feed = new PointFeed({ status: 'running', epochsDone: 0, seconds: 0, secondsLeft: null });
    this.feed.attach(port1);
    this.feed.look(port1, look);
    this.reporter = new ProgressReporter((message) => {
      port1.postMessage(message);
    });
    this.beats = setInterval(() => this.reporter.beat(), BEAT_MS);
  }

  tell({ record, ...news }: JobProgress): void {
    const { status, epochsDone, seconds, secondsLeft } = news;
    if (news.frame !== null) this.frames += 1;
    this.feed.add(news, { status, epochsDone, seconds, secondsLeft });
    const { last, best, rows, dataHash, engine } = record;
    this.reporter.report({
      type: 'progress',
      status,
      epochsDone,
      seconds,
      last,
      best,
      rows,
      dataHash,
      engine,
    });
  }

  async close(): Promise<void> {
    clearInterval(this.beats);
    await this.feed.drained();
    this.port.close();
    await this.worker.terminate();
  }
}
