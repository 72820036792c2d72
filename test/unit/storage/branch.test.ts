import type { Experiment } from '@shared/model/experiment.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readMoment } from '../../../src-main/service/looks.ts';
import { loadModel } from '../../../src-main/service/operations.ts';
import { RUN_FILES } from '../../../src-main/storage/paths.ts';
import { createRun, readPoints, readRun } from '../../../src-main/storage/run-store.ts';
import { readSnapshot } from '../../../src-main/storage/snapshots-file.ts';
import { chooseEngine, type Engine } from '../../../src-main/trainer/engine.ts';
import { JobControl } from '../../../src-main/trainer/job-control.ts';
import { resumeJob, runJob } from '../../../src-main/trainer/run-job.ts';
import { classificationJson } from '../../helpers/experiments.ts';
import { finishedRun, tempWorkspace, withoutSeconds } from '../../helpers/runs.ts';

const engines = (['reference', 'wasm'] as const).map((backend) => chooseEngine({ backend, threads: 1 }));

function experimentWith(training: object): Experiment {
  return parseExperiment({
    ...classificationJson,
    training: { ...classificationJson.training, ...training },
  });
}

/** A branch, made and trained; `stopAfter`: it is stopped at that report, and then goes on. */
async function branch(
  parent: string,
  epoch: number,
  { experiment, engine, stopAfter }: { experiment: Experiment; engine: Engine; stopAfter?: number },
) {
  const { name, record: bytes, weights } = await readMoment(parent, epoch, experiment);
  const { id } = await readRun(parent);
  const of = { runId: id, name, epoch, weights };
  const { directory, record } = await createRun(null, tempWorkspace(), experiment, 'window', {
    branch: { of, record: bytes },
  });
  expect(record.branch).toEqual(of);
  const control = new JobControl();
  let told = 0;
  const onProgress = () => {
    told += 1;
    if (told === stopAfter) control.stop();
  };
  await runJob({ directory, record, engine, control, onProgress });
  return directory;
}

async function resultOf(directory: string) {
  const { layers } = await loadModel(join(directory, RUN_FILES.model));
  return { points: withoutSeconds(await readPoints(directory)), layers };
}

describe.each(engines)('a branch by $identity.backend', (engine) => {
  it('begins with the very weights of its moment, and does without its parent', async () => {
    const parent = await finishedRun(experimentWith({ epochs: 6 }), undefined, engine);
    const experiment = experimentWith({ epochs: 3, optimizer: { type: 'sgd', learningRate: 0.1 } });
    const directory = await branch(parent.directory, 4, { experiment, engine });
    const { parameters, statistics } = await readSnapshot(parent.directory, 4);
    expect(await readSnapshot(directory, 0)).toEqual({ epoch: 0, step: 0, parameters, statistics });
    const logged = (await readPoints(parent.directory)).find(({ epoch }) => epoch === 4)!;
    expect((await readPoints(directory))[0]).toMatchObject({
      train: logged.train,
      validation: logged.validation,
      test: logged.test,
    });
    expect(await readRun(directory)).toMatchObject({ status: 'finished', branch: { epoch: 4 } });
  });

  it('is the same again, to the last bit, and where it was stopped and went on without its parent', async () => {
    const parent = await finishedRun(experimentWith({ epochs: 6 }), undefined, engine);
    const experiment = experimentWith({ epochs: 400 });
    const [first, second, stopped] = [
      await branch(parent.directory, 5, { experiment, engine }),
      await branch(parent.directory, 5, { experiment, engine }),
      await branch(parent.directory, 5, { experiment, engine, stopAfter: 3 }),
    ];
    expect(await resultOf(second)).toEqual(await resultOf(first));
    expect((await readRun(stopped)).status).toBe('stopped');
    rmSync(parent.directory, { recursive: true });
    rmSync(join(stopped, RUN_FILES.branch));
    await resumeJob({
      directory: stopped,
      wanted: { backend: null, threads: null },
      choose: chooseEngine,
      control: new JobControl(),
      onProgress: () => undefined,
    });
    expect(await resultOf(stopped)).toEqual(await resultOf(first));
  });

  it('in another precision begins with the same weights as near as may be', async () => {
    const parent = await finishedRun(experimentWith({ epochs: 2 }), undefined, engine);
    const experiment = experimentWith({ epochs: 1, precision: 'float64' });
    const directory = await branch(parent.directory, 2, { experiment, engine });
    const before = await readSnapshot(parent.directory, 2);
    const { parameters } = await readSnapshot(directory, 0);
    expect(parameters).toBeInstanceOf(Float64Array);
    expect([...parameters]).toEqual([...before.parameters]);
  });
});

describe('a branch whose weights', () => {
  it.each([
    ['were damaged', (path: string) => writeFileSync(path, 'x'), 'CHECKSUM_MISMATCH'],
    ['are gone', (path: string) => rmSync(path), 'FILE_NOT_FOUND'],
  ] as const)('%s fails, and says so', async (_, spoil, code) => {
    const [engine] = engines as [Engine];
    const parent = await finishedRun(experimentWith({ epochs: 2 }));
    const { name, record: bytes, weights } = await readMoment(parent.directory, 1, parent.record.experiment);
    const of = { runId: parent.record.id, name, epoch: 1, weights };
    const options = { branch: { of, record: bytes } };
    const made = await createRun(null, tempWorkspace(), parent.record.experiment, 'window', options);
    spoil(join(made.directory, RUN_FILES.branch));
    const ended = await runJob({ ...made, engine, control: new JobControl(), onProgress: () => undefined });
    expect(ended).toMatchObject({ status: 'failed', failure: { code } });
  });
});
