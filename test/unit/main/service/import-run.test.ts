import { Random } from '@shared/core/random.ts';
import { modelJson } from '@shared/export/model-json.ts';
import { changedPart } from '@shared/export/model-sums.ts';
import { createPredictor } from '@shared/export/predictor.ts';
import { importedExperiment } from '@shared/import/imported-experiment.ts';
import type { ModelFile } from '@shared/model/model-file.ts';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { verifyRun } from '../../../../src-main/cli/verify-run.ts';
import { checkContinuation } from '../../../../src-main/service/check-continuation.ts';
import { readEvaluation } from '../../../../src-main/service/evaluation-operations.ts';
import { readImportFile } from '../../../../src-main/service/import-model.ts';
import { importRun } from '../../../../src-main/service/import-run.ts';
import { ownAnswersTable } from '../../../../src-main/service/own-answers.ts';
import { loadModel } from '../../../../src-main/service/operations.ts';
import { readMetrics, readRun } from '../../../../src-main/storage/run-store.ts';
import { smallExperiment } from '../../../helpers/experiments.ts';
import { tempFolder } from '../../../helpers/temp-folder.ts';
import { rejectionOf } from '../../../helpers/thrown.ts';
import { trainedModel } from '../../../helpers/trained-model.ts';

const IRIS = resolve('resources/datasets/iris.csv');
const FLOWERS = ['setosa', 'versicolor', 'virginica'];
const random = new Random(3, 'an imported network');
const drawn = (count: number) => Array.from({ length: count }, () => random.normal());
const matrix = (rows: number, columns: number) => Array.from({ length: rows }, () => drawn(columns));

/** A classifier of flowers that was never trained: what it answers is as good as any. */
const CLASSIFIER = {
  format: 'sklearn-mlp',
  version: 1,
  name: 'flowers',
  estimator: 'MLPClassifier',
  activation: 'relu',
  outActivation: 'softmax',
  coefs: [matrix(4, 6), matrix(6, 3)],
  intercepts: [drawn(6), drawn(3)],
  scalers: [{ center: [5.8, 3, 3.7, 1.2], scale: [0.8, 0.4, 1.7, 0.7] }],
};

async function placed(file: object, name = 'model.json') {
  const folder = tempFolder();
  const path = join(folder, name);
  await writeFile(path, JSON.stringify(file));
  return { path, workspace: join(folder, 'workspace'), name: null, origin: 'command-line' } as const;
}

const onIris = { path: IRIS, targets: ['species'] };

