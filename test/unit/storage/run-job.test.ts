import { inferColumns } from '@shared/data/infer/infer-columns.ts';
import type { Experiment } from '@shared/model/experiment.ts';
import type { RunRecord } from '@shared/model/run.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadModel } from '../../../src-main/service/operations.ts';
import { RUN_FILES } from '../../../src-main/storage/paths.ts';
import { readTableFile } from '../../../src-main/tables/read-table-file.ts';
import { acquireRunLock } from '../../../src-main/storage/run-lock.ts';
import { readPoints, readRun } from '../../../src-main/storage/run-store.ts';
import type { JobProgress } from '../../../src-main/trainer/job-options.ts';
import { JobControl } from '../../../src-main/trainer/job-control.ts';
import { runJob } from '../../../src-main/trainer/run-job.ts';
import { referenceEngine } from '../../helpers/engines.ts';
import { smallExperiment, smallExperimentJson } from '../../helpers/experiments.ts';
import { withValue } from '../../helpers/json-path.ts';
import { finishedRun, newRun, withoutSeconds } from '../../helpers/runs.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';
import { rejectionOf } from '../../helpers/thrown.ts';

const FOR_EVER = 10_000_000;

function experimentWith(training: object): Experiment {
  return parseExperiment({
    ...smallExperimentJson,
    training: { ...smallExperimentJson.training, ...training },
  });
}

interface WatchedRun {
  directory: string;
  record: RunRecord;
  told: JobProgress[];
}

/** Trains a run; `watch` is called at every report and may give commands. */
async function trainWatched(
  experiment: Experiment,
  watch: (progress: JobProgress, control: JobControl, directory: string) => void,
): Promise<WatchedRun> {
  const { directory, record } = await newRun(experiment);
  const control = new JobControl();
  const told: JobProgress[] = [];
  const onProgress = (progress: JobProgress) => {
    told.push(progress);
    watch(progress, control, directory);
  };
  return {
    directory,
    record: await runJob({ directory, record, engine: referenceEngine(), control, onProgress }),
    told,
  };
}

describe('a run that ends by itself', () => {
  it('keeps its record, every point and its best weights', async () => {
    const { directory, record } = await finishedRun();
    expect(record).toMatchObject({ status: 'finished', epochsDone: 4, reason: null, failure: null });
    expect(await readRun(directory)).toEqual(record);
    const points = await readPoints(directory);
    expect(points.map((point) => point.epoch)).toEqual([0, 1, 2, 3, 4]);
    expect(record.last).toEqual(points[4]);
    const model = await loadModel(join(directory, RUN_FILES.model));
    expect(model.training!.epoch).toBe(record.best?.epoch);
    expect(model.training!.dataHash).toBe(record.dataHash);
    expect(readdirSync(directory).sort()).toEqual([
      'checkpoints',
      'insight.jsonl',
      'metrics.jsonl',
      'model.json',
      'run.json',
      'snapshots.bin',
    ]);
  });

  it('reports every point once, in order, as it is kept', async () => {
    const { directory, told } = await trainWatched(smallExperiment(), () => undefined);
    expect(told.flatMap((progress) => progress.points)).toEqual(await readPoints(directory));
    expect(told.at(-1)).toMatchObject({ status: 'finished', epochsDone: 4, secondsLeft: 0 });
  });

  it('is the same to the last bit when it is done again: every point, and every byte of the model', async () => {
    const [first, second] = [await finishedRun(), await finishedRun()];
    expect(withoutSeconds(await readPoints(second.directory))).toEqual(
      withoutSeconds(await readPoints(first.directory)),
    );
    const model = (directory: string) => readFileSync(join(directory, RUN_FILES.model), 'utf8');
    expect(model(second.directory)).toBe(model(first.directory));
  });

  it('stops early where nothing gets better', async () => {
    const experiment = experimentWith({
      epochs: FOR_EVER,
      optimizer: { type: 'sgd', learningRate: 0.5 },
      earlyStopping: { patience: 3 },
    });
    const { directory, record } = await finishedRun(experiment);
    expect(record.status).toBe('finished');
    expect(record.reason).toContain('no better loss for 3 epochs');
    expect(record.epochsDone).toBe((record.best?.epoch ?? NaN) + 3);
    expect((await loadModel(join(directory, RUN_FILES.model))).training!.epoch).toBe(record.best?.epoch);
  });
});

