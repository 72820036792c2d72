import type { Experiment } from '@shared/model/experiment.ts';
import type { MetricsPoint, RunRecord } from '@shared/model/run.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
import { appendFileSync, cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadModel } from '../../../src-main/service/operations.ts';
import { writeCheckpoint } from '../../../src-main/storage/checkpoint-file.ts';
import { checkpointPaths, openNewestCheckpoint } from '../../../src-main/storage/checkpoints.ts';
import { readInsight } from '../../../src-main/storage/insight-file.ts';
import { RUN_FILES } from '../../../src-main/storage/paths.ts';
import { acquireRunLock } from '../../../src-main/storage/run-lock.ts';
import { readMetrics, readPoints, readRun, writeRun } from '../../../src-main/storage/run-store.ts';
import type { Snapshot } from '../../../src-main/storage/snapshot-record.ts';
import { readMoments, readSnapshot } from '../../../src-main/storage/snapshots-file.ts';
import type { Wanted } from '../../../src-main/trainer/continuation.ts';
import { chooseEngine, type EngineChoice } from '../../../src-main/trainer/engine.ts';
import { JobControl } from '../../../src-main/trainer/job-control.ts';
import { resumeJob, runJob } from '../../../src-main/trainer/run-job.ts';
import { referenceEngine } from '../../helpers/engines.ts';
import { smallExperimentJson } from '../../helpers/experiments.ts';
import { contentOf } from '../../helpers/folder-content.ts';
import { withValue } from '../../helpers/json-path.ts';
import { finishedRun, newRun, withoutSeconds } from '../../helpers/runs.ts';
import { rejectionOf } from '../../helpers/thrown.ts';

function experimentWith(training: object): Experiment {
  return parseExperiment({
    ...smallExperimentJson,
    training: { ...smallExperimentJson.training, ...training },
  });
}

/** A run that is stopped at its n-th report, in the midst of whatever it is at. */
async function stoppedRun(experiment: Experiment, reports = 3): Promise<string> {
  const { directory, record } = await newRun(experiment);
  const control = new JobControl();
  let told = 0;
  const onProgress = () => {
    told += 1;
    if (told === reports) control.stop();
  };
  await runJob({ directory, record, engine: referenceEngine(), control, onProgress });
  return directory;
}

/** `choose` stands for what the machine can run. */
function resume(
  directory: string,
  wanted: Partial<Wanted> = {},
  choose: EngineChoice = chooseEngine,
  onBegin: (record: RunRecord) => void = () => undefined,
): Promise<RunRecord> {
  return resumeJob({
    directory,
    choose,
    onBegin,
    wanted: { backend: null, threads: null, ...wanted },
    control: new JobControl(),
    onProgress: () => undefined,
  });
}

/** What a run has come to, all but its name and the clock. */
async function resultOf(directory: string) {
  const { training: _, ...model } = await loadModel(join(directory, RUN_FILES.model));
  const { checksum: __, ...content } = model;
  const { trainer } = (await openNewestCheckpoint(directory)).checkpoint;
  const inside = { insight: await readInsight(directory), moments: await keptWeights(directory) };
  return { points: withoutSeconds(await readPoints(directory)), model: content, trainer, ...inside };
}

async function keptWeights(directory: string): Promise<Snapshot[]> {
  const { moments } = await readMoments(directory);
  return Promise.all(moments.map(({ epoch }) => readSnapshot(directory, epoch)));
}

const LONG = { epochs: 1_500, batchSize: 5 };

