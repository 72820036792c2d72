import { describe, expect, it } from 'vitest';
import { createPredictor } from '@shared/export/predictor.ts';
import { readBrainjs } from '@shared/import/brainjs.ts';
import { importedModel } from '@shared/import/import-model.ts';
import { parseModelFile } from '@shared/schema/model-file.ts';
import { largestDifference } from '../../helpers/imported-models.ts';
import { thrownBy } from '../../helpers/thrown.ts';
import brainjs from '../../fixtures/import/brainjs.json' with { type: 'json' };

/** brain.js keeps every value in float32. */
const TOLERANCE = 1e-6;

describe('networks of brain.js', () => {
  it.each(brainjs.cases)(
    '$name: the model answers as brain.js does',
    ({ file, inputs, outputs, rows, answers }) => {
      const model = importedModel(readBrainjs(file), 'net');
      parseModelFile(JSON.parse(JSON.stringify(model)));
      const places = model.inputs.map(({ name }, i) => inputs?.indexOf(name) ?? i);
      const outputPlaces = (outputs ?? model.outputs.map(({ name }) => name)).map((name) =>
        model.outputs.findIndex((output) => output.name === name),
      );
      const predict = createPredictor(model);
      const found = rows.map((row) => {
        const all = predict(places.map((place) => row[place]!));
        return outputPlaces.map((place) => all[place]!);
      });
      expect(largestDifference(found, answers)).toBeLessThan(TOLERANCE);
    },
  );

  const ofLists = brainjs.cases.find(({ name }) => name.includes('2.0'))!.file;
  const ofNodes = brainjs.cases[0]!.file;
  it.each([
    ['a recurrent network', { ...ofLists, type: 'LSTM' }, 'MODEL_UNSUPPORTED', 'type'],
    ['an activation of nobody', { ...ofNodes, activation: 'sin' }, 'MODEL_UNSUPPORTED', 'activation'],
    [
      'leaky ReLU of versions that do not agree on it',
      { ...ofNodes, activation: 'leaky-relu' },
      'MODEL_UNSUPPORTED',
      'activation',
    ],
    [
      'a layer without biases',
      {
        ...ofLists,
        layers: [
          { weights: [], biases: [] },
          { weights: [[1, 2, 3]], biases: [] },
        ],
      },
      'INVALID_VALUE',
      'layers[1]',
    ],
    [
      'a weight that is missing',
      { ...ofNodes, layers: [{ 0: {}, 1: {} }, { 0: { bias: 1, weights: { 0: 1 } } }] },
      'INVALID_VALUE',
      'layers[1]."0".weights',
    ],
  ])('refuses %s, and says where', (_what, file, code, at) => {
    expect(thrownBy(() => readBrainjs(file))).toMatchObject({ code, at });
  });
});