describe('a run that is told something', () => {
  it('stops at the first report, and keeps record, points and a model', async () => {
    const { directory, record } = await trainWatched(
      experimentWith({ epochs: FOR_EVER }),
      (_progress, control) => {
        control.stop();
      },
    );
    expect(record).toMatchObject({ status: 'stopped', failure: null });
    expect(record.reason).toContain('Stopped after');
    expect(await readRun(directory)).toEqual(record);
    expect(await readPoints(directory)).toHaveLength(1);
    expect((await loadModel(join(directory, RUN_FILES.model))).training!.epoch).toBe(0);
    expect(existsSync(join(directory, RUN_FILES.lock))).toBe(false);
  });

  it('makes no step while it is paused, says so in its record, and goes on as if nothing had been', async () => {
    let pausedAt: number | null = null;
    let onDisk: unknown;
    const experiment = experimentWith({ epochs: 200 });
    const { directory, record, told } = await trainWatched(experiment, (progress, control, folder) => {
      if (progress.status === 'paused') {
        pausedAt = progress.epochsDone;
        onDisk = (JSON.parse(readFileSync(join(folder, RUN_FILES.record), 'utf8')) as RunRecord).status;
        setImmediate(() => {
          control.resume();
        });
      } else if (pausedAt === null) control.pause();
    });
    expect(onDisk).toBe('paused');
    const resumed = told[told.findIndex((progress) => progress.status === 'paused') + 1];
    expect(resumed).toMatchObject({ status: 'running', epochsDone: pausedAt });
    expect(record).toMatchObject({ status: 'finished', epochsDone: 200 });
    const straight = await finishedRun(experiment);
    expect(withoutSeconds(await readPoints(directory))).toEqual(
      withoutSeconds(await readPoints(straight.directory)),
    );
  });

  it('can be stopped while it is paused', async () => {
    const { directory, record } = await trainWatched(
      experimentWith({ epochs: FOR_EVER }),
      (progress, control) => {
        if (progress.status === 'paused') {
          setImmediate(() => {
            control.stop();
          });
        } else control.pause();
      },
    );
    expect(record.status).toBe('stopped');
    expect((await readRun(directory)).status).toBe('stopped');
  });

  it('ignores commands that come after the end of a stop', () => {
    const control = new JobControl();
    control.stop();
    control.pause();
    control.resume();
    expect(control.isStopped).toBe(true);
  });
});

describe('a run that diverges', () => {
  const diverging = experimentWith({ epochs: FOR_EVER, optimizer: { type: 'sgd', learningRate: 1_000 } });

  it('stops in that step, names the layer, and keeps the best weights of before', async () => {
    const { directory, record } = await finishedRun(diverging);
    expect(record.status).toBe('diverged');
    expect(record.reason).toMatch(
      /^Layer 1 \(Dense\): its \w+ stopped being numbers at step [\d,]+ \(epoch [\d,]+\)\. /,
    );
    const points = await readPoints(directory);
    expect(record.last).toEqual(points.at(-1));
    expect(Number.isFinite(record.best?.train.loss)).toBe(true);
    const model = await loadModel(join(directory, RUN_FILES.model));
    expect(model.training!.epoch).toBe(record.best?.epoch);
    expect(await readRun(directory)).toEqual(record);
  });

  it('has no model, and promises none, where not even the first weights gave a number', async () => {
    const W = (rows: number, columns: number) =>
      Array.from({ length: rows }, () => new Array<number>(columns).fill(3e38));
    const initial = [
      { W: W(3, 2), b: [0, 0, 0] },
      { W: W(2, 3), b: [0, 0] },
    ];
    const json = withValue(smallExperimentJson, 'network.layers[0].activation', 'relu');
    const { directory, record } = await finishedRun(
      parseExperiment(withValue(json, 'network.initial', initial)),
    );
    expect(record).toMatchObject({ status: 'diverged', best: null });
    expect(existsSync(join(directory, RUN_FILES.model))).toBe(false);
    expect(record.reason).not.toContain('weights are kept');
  });
});

