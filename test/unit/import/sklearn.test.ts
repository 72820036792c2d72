import { describe, expect, it } from 'vitest';
import { createPredictor } from '@shared/export/predictor.ts';
import { importedModel } from '@shared/import/import-model.ts';
import { readSklearn } from '@shared/import/sklearn.ts';
import { parseModelFile } from '@shared/schema/model-file.ts';
import { largestDifference } from '../../helpers/imported-models.ts';
import { thrownBy } from '../../helpers/thrown.ts';
import sklearn from '../../fixtures/import/sklearn.json' with { type: 'json' };

/** Both compute in float64; sums are taken in other orders. */
const TOLERANCE = 1e-12;

describe(`coefficients that ${sklearn.by} learned`, () => {
  it.each(sklearn.cases)('$name: the model answers as scikit-learn does', ({ file, rows, answers }) => {
    const model = importedModel(readSklearn(file), 'net');
    parseModelFile(JSON.parse(JSON.stringify(model)));
    const predict = createPredictor(model);
    expect(
      largestDifference(
        rows.map((row) => predict(row)),
        answers,
      ),
    ).toBeLessThan(TOLERANCE);
  });

  it.each([
    ['regression', 'regression', ['a', 'b', 'c', 'd'], ['y']],
    ['two outputs', 'regression', ['x1', 'x2', 'x3', 'x4'], ['y1', 'y2']],
    ['binary', 'binary', ['a', 'b', 'c', 'd'], ['answer = yes']],
    ['multiclass', 'multiclass', ['x1', 'x2', 'x3', 'x4'], ['class = 0', 'class = 1', 'class = 2']],
    ['multilabel', 'multilabel', ['x1', 'x2', 'x3', 'x4'], ['y1 = 1', 'y2 = 1']],
  ])('%s: names and task are those of the file, or stand-ins', (name, task, inputs, outputs) => {
    const { file } = sklearn.cases.find((own) => own.name === name)!;
    const model = importedModel(readSklearn(file), 'net');
    expect(model.task).toBe(task);
    expect(model.inputs.map((input) => input.name)).toEqual(inputs);
    expect(model.outputs.map((output) => output.name)).toEqual(outputs);
    expect(model.training).toBeNull();
  });

  const [regression] = sklearn.cases;
  const file = regression!.file;
  it.each([
    ['a missing list', { coefs: undefined }, 'MISSING_FIELD', 'coefs'],
    ['an unknown activation', { activation: 'gelu' }, 'INVALID_VALUE', 'activation'],
    ['too few intercepts', { intercepts: file.intercepts.slice(1) }, 'INVALID_VALUE', 'intercepts'],
    [
      'layers that do not follow one another',
      { coefs: [...file.coefs].reverse() },
      'INVALID_VALUE',
      'scalers[0].center',
    ],
    [
      'a row that is too short',
      { coefs: [file.coefs[0]!.map((row, k) => (k === 1 ? row.slice(1) : row)), ...file.coefs.slice(1)] },
      'INVALID_VALUE',
      'coefs[0]',
    ],
    [
      'a scaler that divides by 0',
      { scalers: [{ center: [0, 0, 0, 0], scale: [1, 0, 1, 1] }] },
      'INVALID_VALUE',
      'scalers[0].scale[1]',
    ],
    ['too many names', { featureNames: ['a'] }, 'INVALID_VALUE', 'featureNames'],
    ['softmax in a regression', { outActivation: 'softmax' }, 'INVALID_VALUE', 'outActivation'],
    ['a field of later times', { dropout: 0.5 }, 'UNKNOWN_FIELD', 'dropout'],
    ['a newer version', { version: 2 }, 'FILE_TOO_NEW', 'version'],
  ])('refuses %s, and says where', (_what, change, code, at) => {
    expect(thrownBy(() => readSklearn({ ...file, ...change }))).toMatchObject({ code, at });
  });
});
