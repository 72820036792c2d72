import { proveGraph } from '@shared/export/onnx/prove-graph.ts';
import { onnxModel } from '@shared/export/onnx/write-onnx.ts';
import { predictedClasses } from '@shared/export/predicted-classes.ts';
import { createPredictor } from '@shared/export/predictor.ts';
import { ACTIVATIONS } from '@shared/model/activations.ts';
import type { ModelFile } from '@shared/model/model-file.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
import { describe, expect, it } from 'vitest';
import { smallExperimentJson } from '../../helpers/experiments.ts';
import { EXPORT_TASKS, mixedModel, numberRows, rawCases } from '../../helpers/exported-models.ts';
import { flatten, largestRelativeError } from '../../helpers/numbers.ts';
import { graphAnswers, ONNX_RUNNERS } from '../../helpers/onnx.ts';
import { trainedModel } from '../../helpers/trained-model.ts';

/** What the issue asks of float32. In float64 the same operations run in nearly the same order. */
const TOLERANCES = { float32: 1e-5, float64: 1e-12 };
/** An ε is written as float32; so is the error function computed, whatever the model was trained in. */
const WITH_EPSILON = 1e-8;
const WITH_ERROR_FUNCTION = 1e-6;
type Precision = keyof typeof TOLERANCES;
const PRECISIONS: Precision[] = ['float32', 'float64'];

const CASES = PRECISIONS.flatMap((precision) =>
  EXPORT_TASKS.map(([task, changes]) => {
    const model = mixedModel({ ...changes, training: { ...changes.training, precision } });
    return { task, precision, model, ...rawCases(model) };
  }),
);

/** Every kind of layer with one activation. */
function modelOfAllLayers(activation: string, precision: Precision): ModelFile {
  const layers = [
    { type: 'dense', units: 4, activation },
    { type: 'batch-normalization', activation },
    { type: 'layer-normalization', activation },
    { type: 'dense', units: 4, activation: 'linear' },
    { type: 'residual', over: 2 },
    { type: 'dropout', rate: 0.2 },
  ];
  const network = { ...smallExperimentJson.network, layers };
  const training = { ...smallExperimentJson.training, precision };
  return trainedModel(parseExperiment({ ...smallExperimentJson, network, training }));
}

function allowedFor(activation: string, precision: Precision): number {
  if (precision === 'float32') return TOLERANCES.float32;
  return activation === 'gelu' ? WITH_ERROR_FUNCTION : WITH_EPSILON;
}

describe.each(ONNX_RUNNERS)('an ONNX model in $name', (runner) => {
  const { isThere, runnerOf } = runner;

  it.skipIf(!isThere).each(CASES)(
    'answers raw rows as the app does, with all types of columns: $task, $precision',
    async ({ precision, model, rows, expected }) => {
      const { values, classes } = await graphAnswers(model, runner, rows);
      expect(largestRelativeError(flatten(values), flatten(expected))).toBeLessThanOrEqual(
        TOLERANCES[precision],
      );
      const levels = expected.map((row) => predictedClasses(model.outputs, row).map(({ level }) => level));
      expect(classes).toEqual(levels);
    },
  );

  it.skipIf(!isThere).each(PRECISIONS)(
    'knows every kind of layer with every activation: %s',
    async (precision) => {
      const rows = numberRows();
      for (const activation of Object.keys(ACTIVATIONS)) {
        const model = modelOfAllLayers(activation, precision);
        const { values } = await graphAnswers(model, runner, rows);
        const error = largestRelativeError(flatten(values), flatten(rows.map(createPredictor(model))));
        expect(error, activation).toBeLessThanOrEqual(allowedFor(activation, precision));
      }
    },
  );

  it.skipIf(!isThere)('gives a row alone the answer that it gives it among others', async () => {
    const { model, rows } = CASES[0]!;
    const among = await graphAnswers(model, runner, rows);
    const alone = await graphAnswers(model, runner, rows.slice(0, 1));
    expect(largestRelativeError(flatten(alone.values), flatten(among.values.slice(0, 1)))).toBeLessThan(1e-6);
  });

  it.skipIf(!isThere)(
    'proves itself on the golden cases of its model, and finds a changed weight',
    async () => {
      for (const { model } of CASES) {
        const onnx = onnxModel(model, 'test');
        await expect(proveGraph(onnx.graph, model, runnerOf(onnx))).resolves.toBeGreaterThanOrEqual(0);
        const spoilt = onnxModel(withChangedWeight(model), 'test');
        await expect(proveGraph(spoilt.graph, model, runnerOf(spoilt))).rejects.toMatchObject({
          code: 'GOLDEN_CASE_MISMATCH',
          at: expect.stringMatching(/^golden case \d+$/) as unknown,
        });
      }
    },
  );
});

function withChangedWeight(model: ModelFile): ModelFile {
  const layers = model.layers.map((layer, k) => {
    if (layer.type !== 'dense' || k < model.layers.length - 1) return layer;
    return { ...layer, b: layer.b.map((b, o) => (o === 0 ? b + 0.01 : b)) };
  });
  return { ...model, layers };
}