describe('a run that cannot go on', () => {
  it('refuses to train what another process trains', async () => {
    const { directory, record } = await newRun();
    await acquireRunLock(directory);
    const before = readFileSync(join(directory, RUN_FILES.record), 'utf8');
    const error = await rejectionOf(
      runJob({
        directory,
        record,
        engine: referenceEngine(),
        control: new JobControl(),
        onProgress: () => undefined,
      }),
    );
    expect(error.code).toBe('RUN_BUSY');
    expect(readFileSync(join(directory, RUN_FILES.record), 'utf8')).toBe(before);
    expect(existsSync(join(directory, RUN_FILES.lock))).toBe(true);
  });

  it('fails with the reason where the data cannot be had', async () => {
    const experiment = parseExperiment(withValue(smallExperimentJson, 'data.source.targets.sum', 'log(-a)'));
    const { directory, record } = await finishedRun(experiment);
    expect(record).toMatchObject({ status: 'failed', failure: { code: 'DATA_NOT_FINITE' } });
    expect(record.reason).toContain('Row 1 gives NaN');
    expect(await readRun(directory)).toEqual(record);
    expect(existsSync(join(directory, RUN_FILES.lock))).toBe(false);
  });

  it('says in its record how far it had come', async () => {
    const { directory, record } = await newRun();
    mkdirSync(join(directory, RUN_FILES.model)); // The model cannot be written.
    writeFileSync(join(directory, RUN_FILES.model, 'in the way'), '');
    const control = new JobControl();
    const ended = await runJob({
      directory,
      record,
      engine: referenceEngine(),
      control,
      onProgress: () => undefined,
    });
    expect(ended).toMatchObject({ status: 'failed', failure: { code: 'FILE_UNWRITABLE' } });
    const points = await readPoints(directory);
    expect(points).toHaveLength(5);
    expect(ended).toMatchObject({ epochsDone: 4, rows: { train: 36 } });
    expect(ended.last).toEqual(points[4]);
  });
});

describe('a run of a table', () => {
  const csv = `x,y\n${Array.from({ length: 20 }, (_, k) => `${String(k)},${String(2 * k)}`).join('\n')}\n`;

  async function tableRun(change: (path: string) => void, control: JobControl): Promise<RunRecord> {
    const path = join(tempFolder(), 'table.csv');
    writeFileSync(path, csv);
    const { format, rows, hash, table } = await readTableFile(path, null);
    const columns = inferColumns(table).map((column, k) => ({
      ...column,
      role: k === 0 ? 'input' : 'target',
    }));
    const source = { kind: 'file', path, format, rows, hash };
    const experiment = parseExperiment({ ...smallExperimentJson, testCases: [], data: { source, columns } });
    const { directory, record } = await newRun(experiment);
    change(path);
    return runJob({ directory, record, engine: referenceEngine(), control, onProgress: () => undefined });
  }

  it('is trained on the file', async () => {
    const record = await tableRun(() => undefined, new JobControl());
    expect(record).toMatchObject({ status: 'finished', rows: { train: 14, validation: 0, test: 6 } });
  });

  it('fails with the reason where the file has changed', async () => {
    const record = await tableRun((path) => {
      writeFileSync(path, `${csv}21,42\n`);
    }, new JobControl());
    expect(record).toMatchObject({ status: 'failed', failure: { code: 'DATA_CHANGED' } });
  });

  it('that is stopped before its table is read was stopped, and did not fail', async () => {
    const control = new JobControl();
    control.stop();
    const record = await tableRun(() => undefined, control);
    expect(record).toMatchObject({ status: 'stopped', epochsDone: 0, failure: null });
  });
});
