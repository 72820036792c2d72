import { toPrecision } from '@shared/core/float-array.ts';
import { compileProgram, forward, setParameters } from '@shared/engine/program.ts';
import { createPredictor } from '@shared/export/predictor.ts';
import type { Activation } from '@shared/model/activations.ts';
import { ACTIVATIONS } from '@shared/model/activations.ts';
import type { ModelFile } from '@shared/model/model-file.ts';
import { layerShapes } from '@shared/model/network.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
import { describe, expect, it } from 'vitest';
import { smallExperimentJson } from '../../helpers/experiments.ts';
import { withValue } from '../../helpers/json-path.ts';
import { trainedModel } from '../../helpers/trained-model.ts';

/** Sums in another order. */
const TOLERANCE = 1e-12;

const ACTIVATION_NAMES = Object.keys(ACTIVATIONS) as Activation[];
const rows = [
  [0, 0],
  [3, 0.5],
  [10, -1],
  [-1e3, 1e3],
];

function modelWith(activation: Activation): ModelFile {
  const layers = [
    { type: 'dense', units: 5, activation },
    { type: 'dense', units: 3, activation: 'tanh' },
  ];
  const json = withValue(smallExperimentJson, 'network.layers', layers);
  return trainedModel(parseExperiment(withValue(json, 'network.output.activation', activation)));
}

/** The model file's own words, as a stranger would write them down. */
function byHand(model: ModelFile, raw: readonly number[]): number[] {
  const f = {
    linear: (z: number) => z,
    relu: (z: number) => Math.max(0, z),
    sigmoid: (z: number) => 1 / (1 + Math.exp(-z)),
    tanh: Math.tanh,
  };
  let a = raw.map((x, i) => (x - model.inputs[i]!.transform.shift) / model.inputs[i]!.transform.scale);
  for (const { W, b, activation } of model.layers) {
    a = W.map((row, o) => f[activation](row.reduce((sum, w, i) => sum + w * a[i]!, 0) + b[o]!));
  }
  return a.map((y, t) => y * model.outputs[t]!.transform.scale + model.outputs[t]!.transform.shift);
}

/** The engine's own forward pass, in double precision. */
function byEngine(model: ModelFile, raw: readonly number[]): number[] {
  const { network } = model.training.experiment;
  const program = compileProgram(
    layerShapes(network, model.inputs.length, model.outputs.length),
    1,
    'float64',
  );
  setParameters(program, model.layers);
  const scaled = raw.map((x, i) => (x - model.inputs[i]!.transform.shift) / model.inputs[i]!.transform.scale);
  const answers = forward(program, toPrecision('float64', scaled), 1);
  return model.outputs.map(({ transform }, t) => answers[t]! * transform.scale + transform.shift);
}

describe.each(ACTIVATION_NAMES)('the predictor of a model with %s', (activation) => {
  const model = modelWith(activation);
  const predict = createPredictor(model);

  it.each([
    ['a few lines written by hand', byHand],
    ["the engine's forward pass", byEngine],
  ])('agrees with %s', (_what, other) => {
    for (const row of rows) {
      const expected = other(model, row);
      predict(row).forEach((value, t) => {
        const size = Math.max(Math.abs(expected[t]!), model.outputs[t]!.transform.scale);
        expect(Math.abs(value - expected[t]!)).toBeLessThanOrEqual(TOLERANCE * size);
      });
    }
  });

  it('gives the same answer whatever was asked before', () => {
    const first = rows.map(predict);
    expect([...rows].reverse().map(predict).reverse()).toEqual(first);
  });
});
