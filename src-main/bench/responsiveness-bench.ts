import { LIMITS } from '@shared/core/limits.ts';
import type { Experiment } from '@shared/model/experiment.ts';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { MessageChannel } from 'node:worker_threads';
import { workspaceAt } from '../storage/paths.ts';
import { createRun } from '../storage/run-store.ts';
import { PointFeed } from '../trainer/point-feed.ts';
import { RunThread } from '../trainer/run-thread.ts';
import { type BenchLine, benchLine, type BenchSetting } from './bench-line.ts';
import { drawnExperiment } from './drawn-experiment.ts';
import { summarize } from './timing.ts';

/** How often the event loop is looked at. */
const LOOKED_AT_EVERY_MS = 1;

interface Round {
  /** Longest time in which the process of the run did not look at its messages. */
  readonly gapMs: number;
  /** From the command to the end of the last update, an evaluation that was due with it included. */
  readonly stopMs: number;
  /** From the command until the weights are measured, everything is on the disk, and the thread is gone. */
  readonly endMs: number;
}

/**
 * How soon the process of a run answers, and how soon training stops, while a wide network is trained in the thread that the
 * window's runs have: two lines.
 */
export async function benchResponsiveness(setting: BenchSetting): Promise<BenchLine[]> {
  const experiment = wideExperiment(setting);
  const rounds: Round[] = [];
  for (let repeat = 0; repeat < setting.effort.repeats; repeat++)
    rounds.push(await round(setting, experiment));
  const summaryOf = (figure: keyof Round) => summarize(rounds.map((measured) => measured[figure]));
  return [
    benchLine('event-loop-gap', setting, 'ms', summaryOf('gapMs')),
    benchLine('stop', setting, 'ms', summaryOf('stopMs'), { end: summaryOf('endMs') }),
  ];
}

/** The network of the workload `wide`, but for its targets, on fewer rows: they are drawn anew for every run. */
function wideExperiment({ precision }: BenchSetting): Experiment {
  const network = { inputs: 784, units: [512, 512], batchSize: 128 };
  return drawnExperiment({ name: 'Wide', rows: 5_000, ...network, epochs: LIMITS.epochs, precision });
}

async function round({ request, threads, effort }: BenchSetting, experiment: Experiment): Promise<Round> {
  const root = await mkdtemp(join(tmpdir(), 'ninestep-bench-'));
  const gaps = monitorEventLoopDelay({ resolution: LOOKED_AT_EVERY_MS });
  // What the window would get is written out here, too.
  const { port1 } = new MessageChannel();
  const points = new PointFeed({ status: 'queued', epochsDone: 0, seconds: 0, secondsLeft: null });
  points.attach(port1);
  try {
    const { directory, record } = await createRun(null, workspaceAt(root), experiment, 'command-line');
    let hear: () => void = () => undefined;
    const heard = () => new Promise<void>((resolve) => (hear = resolve));
    const thread = new RunThread({
      script: join(__dirname, 'run-thread.cjs'),
      task: { type: 'train', directory, record, backend: request, threads, untilEpoch: null },
      onReport: () => undefined,
      onNews: ({ news, state }) => {
        points.add(news, state);
        if (state.epochsDone > 0) hear();
      },
    });
    await Promise.race([heard(), thread.gone]);
    gaps.enable();
    await setTimeout(1000 * effort.seconds);
    const startedAt = performance.now();
    thread.command('stop');
    await heard();
    const stopMs = performance.now() - startedAt;
    await thread.gone;
    return { gapMs: longestMs(gaps), stopMs, endMs: performance.now() - startedAt };
  } finally {
    gaps.disable();
    await points.drained();
    port1.close();
    await rm(root, { recursive: true, force: true });
  }
}

function longestMs({ max }: IntervalHistogram): number {
  return max / 1e6;
}
