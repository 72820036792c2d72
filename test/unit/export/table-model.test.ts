import { LIMITS } from '@shared/core/limits.ts';
import { inputMatrix, prepareExperiment, targetMatrix } from '@shared/data/prepare.ts';
import { cellText } from '@shared/data/raw-table.ts';
import { unscaleValue } from '@shared/data/transforms.ts';
import { referenceBackend } from '@shared/engine/reference-machine.ts';
import { modelChecksum, modelJson } from '@shared/export/model-json.ts';
import { createPredictor } from '@shared/export/predictor.ts';
import { verifyModel } from '@shared/export/verify-model.ts';
import type { RawValue } from '@shared/model/column-catalog.ts';
import type { ModelFile } from '@shared/model/model-file.ts';
import { parseModelFile } from '@shared/schema/model-file.ts';
import { parseJson } from '@shared/schema/safe-json.ts';
import { describe, expect, it } from 'vitest';
import { trainingSetup } from '../../../src-main/trainer/training-setup.ts';
import { smallExperiment } from '../../helpers/experiments.ts';
import { type MixedChanges, mixedExperiment, mixedTable } from '../../helpers/mixed-table.ts';
import { largestRelativeError } from '../../helpers/numbers.ts';
import { train, trainedModel } from '../../helpers/trained-model.ts';

/** Another order of sums; the machine and the file compute the same otherwise. */
const TOLERANCE = 1e-12;
const ROWS = 120;
const table = mixedTable(ROWS, 4);

function reread(model: ModelFile): ModelFile {
  const written = parseJson(modelJson(model), 'x');
  const parsed = parseModelFile(written);
  expect(verifyModel(parsed, written).largestDifference).toBe(0);
  return parsed;
}

/** A row of the table as a person would type it: texts, and nothing where a cell is empty. */
function rawRow(model: ModelFile, row: number): RawValue[] {
  return model.inputs.map(({ name }) =>
    cellText(
      table.columns.find((own) => own.name === name)!,
      row,
    ),
  );
}

/** [features, rows] → [rows, features], as the machine is asked. */
function rowAfterRow(matrix: ArrayLike<number>, rows: number): Float64Array {
  const features = matrix.length / rows;
  return Float64Array.from(
    { length: matrix.length },
    (_, k) => matrix[(k % features) * rows + Math.floor(k / features)]!,
  );
}

const classTarget: MixedChanges = {
  columns: { price: { role: 'ignored' }, profit: { role: 'ignored' }, shop: { role: 'target' } },
  network: { output: { activation: 'softmax' } },
  training: { loss: 'softmax-cross-entropy', classWeights: 'balanced' },
};
/** An output is called by its column and its level, which may be a text as long as a note. */
const longLevel: MixedChanges = {
  ...classTarget,
  columns: {
    ...classTarget.columns,
    shop: { role: 'target', levels: ['north', 'south', 'west', 'x'.repeat(LIMITS.textLength)] },
  },
};
const yesOrNoTarget: MixedChanges = {
  columns: { price: { role: 'ignored' }, profit: { role: 'ignored' }, open: { role: 'target' } },
  network: { output: { activation: 'sigmoid' } },
  training: { loss: 'binary-cross-entropy' },
};
const unusualTargets: MixedChanges = {
  columns: { price: { role: 'ignored' }, day: { role: 'target' }, grade: { role: 'target' } },
};

describe.each<[string, MixedChanges]>([
  ['numbers, one by logarithm', {}],
  ['one of several classes', classTarget],
  ['one of several classes, with a long name', longLevel],
  ['yes or no', yesOrNoTarget],
  ['a date and a place in an order', unusualTargets],
  ['groups kept together', { split: { order: 'grouped' } }],
  [
    'parts by a column, in single precision',
    { split: { order: 'column' }, training: { precision: 'float32' } },
  ],
])('the model of a table with all types of columns: %s', (_what, changes) => {
  const experiment = mixedExperiment({ rows: ROWS, ...changes });
  const { model, trainer, data } = train(experiment, table);
  const parsed = reread(model!);

  it('comes back from its file to the same bytes', () => {
    expect(modelJson(parsed)).toBe(modelJson(model!));
  });

  it('answers raw rows as the network answers the prepared ones, in every part', () => {
    const setup = trainingSetup(experiment, data);
    const machine = referenceBackend.createMachine({
      ...setup,
      precision: 'float64',
      lossSettings: experiment.training,
      optimizer: null,
      clipping: null,
      batchRows: 16,
      seed: 1,
    });
    machine.parameters.set(trainer.best!.parameters);
    const predict = createPredictor(parsed);
    for (const rows of Object.values(data.rows)) {
      const answers = machine.predictRows(
        rowAfterRow(inputMatrix(data, rows, 'float64'), rows.length),
        rows.length,
      );
      const T = parsed.outputs.length;
      const inApp = Array.from(rows, (_, n) =>
        parsed.outputs.map(({ transform }, t) => unscaleValue(transform, answers[t * rows.length + n]!)),
      );
      const fromFile = Array.from(rows, (row) => predict(rawRow(parsed, row)));
      expect(inApp.flat()).toHaveLength(T * rows.length);
      expect(largestRelativeError(fromFile.flat(), inApp.flat())).toBeLessThan(TOLERANCE);
    }
    machine.close();
  });

  it('has golden cases with missing values and every type among them', () => {
    const inputs = parsed.goldenCases.flatMap((golden) => golden.inputs);
    expect(new Set(inputs.map((value) => (value === null ? 'missing' : typeof value)))).toEqual(
      new Set(['missing', 'number', 'string']),
    );
  });

  it('carries the name of its table, and no folder', () => {
    expect(model!.training!.experiment.data.source).toMatchObject({ kind: 'file', path: 'shops.csv' });
    expect(modelJson(model!)).not.toContain('someone');
  });
});

