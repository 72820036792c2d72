import { prepareExperiment } from '@shared/data/prepare.ts';
import type { PreparedData } from '@shared/data/prepared-data.ts';
import type { Experiment } from '@shared/model/experiment.ts';
import { trainingSetup } from '../trainer/training-setup.ts';
import { type BenchLine, benchLine, type BenchSetting } from './bench-line.ts';
import { drawnExperiment } from './drawn-experiment.ts';
import { summarize } from './timing.ts';
import { TrainingLoop } from './training-loop.ts';
import { runOnce } from './watched-run.ts';

/** A run of the window's own default length takes about this many seconds. */
const EPOCHS_A_SECOND = 200;

/**
 * What it costs a run to be watched: the network of tabular-small in the job that the window starts (evaluations, points to
 * a file), with its points and progress sent to another thread as the window gets them, against the same job unwatched.
 * What the evaluations themselves take is told beside it, against the bare training loop.
 */
export async function benchLiveMetrics(setting: BenchSetting): Promise<BenchLine> {
  const { repeats, seconds } = setting.effort;
  const experiment = tabularExperiment(setting, Math.max(1, Math.round(EPOCHS_A_SECOND * seconds)));
  const data = prepareExperiment(experiment);
  await runOnce(setting, experiment, data, 'nobody');
  const rounds: { slowdown: number; cpu: number; evaluation: number }[] = [];
  for (let repeat = 0; repeat < repeats; repeat++) {
    // Back to back, so that a machine whose speed drifts is no reason for a difference.
    const unwatched = await runOnce(setting, experiment, data, 'nobody');
    const watched = await runOnce(setting, experiment, data, 'points');
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

/** The network of tabular-small, on columns that are drawn. */
export function tabularExperiment(
  { precision }: Pick<BenchSetting, 'precision'>,
  epochs: number,
): Experiment {
  return drawnExperiment({
    name: 'Live metrics',
    rows: 25_000,
    inputs: 30,
    units: [64, 32],
    batchSize: 32,
    epochs,
    precision,
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
