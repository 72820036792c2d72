import { LIMITS } from '@shared/core/limits.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
import { describe, expect, it } from 'vitest';
import { readInsight } from '../../../../src-main/storage/insight-file.ts';
import { readMoments } from '../../../../src-main/storage/snapshots-file.ts';
import { createRun, readPoints } from '../../../../src-main/storage/run-store.ts';
import { chooseEngine } from '../../../../src-main/trainer/engine.ts';
import { JobControl } from '../../../../src-main/trainer/job-control.ts';
import { runJob } from '../../../../src-main/trainer/run-job.ts';
import { smallExperimentJson } from '../../../helpers/experiments.ts';
import { finishedRun, tempWorkspace } from '../../../helpers/runs.ts';

const engine = chooseEngine({ backend: 'wasm', threads: 1 });

function experimentWith(training: object, units = 3) {
  return parseExperiment({
    ...smallExperimentJson,
    network: { ...smallExperimentJson.network, layers: [{ type: 'dense', units, activation: 'tanh' }] },
    training: { ...smallExperimentJson.training, ...training },
  });
}

describe('what a run keeps of its inside', () => {
  it('are the weights of every moment that is measured, where there is room, at evaluations alone', async () => {
    const { directory } = await finishedRun(experimentWith({ epochs: 3_000 }), undefined, engine);
    const insight = (await readInsight(directory)).map(({ epoch }) => epoch);
    expect((await readMoments(directory)).moments.map(({ epoch }) => epoch)).toEqual(insight);
    expect(insight.length).toBeGreaterThan(50);
    expect([insight[0], insight.at(-1)]).toEqual([0, 3_000]);
    const evaluated = new Set((await readPoints(directory)).map(({ epoch }) => epoch));
    expect(insight.every((epoch) => evaluated.has(epoch))).toBe(true);
  });

  it('has the moment at which training ended by itself', async () => {
    const early = {
      epochs: 500,
      optimizer: { type: 'sgd', learningRate: 0.5 },
      earlyStopping: { patience: 3 },
    };
    const { directory, record } = await finishedRun(experimentWith(early), undefined, engine);
    expect(record.reason).toContain('Stopped early');
    expect((await readInsight(directory)).at(-1)!.epoch).toBe(record.epochsDone);
    expect((await readMoments(directory)).moments.at(-1)!.epoch).toBe(record.epochsDone);
  });

  it('takes no more room than it may, and less in a run that is one of many', async () => {
    const experiment = experimentWith({ epochs: 60 }, 2_000);
    const group = {
      id: 'grp_000000000001',
      kind: 'seeds' as const,
      name: 'Seeds',
      index: 0,
      configuration: 0,
      replicate: 0,
      values: {},
    };
    const bytes: number[] = [];
    for (const options of [{}, { group }]) {
      const made = await createRun(null, tempWorkspace(), experiment, 'window', options);
      await runJob({ ...made, engine, control: new JobControl(), onProgress: () => undefined });
      const kept = await readMoments(made.directory);
      expect(kept.moments.length).toBeGreaterThan(2);
      // Whoever goes back to one sees what was measured then.
      const measured = (await readInsight(made.directory)).map(({ epoch }) => epoch);
      expect(kept.moments.filter(({ epoch }) => !measured.includes(epoch))).toEqual([]);
      bytes.push(kept.bytes);
    }
    expect(bytes[0]).toBeLessThanOrEqual(LIMITS.snapshotBytes);
    expect(bytes[1]).toBeLessThanOrEqual(LIMITS.snapshotBytes / 16);
  });

  it('tells how a diverged run looked in the end', async () => {
    const wild = { epochs: 1_000, optimizer: { type: 'sgd', learningRate: 1_000 } };
    const { directory, record } = await finishedRun(experimentWith(wild), undefined, engine);
    expect(record.status).toBe('diverged');
    expect((await readInsight(directory)).at(-1)!.step).toBe(record.last!.step);
  });
});
