import { prepareExperiment } from '@shared/data/prepare.ts';
import type { LookRequest } from '@shared/ipc/insight-contract.ts';
import { type BenchLine, benchLine, type BenchSetting } from './bench-line.ts';
import { tabularExperiment } from './live-metrics-bench.ts';
import { summarize } from './timing.ts';
import { runOnce } from './watched-run.ts';

/** A run of the window's own default length takes about this many seconds. */
const EPOCHS_A_SECOND = 120;

/** All that the window can show at once. */
const EVERYTHING: Omit<LookRequest, 'surface'> = {
  weights: true,
  rows: Array.from({ length: 16 }, (_, row) => row),
  answers: 500,
};

/**
 * What it costs a run to have its network looked at, and how often it is seen: the network of tabular-small in the job that the
 * window starts, its weights, the way of some rows, a decision surface and the answers sent to another thread, against the same
 * job with nobody looking.
 */
export async function benchLive(setting: BenchSetting): Promise<BenchLine> {
  const { repeats, seconds } = setting.effort;
  const experiment = tabularExperiment(setting, Math.max(1, Math.round(EPOCHS_A_SECOND * seconds)));
  const data = prepareExperiment(experiment);
  const inputs = data.inputs.map(({ name }) => name);
  const surface = {
    x: inputs[0]!,
    y: inputs[1]!,
    xRange: [-1, 1] as [number, number],
    yRange: [-1, 1] as [number, number],
    size: 64,
    rest: inputs.map(() => 0),
  };
  await runOnce(setting, experiment, data, 'nobody');
  const rounds: { slowdown: number; cpu: number; rate: number }[] = [];
  for (let repeat = 0; repeat < repeats; repeat++) {
    // Back to back, so that a machine whose speed drifts is no reason for a difference.
    const alone = await runOnce(setting, experiment, data, 'nobody');
    const watched = await runOnce(setting, experiment, data, { ...EVERYTHING, surface });
    rounds.push({
      slowdown: 100 * (watched.seconds / alone.seconds - 1),
      cpu: 100 * (watched.cpuSeconds / alone.cpuSeconds - 1),
      rate: watched.frames / watched.seconds,
    });
  }
  return benchLine('live', setting, '%', summarize(rounds.map(({ slowdown }) => slowdown)), {
    epochs: experiment.training.epochs,
    cpuPercent: summarize(rounds.map(({ cpu }) => cpu)).median,
    framesPerSecond: summarize(rounds.map(({ rate }) => rate)),
  });
}
