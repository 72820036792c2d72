import { prepareExperiment } from '@shared/data/prepare.ts';
import type { PreparedData } from '@shared/data/prepared-data.ts';
import type { Experiment } from '@shared/model/experiment.ts';
import type { RunRecord } from '@shared/model/run.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
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
import { trainingSetup } from '../trainer/training-setup.ts';
import { type BenchLine, benchLine, type BenchSetting } from './bench-line.ts';
import { summarize } from './timing.ts';
import { TrainingLoop } from './training-loop.ts';

/** A run of the window's own default length takes about this many seconds. */
const EPOCHS_A_SECOND = 200;
const BEAT_MS = 500;
const INPUTS = 30;

/**
 * What it costs a run to be watched: the network of tabular-small in the job that the window starts (evaluations, points to
 * a file), with its points and progress sent to another thread as the window gets them, against the same job unwatched.
 * What the evaluations themselves take is told beside it, against the bare training loop.
 */
export async function benchLiveMetrics(setting: BenchSetting): Promise<BenchLine> {
  const { repeats, seconds } = setting.effort;
  const experiment = experimentOf(setting, Math.max(1, Math.round(EPOCHS_A_SECOND * seconds)));
  const data = prepareExperiment(experiment);
  await runOnce(setting, experiment, data, false);
  const rounds: { slowdown: number; cpu: number; evaluation: number }[] = [];
  for (let repeat = 0; repeat < repeats; repeat++) {
    // Back to back, so that a machine whose speed drifts is no reason for a difference.
    const unwatched = await runOnce(setting, experiment, data, false);
    const watched = await runOnce(setting, experiment, data, true);
    const bare = trainBare(setting, experiment, data);
    rounds.push({
      slowdown: 100 * (watched.seconds / unwatched.seconds - 1),
      cpu: 100 * (watched.cpuSeconds / unwatched.cpuSeconds - 1),
      evaluation: 100 * (1 - bare / unwatched.seconds),
    });
  }
  return benchLine('live-metrics', setting, '%', summarize(rounds.map(({ slowdown }) => slowdown)), {
    epochs: experiment.training.epochs,
    cpuPercent: summarize(rounds.map(({ cpu }) => cpu)).median,
    evaluationPercent: summarize(rounds.map(({ evaluation }) => evaluation)).median,
  });
}

function experimentOf({ precision }: BenchSetting, epochs: number): Experiment {
  const inputs = Array.from({ length: INPUTS }, (_, k): [string, number[]] => [`x${k + 1}`, [-1, 1]]);
  return parseExperiment({
    format: 'ninestep-experiment',
    version: 1,
    name: 'Live metrics',
    data: {
      source: {
        kind: 'formula',
        rows: 25_000,
        inputs: Object.fromEntries(inputs),
        targets: { y: 'x1 * x2 + x3' },
      },
      split: { train: 0.8, validation: 0.2, test: 0 },
    },
    network: {
      layers: [
        { type: 'dense', units: 64, activation: 'relu' },
        { type: 'dense', units: 32, activation: 'relu' },
      ],
    },
    training: { epochs, precision, batchSize: 32, optimizer: { type: 'adam', learningRate: 0.001 } },
  });
}

/** Seconds that the epochs take without evaluations, files and anybody who watches. */
function trainBare({ backend }: BenchSetting, experiment: Experiment, data: PreparedData): number {
  const loop = new TrainingLoop(trainingSetup(experiment, data), backend);
  const startedAt = performance.now();
  loop.runEpochs(experiment.training.epochs);
  const ms = performance.now() - startedAt;
  loop.close();
  return ms / 1000;
}

/**
 * Seconds of training that the run's record tells: saving at the end is not in them. Processor seconds are those of the
 * whole process, saving and the watcher's thread included.
 */
async function runOnce(
  { backend, threads }: BenchSetting,
  experiment: Experiment,
  data: PreparedData,
  isWatched: boolean,
): Promise<{ seconds: number; cpuSeconds: number }> {
  const root = await mkdtemp(join(tmpdir(), 'ninestep-bench-'));
  const watcher = isWatched ? await Watcher.start() : null;
  try {
    const { directory, record } = await createRun(null, workspaceAt(root), experiment, 'command-line');
    const identity = { ...ENGINE, backend: backend.name, threads };
    const onProgress = (progress: JobProgress) => watcher?.tell(progress);
    const engine = { backend, identity };
    const before = process.cpuUsage();
    const ended = await runJob({ directory, record, engine, data, control: new JobControl(), onProgress });
    const { user, system } = process.cpuUsage(before);
    return { seconds: secondsOf(ended), cpuSeconds: (user + system) / 1e6 };
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
  private readonly worker: Worker;
  private readonly port: MessagePort;
  private readonly feed: PointFeed;
  private readonly reporter: ProgressReporter;
  private readonly beats: NodeJS.Timeout;

  /** Ready to be told: starting the thread is no part of what is measured. */
  static async start(): Promise<Watcher> {
    const worker = new Worker(WATCHING, { eval: true });
    await once(worker, 'online');
    return new Watcher(worker);
  }

  private constructor(worker: Worker) {
    this.worker = worker;
    const { port1, port2 } = new MessageChannel();
    this.worker.postMessage({ port: port2 }, [port2]);
    this.port = port1;
    this.feed = new PointFeed({ status: 'running', epochsDone: 0, seconds: 0, secondsLeft: null });
    this.feed.attach(port1);
    this.reporter = new ProgressReporter((message) => {
      port1.postMessage(message);
    });
    this.beats = setInterval(() => this.reporter.beat(), BEAT_MS);
  }

  tell({ points, record, ...state }: JobProgress): void {
    const { status, epochsDone, seconds, secondsLeft } = state;
    this.feed.add(points, { status, epochsDone, seconds, secondsLeft });
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