describe('a run that goes on', () => {
  it('after it was stopped comes to the same as one that was not, to the last bit', async () => {
    const experiment = experimentWith(LONG);
    const directory = await stoppedRun(experiment);
    const { epochsDone, seconds } = await readRun(directory);
    expect(epochsDone).toBeLessThan(LONG.epochs);
    const record = await resume(directory);
    expect(record).toMatchObject({ status: 'finished', epochsDone: LONG.epochs, reason: null });
    expect(record.seconds).toBeGreaterThan(seconds);
    expect(await readRun(directory)).toEqual(record);
    expect(await resultOf(directory)).toEqual(await resultOf((await finishedRun(experiment)).directory));
  });

  it('again and again loses nothing and doubles nothing', async () => {
    const experiment = experimentWith(LONG);
    const directory = await stoppedRun(experiment, 2);
    for (let round = 0; round < 3; round++) {
      const control = new JobControl();
      const wanted = { backend: null, threads: null };
      await resumeJob({
        directory,
        wanted,
        choose: chooseEngine,
        control,
        onProgress: ({ points }) => points.length > 1 && control.stop(),
      });
    }
    await resume(directory);
    expect(await resultOf(directory)).toEqual(await resultOf((await finishedRun(experiment)).directory));
  });

  it('after its process died starts from its checkpoint and cuts off the points made since', async () => {
    const experiment = experimentWith(LONG);
    const directory = await stoppedRun(experiment);
    const points = await readPoints(directory);
    appendFileSync(
      join(directory, RUN_FILES.points),
      `${JSON.stringify({ ...points.at(-1), epoch: 9_999 })}\n{"ep`,
    );
    await writeRun(directory, { ...(await readRun(directory)), status: 'running', endedAt: null });
    await resume(directory);
    expect(await resultOf(directory)).toEqual(await resultOf((await finishedRun(experiment)).directory));
  });

  it('tells when it has begun, with the points that it keeps, and then only new ones', async () => {
    const directory = await stoppedRun(experimentWith(LONG));
    const { points: kept } = (await openNewestCheckpoint(directory)).checkpoint;
    const told: MetricsPoint[][] = [];
    const statuses: string[] = [];
    await resumeJob({
      directory,
      wanted: { backend: null, threads: null },
      choose: chooseEngine,
      control: new JobControl(),
      onBegin: (record, earlier) => {
        statuses.push(record.status);
        told.push(earlier.points);
      },
      onProgress: ({ points }) => told.push(points),
    });
    expect(statuses).toEqual(['running']);
    expect(told[0]).toHaveLength(kept);
    expect(told.flat()).toEqual(await readPoints(directory));
  });

  it('whose process died between its last checkpoint and the word that it had finished, is finished', async () => {
    const { directory, record } = await finishedRun();
    const points = await readPoints(directory);
    await writeRun(directory, { ...record, status: 'running', endedAt: null });
    expect(await resume(directory)).toMatchObject({ status: 'finished', epochsDone: record.epochsDone });
    expect(await readPoints(directory)).toEqual(points);
  });

  it('for more epochs than its process had made when it died, though its checkpoint is older', async () => {
    const directory = await stoppedRun(experimentWith(LONG));
    const record = await readRun(directory);
    const epochsDone = record.epochsDone + 9;
    await writeRun(directory, { ...record, status: 'interrupted', epochsDone });
    const resumed = await resume(directory, { moreEpochs: 3 });
    expect(resumed.epochsDone).toBe(epochsDone + 3);
  });

  it('from the checkpoint before, where the newest is damaged, comes to the same and says so', async () => {
    const experiment = experimentWith(LONG);
    const directory = await stoppedRun(experiment);
    appendFileSync((await checkpointPaths(directory))[0]!, 'x');
    const begun: (string | null)[] = [];
    await resume(directory, {}, chooseEngine, (record) => begun.push(record.reason));
    expect(begun).toEqual([expect.stringContaining('goes on from an older checkpoint')]);
    expect((await readRun(directory)).reason).toBeNull();
    expect(await resultOf(directory)).toEqual(await resultOf((await finishedRun(experiment)).directory));
  });

  it('from the checkpoint before, where points that the newest speaks of never reached the disk', async () => {
    const experiment = experimentWith(LONG);
    const directory = await stoppedRun(experiment);
    const path = join(directory, RUN_FILES.points);
    writeFileSync(path, readFileSync(path, 'utf8').split('\n').slice(0, 2).join('\n'));
    await resume(directory);
    expect(await resultOf(directory)).toEqual(await resultOf((await finishedRun(experiment)).directory));
  });

  it('past a damaged line comes to the same, but for the point that is lost', async () => {
    const experiment = experimentWith(LONG);
    const directory = await stoppedRun(experiment);
    const path = join(directory, RUN_FILES.points);
    writeFileSync(path, readFileSync(path, 'utf8').replace('"epoch":1,', '"epoch":2,'));
    await resume(directory);
    const whole = await resultOf((await finishedRun(experiment)).directory);
    const [first, , ...others] = whole.points;
    expect(await resultOf(directory)).toEqual({ ...whole, points: [first, ...others] });
    expect((await readMetrics(directory)).damaged).toBe(1);
  });

  it('as version 0.3 left it, with its one checkpoint, is the same', async () => {
    const experiment = experimentWith(LONG);
    const directory = await stoppedRun(experiment);
    const older = join(directory, RUN_FILES.checkpoint);
    cpSync((await checkpointPaths(directory))[0]!, older);
    rmSync(join(directory, RUN_FILES.checkpoints), { recursive: true });
    await resume(directory);
    expect(await resultOf(directory)).toEqual(await resultOf((await finishedRun(experiment)).directory));
  });

  it('for more epochs than planned comes to the same as one planned so', async () => {
    const { directory } = await finishedRun(experimentWith({ epochs: 7 }));
    const record = await resume(directory, { moreEpochs: 5 });
    expect(record).toMatchObject({ status: 'finished', epochsDone: 12 });
    expect(record.experiment.training.epochs).toBe(12);
    expect(await resultOf(directory)).toEqual(
      await resultOf((await finishedRun(experimentWith({ epochs: 12 }))).directory),
    );
  });

  it('to so many epochs in all', async () => {
    const { directory } = await finishedRun(experimentWith({ epochs: 7 }));
    expect(await resume(directory, { epochs: 9 })).toMatchObject({ status: 'finished', epochsDone: 9 });
  });

  it('after early stopping is patient again', async () => {
    const { directory, record } = await finishedRun(
      experimentWith({
        epochs: 500,
        optimizer: { type: 'sgd', learningRate: 0.5 },
        earlyStopping: { patience: 3 },
      }),
    );
    expect(record.reason).toContain('Stopped early');
    const resumed = await resume(directory, { moreEpochs: 3 });
    expect(resumed.epochsDone).toBe(record.epochsDone + 3);
  });

  it('from the very beginning, where it was stopped before its first step', async () => {
    const experiment = experimentWith({ epochs: 6 });
    const directory = await stoppedRun(experiment, 1);
    await resume(directory);
    expect(await resultOf(directory)).toEqual(await resultOf((await finishedRun(experiment)).directory));
  });
});