describe('a model of another program on a table', () => {
  it('is a run whose model answers as the file does, to the bit', async () => {
    const order = await placed(CLASSIFIER);
    const { runId } = await importRun({ ...order, table: onIris });
    const directory = join(order.workspace, 'runs', runId);
    const [before, after] = [
      (await readImportFile(order.path)).model,
      await loadModel(join(directory, 'model.json')),
    ];
    const rows = before.goldenCases.map(({ inputs }) => inputs);
    expect(rows.map(createPredictor(after))).toEqual(rows.map(createPredictor(before)));
    expect(after.inputs.map(({ name }) => name)).toEqual([
      'sepal_length',
      'sepal_width',
      'petal_length',
      'petal_width',
    ]);
    expect(after.training?.epoch).toBe(0);
  });

  it('was measured before any epoch, by a network that is scaled as the table wants it', async () => {
    const order = await placed(CLASSIFIER);
    const { runId, experiment } = await importRun({ ...order, table: onIris });
    const directory = join(order.workspace, 'runs', runId);
    const record = await readRun(directory);
    expect(record).toMatchObject({ status: 'stopped', epochsDone: 0, name: 'flowers' });
    expect(experiment.data.scaling.inputs).toBe('standard');
    const { classes } = await readEvaluation({ directory, experiment: record.experiment, part: 'train' });
    // The evaluation asks the model file, the point was measured on the network that training goes on with.
    expect(record.last?.train.classification?.accuracy).toBeCloseTo(classes[0]!.accuracy, 12);
    expect(record.last?.train.classification?.logLoss).toBeCloseTo(classes[0]!.logLoss!, 5);
  });

  it('verifies, and can be trained on', async () => {
    const order = await placed(CLASSIFIER);
    const { runId, experiment } = await importRun({ ...order, table: onIris });
    const directory = join(order.workspace, 'runs', runId);
    expect(await verifyRun(directory, await readRun(directory))).toMatchObject({ points: 1, checkpoints: 1 });
    expect(await checkContinuation(directory, null)).toEqual({ epochs: experiment.training.epochs });
  });

  it('has sums of its parts that fit, to tell where it was changed', async () => {
    const order = await placed(CLASSIFIER);
    const { runId } = await importRun({ ...order, table: onIris });
    const text = await readFile(join(order.workspace, 'runs', runId, 'model.json'), 'utf8');
    const written = JSON.parse(text) as ModelFile;
    expect(changedPart(written.sums!, written)).toBeNull();
  });

  it('takes classes in the order of the levels where the file does not name them, and says so', async () => {
    const order = await placed(CLASSIFIER);
    const { experiment, remarks } = await importRun({ ...order, table: onIris });
    expect(experiment.data.columns.at(-1)).toMatchObject({ role: 'target', levels: FLOWERS });
    expect(remarks.join(' ')).toContain('0 is setosa, 1 is versicolor, 2 is virginica');
  });

  it('takes classes as the file names them, in its order', async () => {
    const classes = ['virginica', 'setosa', 'versicolor'];
    const order = await placed({ ...CLASSIFIER, classes });
    const { experiment } = await importRun({ ...order, table: onIris });
    expect(experiment.data.columns.at(-1)).toMatchObject({ levels: classes });
  });

  it.each([
    ['more targets than answers', { path: IRIS, targets: ['species', 'petal_width'] }, 'targets'],
    ['a target that is not there', { path: IRIS, targets: ['kind'] }, 'targets'],
    ['numbers where classes are answered', { path: IRIS, targets: ['petal_width'] }, 'inputs'],
  ])('refuses %s and leaves nothing behind', async (_what, table, at) => {
    const order = await placed(CLASSIFIER);
    expect(await rejectionOf(importRun({ ...order, table }))).toMatchObject({ code: 'TABLE_INVALID', at });
    expect(await readdir(order.workspace).catch(() => [])).toEqual([]);
  });

  it('refuses a table with other numbers of columns', async () => {
    const order = await placed({ ...CLASSIFIER, scalers: [], coefs: [matrix(7, 6), matrix(6, 3)] });
    expect(await rejectionOf(importRun({ ...order, table: onIris }))).toMatchObject({
      code: 'TABLE_INVALID',
      at: 'inputs',
    });
  });
});

describe('a model of another program without a table', () => {
  it('gets rows with its own answers, which it answers without a mistake', async () => {
    const order = await placed({ ...CLASSIFIER, featureNames: ['a', 'b,c', 'd"e', 'f'] });
    const { runId, experiment } = await importRun({ ...order, table: null });
    const { last } = await readRun(join(order.workspace, 'runs', runId));
    expect(last?.train.classification?.accuracy).toBe(1);
    expect(experiment.description).toContain('its own answers');
    expect(experiment.data.columns.map(({ name }) => name)).toEqual(['a', 'b,c', 'd"e', 'f', 'class']);
  });

  it('keeps normalisations and their statistics in the experiment', async () => {
    const gamma = [1, 2, 0.5];
    const start = { gamma, beta: [0, 1, 2], mean: [0.5, 0, 1], variance: [1, 2, 3] };
    const narrow = { ...CLASSIFIER, coefs: [matrix(4, 3), matrix(3, 3)], intercepts: [drawn(3), drawn(3)] };
    const { model: base } = await readImportFile((await placed(narrow)).path);
    const normal = {
      type: 'batch-normalization',
      activation: 'tanh',
      dtype: 'float64',
      epsilon: 1e-3,
      ...start,
    } as const;
    const { layers } = base;
    const model = { ...base, layers: [layers[0]!, normal, layers[1]!] };
    const table = await ownAnswersTable(model, tempFolder());
    const { experiment } = importedExperiment(model, table, { targets: null, name: 'normal' });
    expect(experiment.network.initialNormalizations).toEqual([start]);
  });
});

describe('Ninestep’s own model', () => {
  it('makes a run with the same bytes, which goes on from its weights where its rows are at hand', async () => {
    const text = modelJson(trainedModel(smallExperiment()));
    const order = await placed({});
    await writeFile(order.path, text);
    const { runId, experiment } = await importRun({ ...order, table: null });
    const directory = join(order.workspace, 'runs', runId);
    expect(await readFile(join(directory, 'model.json'), 'utf8')).toBe(text);
    expect(experiment.network.initial).toHaveLength(experiment.network.layers.length + 1);
    expect((await readMetrics(directory)).points).toHaveLength(1);
    expect(await verifyRun(directory, await readRun(directory))).toMatchObject({ checkpoints: 1 });
  });
});