describe('errors in raw units', () => {
  it('of a target by logarithm are those of its raw answers', () => {
    const { model, data } = train(mixedExperiment({ rows: ROWS }), table);
    const predict = createPredictor(model!);
    const { values } = data.targets[0]!;
    for (const part of ['train', 'validation', 'test'] as const) {
      const errors = Array.from(data.rows[part], (row) => predict(rawRow(model!, row))[0]! - values[row]!);
      const rmse = Math.sqrt(errors.reduce((sum, error) => sum + error ** 2, 0) / errors.length);
      expect(Math.abs(model!.metrics[part]!.rmse[0]! / rmse - 1)).toBeLessThan(TOLERANCE);
    }
  });
});

describe('raw values through the preparation and back', () => {
  it('are what they were: for every target, and every input that a number stands for', () => {
    const data = prepareExperiment(mixedExperiment({ rows: ROWS, ...unusualTargets }), table);
    const rows = Uint32Array.from(Object.values(data.rows).flatMap((own) => [...own]));
    const scaled = targetMatrix(data, rows, 'float64');
    data.targets.forEach(({ values, fitted }, t) => {
      rows.forEach((row, n) => {
        const back = unscaleValue(fitted[0]!.transform, scaled[t * rows.length + n]!);
        expect(Math.abs(back - values[row]!)).toBeLessThan(TOLERANCE * Math.max(1, Math.abs(values[row]!)));
      });
    });
    const inputs = inputMatrix(data, rows, 'float64');
    const { values, fitted } = data.inputs[0]!; // amount, the first feature
    rows.forEach((row, n) => {
      if (Number.isNaN(values[row]!)) return;
      expect(unscaleValue(fitted.transform, inputs[n]!)).toBeCloseTo(values[row]!, 10);
    });
  });
});

describe('a model written by version 0.1.0', () => {
  const model = trainedModel(smallExperiment());
  /** Its inputs said no type, its experiment knew no columns and no noise. */
  const written = structuredClone(model) as unknown as {
    inputs: { type?: string }[];
    training: { experiment: { data: { columns?: unknown; source: { noise?: unknown } } } };
    checksum: string;
  };
  for (const input of written.inputs) delete input.type;
  delete written.training.experiment.data.columns;
  delete written.training.experiment.data.source.noise;
  written.checksum = modelChecksum(written);

  it('is still read, verified and asked', () => {
    const parsed = parseModelFile(written);
    expect(verifyModel(parsed, written)).toEqual({ goldenCases: 17, largestDifference: 0 });
    expect(createPredictor(parsed)([3, 0.5])).toEqual(createPredictor(model)([3, 0.5]));
    expect(parsed.training!.experiment).toEqual(model.training!.experiment);
  });
});

describe('the path of a table in a model', () => {
  it.each([
    ['/home/someone/private/shops.csv', 'shops.csv'],
    ['C:\\Users\\someone\\shops.csv', 'shops.csv'],
    ['../someone/shops.csv', 'shops.csv'],
    ['shops.csv', 'shops.csv'],
  ])('%s is told as %s', (path, told) => {
    const experiment = mixedExperiment({ rows: ROWS });
    const { source } = experiment.data;
    if (source.kind === 'file') source.path = path;
    const { experiment: kept } = trainedModel(experiment, table).training!;
    expect(kept.data.source).toEqual({ ...source, path: told });
  });
});