describe('a run that cannot go on stays as it is', () => {
  async function refused(
    directory: string,
    wanted: Partial<Wanted> = {},
    choose: EngineChoice = chooseEngine,
  ) {
    const before = contentOf(directory);
    const error = await rejectionOf(resume(directory, wanted, choose));
    expect(contentOf(directory)).toEqual(before);
    return error;
  }

  it('with nothing left to do, and is told how to go on', async () => {
    const { directory } = await finishedRun();
    const error = await refused(directory);
    expect(error.code).toBe('RUN_CANNOT_GO_ON');
    expect(error.message).toContain('--more-epochs N');
  });

  it('to fewer epochs than it has done', async () => {
    const { directory } = await finishedRun();
    expect(await refused(directory, { epochs: 3 })).toMatchObject({ code: 'RUN_CANNOT_GO_ON' });
  });

  it('beyond the epochs that any run may have', async () => {
    const { directory } = await finishedRun();
    expect(await refused(directory, { moreEpochs: 10_000_000 })).toMatchObject({ code: 'INVALID_VALUE' });
  });

  it('after it diverged', async () => {
    const { directory } = await finishedRun(
      experimentWith({ epochs: 1_000, optimizer: { type: 'sgd', learningRate: 1_000 } }),
    );
    expect(await refused(directory, { moreEpochs: 5 })).toMatchObject({
      code: 'RUN_CANNOT_GO_ON',
      at: 'status',
    });
  });

  it('without a checkpoint, as runs of older versions are', async () => {
    const { directory } = await finishedRun();
    rmSync(join(directory, RUN_FILES.checkpoints), { recursive: true });
    const error = await refused(directory, { moreEpochs: 5 });
    expect(error.code).toBe('FILE_NOT_FOUND');
    expect(error.message).toContain('train the experiment anew');
  });

  it('where all its checkpoints are damaged', async () => {
    const { directory } = await finishedRun();
    for (const path of await checkpointPaths(directory)) appendFileSync(path, 'x');
    expect(await refused(directory, { moreEpochs: 5 })).toMatchObject({ code: 'CHECKSUM_MISMATCH' });
  });

  it('from the checkpoint of another run', async () => {
    const [mine, other] = [await finishedRun(), await finishedRun()];
    const folders = [other, mine].map(({ directory }) => join(directory, RUN_FILES.checkpoints));
    cpSync(folders[0]!, folders[1]!, { recursive: true });
    const error = await refused(mine.directory, { moreEpochs: 5 });
    expect(error).toMatchObject({ code: 'INVALID_VALUE', at: 'runId' });
  });

  it.each([
    ['network.layers[0].units', 4],
    ['network.layers[0].activation', 'relu'],
    ['training.seed', 4],
    ['training.batchSize', 17],
    ['training.optimizer.learningRate', 0.5],
    ['data.split.seed', 4],
    ['data.scaling.inputs', 'none'],
  ])('where %s of its experiment was changed', async (path, value) => {
    const { directory, record } = await finishedRun();
    const changed = parseExperiment(withValue(smallExperimentJson, path, value));
    await writeRun(directory, { ...record, experiment: changed });
    const error = await refused(directory, { moreEpochs: 5 });
    expect(error).toMatchObject({ code: 'INVALID_VALUE', at: 'experiment' });
  });

  it('where its data were changed', async () => {
    const { directory, record } = await finishedRun();
    const changed = parseExperiment(withValue(smallExperimentJson, 'data.source.seed', 4));
    await writeRun(directory, { ...record, experiment: changed });
    expect(await refused(directory, { moreEpochs: 5 })).toMatchObject({
      code: 'RUN_CANNOT_GO_ON',
      at: 'dataHash',
    });
  });

  it('where points are missing that all its checkpoints speak of', async () => {
    const { directory } = await finishedRun();
    const [, first] = await checkpointPaths(directory);
    rmSync(first!);
    const path = join(directory, RUN_FILES.points);
    writeFileSync(path, readFileSync(path, 'utf8').split('\n').slice(0, 2).join('\n'));
    expect(await refused(directory, { moreEpochs: 5 })).toMatchObject({ code: 'INVALID_VALUE', at: path });
  });

  it('with other bits, unless a person says that they do not matter', async () => {
    const { directory } = await finishedRun();
    // Carried to a machine whose processor has no relaxed SIMD.
    const { checkpoint } = await openNewestCheckpoint(directory);
    const engine = { ...checkpoint.engine, backend: 'wasm-relaxed-simd' as const };
    await writeCheckpoint((await checkpointPaths(directory))[0]!, { ...checkpoint, engine });
    const error = await refused(directory, { moreEpochs: 5 }, referenceEngine);
    expect(error).toMatchObject({ code: 'RUN_CANNOT_GO_ON', at: 'engine.backend' });
    expect(error.message).toContain('--backend');
    const record = await resume(directory, { moreEpochs: 5, backend: 'reference' });
    expect(record).toMatchObject({ status: 'finished', engine: { backend: 'reference' } });
  });

  it('with another native library, or without any, and says why', async () => {
    const { directory } = await finishedRun();
    const { checkpoint } = await openNewestCheckpoint(directory);
    const engine = { ...checkpoint.engine, backend: 'native' as const, runtime: '1.30.0' };
    await writeCheckpoint((await checkpointPaths(directory))[0]!, { ...checkpoint, engine });
    const native = { ...referenceEngine(), identity: { ...engine, runtime: '1.31.0' } };
    const other = await refused(directory, { moreEpochs: 5 }, () => native);
    expect(other.message).toContain('native (ONNX Runtime 1.30.0), which is not to be had here');
    expect(other.message).toContain('with native (ONNX Runtime 1.31.0) it would not');
    const none = await refused(directory, { moreEpochs: 5 }, () => ({
      ...referenceEngine(),
      obstacle: 'the library is not installed',
    }));
    expect(none).toMatchObject({ code: 'RUN_CANNOT_GO_ON', at: 'engine.backend' });
    expect(none.message).toContain('(the library is not installed)');
  });

  it('while another process trains it', async () => {
    const { directory } = await finishedRun();
    await acquireRunLock(directory);
    expect(await refused(directory, { moreEpochs: 5 })).toMatchObject({ code: 'RUN_BUSY' });
  });
});
