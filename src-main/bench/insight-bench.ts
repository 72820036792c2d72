import { prepareExperiment } from '@shared/data/prepare.ts';
import { Trainer, type TrainingSetup } from '@shared/engine/trainer.ts';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readMoments } from '../storage/snapshots-file.ts';
import { InsightRecorder } from '../trainer/insight-recorder.ts';
import { trainingSetup } from '../trainer/training-setup.ts';
import { type BenchLine, benchLine, type BenchSetting } from './bench-line.ts';
import { tabularExperiment } from './live-metrics-bench.ts';
import { summarize } from './timing.ts';

const EPOCHS_A_SECOND = 120;

/**
 * What it costs a run to have the inside of its network measured and its weights kept, as every run has: the trainer with the
 * network of tabular-small and its evaluations, against the same without.
 */
export async function benchInsight(setting: BenchSetting): Promise<BenchLine> {
  const { repeats, seconds } = setting.effort;
  const experiment = tabularExperiment(setting, Math.max(1, Math.round(EPOCHS_A_SECOND * seconds)));
  const setup = trainingSetup(experiment, prepareExperiment(experiment));
  await trainOnce(setting, setup, false);
  const rounds: { cost: number; cpu: number }[] = [];
  let kept = { moments: 0, bytes: 0 };
  for (let repeat = 0; repeat < repeats; repeat++) {
    // Back to back, so that a machine whose speed drifts is no reason for a difference.
    const plain = await trainOnce(setting, setup, false);
    const recorded = await trainOnce(setting, setup, true);
    rounds.push({
      cost: 100 * (recorded.ms / plain.ms - 1),
      cpu: 100 * (recorded.cpuMs / plain.cpuMs - 1),
    });
    kept = recorded;
  }
  const { moments, bytes } = kept;
  return benchLine('insight', setting, '%', summarize(rounds.map(({ cost }) => cost)), {
    cpuPercent: summarize(rounds.map(({ cpu }) => cpu)).median,
    epochs: experiment.training.epochs,
    moments,
    snapshotBytes: bytes,
  });
}

async function trainOnce(
  { backend }: BenchSetting,
  setup: TrainingSetup,
  isRecorded: boolean,
): Promise<{ ms: number; cpuMs: number; moments: number; bytes: number }> {
  const directory = await mkdtemp(join(tmpdir(), 'ninestep-bench-'));
  const trainer = new Trainer(setup, backend);
  const recorder = isRecorded
    ? new InsightRecorder({ directory, setup, backend, trainer, isOneOfMany: false })
    : null;
  try {
    await recorder?.begin(null);
    const startedAt = performance.now();
    const before = process.cpuUsage();
    recorder?.note(trainer.evaluateNow(), false);
    for (;;) {
      const { evaluation, ending } = (recorder ?? trainer).advance(Infinity);
      if (evaluation !== null) recorder?.note(evaluation, ending !== null);
      if (ending !== null) break;
    }
    recorder?.sync();
    const ms = performance.now() - startedAt;
    const { user, system } = process.cpuUsage(before);
    const { moments, bytes } = await readMoments(directory);
    return { ms, cpuMs: (user + system) / 1000, moments: moments.length, bytes };
  } finally {
    recorder?.close();
    trainer.close();
    await rm(directory, { recursive: true, force: true });
  }
}
