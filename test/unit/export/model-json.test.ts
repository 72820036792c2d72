import { exportedModelJson, modelChecksum, modelJson, sealModel } from '@shared/export/model-json.ts';
import { createPredictor } from '@shared/export/predictor.ts';
import { verifyModel } from '@shared/export/verify-model.ts';
import { type NumberForm, NUMBER_FORMS } from '@shared/model/export-formats.ts';
import type { ModelFile } from '@shared/model/model-file.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
import { parseModelFile } from '@shared/schema/model-file.ts';
import { parseJson } from '@shared/schema/safe-json.ts';
import { describe, expect, it } from 'vitest';
import { classificationJson, smallExperiment } from '../../helpers/experiments.ts';
import { withValue } from '../../helpers/json-path.ts';
import { mixedExperiment, mixedTable } from '../../helpers/mixed-table.ts';
import { thrownBy } from '../../helpers/thrown.ts';
import { trainedModel } from '../../helpers/trained-model.ts';

const MODELS = {
  'of numbers': trainedModel(smallExperiment()),
  'with every kind of layer': trainedModel(parseExperiment(classificationJson)),
  'of a table, in float64': trainedModel(mixedExperiment(), mixedTable(120, 1)),
};
const CASES = Object.entries(MODELS).flatMap(([title, model]) =>
  NUMBER_FORMS.map((form) => [title, form, model] as const),
);

/** Reads a file as Ninestep does: checked against itself. */
function open(text: string): ModelFile {
  const written = parseJson(text, 'The model');
  const model = parseModelFile(written);
  expect(verifyModel(model, written).largestDifference).toBe(0);
  return model;
}

function withoutProof({ sums: _, checksum: __, ...content }: ModelFile): object {
  return content;
}

describe.each(CASES)('a model %s, written %s', (_title, form, model) => {
  const text = exportedModelJson(model, form);

  it('is the same model to the last bit when it is read', () => {
    const read = open(text);
    expect(withoutProof(read)).toEqual(withoutProof(model));
    const predict = createPredictor(read);
    for (const { inputs, outputs } of model.goldenCases) expect(predict(inputs)).toEqual(outputs);
  });

  it.each<NumberForm>([...NUMBER_FORMS])('comes back to the same bytes by way of %s', (other) => {
    expect(exportedModelJson(open(text), form)).toBe(text);
    expect(exportedModelJson(open(exportedModelJson(open(text), other)), form)).toBe(text);
  });

  it('has a checksum by the one rule, of the file as it stands', () => {
    const written = JSON.parse(text) as ModelFile;
    expect(modelChecksum(written)).toBe(written.checksum);
  });
});

it('a run writes its model as an export does', () => {
  for (const model of Object.values(MODELS))
    expect(exportedModelJson(model, 'readable')).toBe(modelJson(model));
});

it('base64 takes less than half of the room once there are weights to speak of', () => {
  const wide = { layers: [{ type: 'dense', units: 64 }] };
  const model = trainedModel(mixedExperiment({ network: wide }), mixedTable(120, 1));
  const layersIn = (form: NumberForm) =>
    JSON.stringify((JSON.parse(exportedModelJson(model, form)) as ModelFile).layers).length;
  expect(layersIn('base64')).toBeLessThan(0.55 * layersIn('readable'));
});

describe('unknown fields', () => {
  const deep = MODELS['with every kind of layer'];

  it.each<[keyof typeof MODELS, string]>([
    ['with every kind of layer', 'license'],
    ['with every kind of layer', 'training.operator'],
    ['with every kind of layer', 'metrics.holdout'],
    ['with every kind of layer', 'goldenCases[0].note'],
    ['with every kind of layer', 'layers[0].note'],
    ['with every kind of layer', 'layers[1].note'],
    ['with every kind of layer', 'layers[2].note'],
    ['with every kind of layer', 'layers[4].note'],
    ['with every kind of layer', 'layers[5].note'],
    ['of numbers', 'testCases[0].note'],
    ['of a table, in float64', 'inputs[0].unit'],
    ['of a table, in float64', 'inputs[3].unit'],
    ['of a table, in float64', 'inputs[6].unit'],
    ['of a table, in float64', 'inputs[0].transform.note'],
    ['of a table, in float64', 'inputs[0].missing.note'],
    ['of a table, in float64', 'outputs[0].unit'],
    ['of a table, in float64', 'outputs[0].range.median'],
  ])('of a model %s are kept when it is written again: %s', (title, place) => {
    const value = { of: ['another', 'program'], since: 2027, version: null };
    const foreign = withValue<ModelFile>(MODELS[title], place, value);
    const file = { ...foreign, checksum: modelChecksum(foreign) };
    for (const form of NUMBER_FORMS) {
      const text = exportedModelJson(open(modelJson(file)), form);
      expect(text).toContain('"another", "program"');
      expect(exportedModelJson(open(text), form)).toBe(text);
    }
  });

  it.each([
    ['layers[2].W', 5],
    ['layers[2].mean', { base64: 7 }],
    ['layers[4].gamma', null],
  ])('that have the name of a list elsewhere are no list: %s = %j', (place, value) => {
    const file = sealModel<ModelFile>(withValue(deep, place, value));
    for (const form of NUMBER_FORMS) {
      const text = exportedModelJson(open(modelJson(file)), form);
      expect(exportedModelJson(open(text), 'readable')).toBe(modelJson(file));
    }
  });

  it('are covered by the checksum', () => {
    const file = sealModel({ ...deep, license: 'MIT' });
    const changed = { ...file, license: 'none' };
    expect(thrownBy(() => verifyModel(parseModelFile(changed), changed)).code).toBe('CHECKSUM_MISMATCH');
  });

  it('may hold everything but numbers beyond all numbers', () => {
    const text = modelJson(deep).replace('{', '{ "size": [{ "a": 1e999 }], ');
    const error = thrownBy(() => parseModelFile(parseJson(text, 'x')));
    expect(error).toMatchObject({ code: 'INVALID_VALUE', at: 'size' });
  });
});

describe('packed numbers in a file', () => {
  const packed = JSON.parse(exportedModelJson(MODELS['with every kind of layer'], 'base64')) as ModelFile;

  it.each<[string, unknown, string]>([
    ['layers[0].W.base64', 'AAAA', 'layers[0].W.base64'],
    ['layers[0].W.shape', [1, 2], 'layers[0].W.base64'],
    ['layers[0].W.dtype', 'int8', 'layers[0].W.dtype'],
    ['layers[0].b', {}, 'layers[0].b.base64'],
    ['layers[1].mean.base64', null, 'layers[1].mean.base64'],
    ['layers[1].gamma', 'AAAA', 'layers[1].gamma'],
  ])('are refused where they are wrong: %s = %j', (place, value, at) => {
    const error = thrownBy(() => parseModelFile(withValue(packed, place, value)));
    expect(error.at).toBe(at);
  });

  it('are refused where another shape belongs', () => {
    const { W } = packed.layers[0] as unknown as { W: { shape: number[] } };
    const flat = withValue(packed, 'layers[0].W.shape', [W.shape[0]! * W.shape[1]!]);
    expect(thrownBy(() => parseModelFile(flat)).at).toBe('layers[0].W[0]');
  });
});
