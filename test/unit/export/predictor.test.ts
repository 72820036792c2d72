import { errorFunction } from '@shared/core/error-function.ts';
import { toPrecision } from '@shared/core/float-array.ts';
import { prepareExperiment } from '@shared/data/prepare.ts';
import { initialParameters } from '@shared/engine/parameters.ts';
import { createPredictor } from '@shared/export/predictor.ts';
import { type Activation, OUTPUT_ACTIVATIONS } from '@shared/model/activations.ts';
import { shapesOf } from '@shared/model/experiment.ts';
import type { ModelFile, ModelLayer } from '@shared/model/model-file.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
import { describe, expect, it } from 'vitest';
import { trainingSetup } from '../../../src-main/trainer/training-setup.ts';
import { FLOAT64_BACKENDS } from '../../helpers/backends.ts';
import { classificationJson, smallExperimentJson } from '../../helpers/experiments.ts';
import { withValue } from '../../helpers/json-path.ts';
import { trainedModel } from '../../helpers/trained-model.ts';

/** Sums in another order. */
const TOLERANCE = 1e-11;

const ACTIVATION_NAMES = Object.keys(OUTPUT_ACTIVATIONS) as Activation[];
const rows = [
  [0, 0],
  [3, 0.5],
  [10, -1],
  [-1e3, 1e3],
];

function modelWith(activation: Activation): ModelFile {
  const layers = [
    { type: 'dense', units: 5, activation: activation === 'softmax' ? 'relu' : activation },
    { type: 'dense', units: 3, activation: 'tanh' },
  ];
  const json = withValue(smallExperimentJson, 'network.layers', layers);
  return trainedModel(parseExperiment(withValue(json, 'network.output.activation', activation)));
}

const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));
const softplus = (z: number) => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));

/** The functions as a textbook has them. */
const FUNCTIONS: Record<Activation, (z: number, all: readonly number[]) => number> = {
  linear: (z) => z,
  relu: (z) => Math.max(0, z),
  'leaky-relu': (z) => Math.max(0.01 * z, z),
  elu: (z) => (z > 0 ? z : Math.expm1(z)),
  selu: (z) => 1.0507009873554805 * (z > 0 ? z : 1.6732632423543772 * Math.expm1(z)),
  gelu: (z) => 0.5 * z * (1 + errorFunction(z / Math.SQRT2)),
  'gelu-tanh': (z) => 0.5 * z * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (z + 0.044715 * z ** 3))),
  silu: (z) => z * sigmoid(z),
  mish: (z) => z * Math.tanh(softplus(z)),
  softplus,
  softsign: (z) => z / (1 + Math.abs(z)),
  sigmoid,
  tanh: Math.tanh,
  softmax: (z, all) => 1 / all.reduce((sum, other) => sum + Math.exp(other - z), 0),
};

/** The model file's own words, as a stranger would write them down. */
function byHand(model: ModelFile, raw: readonly number[]): number[] {
  let a = raw.map((x, i) => (x - model.inputs[i]!.transform.shift) / model.inputs[i]!.transform.scale);
  for (const layer of model.layers as Extract<ModelLayer, { type: 'dense' }>[]) {
    const z = layer.W.map((row, o) => row.reduce((sum, w, i) => sum + w * a[i]!, 0) + layer.b[o]!);
    a = z.map((value) => FUNCTIONS[layer.activation](value, z));
  }
  return a.map((y, t) => y * model.outputs[t]!.transform.scale + model.outputs[t]!.transform.shift);
}

describe.each(ACTIVATION_NAMES)('the predictor of a model with %s', (activation) => {
  const model = modelWith(activation);
  const predict = createPredictor(model);

  it('agrees with a few lines written by hand', () => {
    for (const row of rows) expectClose(model, predict(row), byHand(model, row));
  });

  it('gives the same answer whatever was asked before', () => {
    const first = rows.map(predict);
    expect([...rows].reverse().map(predict).reverse()).toEqual(first);
  });
});

function expectClose(model: ModelFile, answers: readonly number[], expected: readonly number[]): void {
  answers.forEach((value, t) => {
    const size = Math.max(Math.abs(expected[t]!), model.outputs[t]!.transform.scale);
    expect(Math.abs(value - expected[t]!)).toBeLessThanOrEqual(TOLERANCE * size);
  });
}

/** One column in, one out, neither scaled, around the given layers. */
function around(...layers: ModelLayer[]): Pick<ModelFile, 'inputs' | 'outputs' | 'layers'> {
  const column = (name: string) => ({
    name,
    transform: { kind: 'none' as const, shift: 0, scale: 1 },
    range: { min: 0, max: 1, mean: 0 },
  });
  return { inputs: ['p', 'q'].map(column), outputs: ['r', 's'].map(column), layers };
}

describe('each kind of layer, by hand', () => {
  const common = {
    activation: 'linear',
    dtype: 'float64',
    epsilon: 1,
    gamma: [2, 3],
    beta: [10, 20],
  } as const;
  const doubling: ModelLayer = {
    type: 'dense',
    activation: 'linear',
    dtype: 'float64',
    shape: [2, 2],
    W: [
      [2, 0],
      [0, 2],
    ],
    b: [0, 0],
  };

  it.each<[string, ModelLayer[], number[], number[]]>([
    [
      'batch normalisation: 2·(5 − 1)/√(3 + 1) + 10, 3·(6 − 2)/√(8 + 1) + 20',
      [
        {
          type: 'batch-normalization',
          ...common,
          gamma: [2, 3],
          beta: [10, 20],
          mean: [1, 2],
          variance: [3, 8],
        },
      ],
      [5, 6],
      [14, 24],
    ],
    [
      'layer normalisation: mean 0, variance 3: 2·√3/2 + 10, −3·√3/2 + 20',
      [{ type: 'layer-normalization', ...common, gamma: [2, 3], beta: [10, 20] }],
      [Math.sqrt(3), -Math.sqrt(3)],
      [10 + Math.sqrt(3), 20 - 1.5 * Math.sqrt(3)],
    ],
    ['dropout: nothing', [{ type: 'dropout', rate: 0.9 }], [5, 6], [5, 6]],
    ['residual over 1: 2x + x', [doubling, { type: 'residual', over: 1 }], [5, 6], [15, 18]],
    [
      'residual over 2, of which one is a residual: (2x + x) + x',
      [doubling, { type: 'residual', over: 1 }, { type: 'residual', over: 2 }],
      [1, 2],
      [4, 8],
    ],
  ])('%s', (_what, layers, inputs, expected) => {
    const answers = createPredictor(around(...layers))(inputs);
    answers.forEach((value, t) => {
      expect(value).toBeCloseTo(expected[t]!, 12);
    });
  });
});

describe.each(FLOAT64_BACKENDS)('the predictor and the engine ($name)', (backend) => {
  it.each([classificationJson, withValue(classificationJson, 'training.batchSize', 'full')])(
    'agree on a trained network of every kind of layer',
    (json) => {
      const experiment = parseExperiment(withValue(json, 'training.precision', 'float64'));
      const model = trainedModel(experiment);
      const setup = trainingSetup(experiment, prepareExperiment(experiment));
      const machine = backend.createMachine({
        ...setup,
        precision: 'float64',
        lossSettings: experiment.training,
        optimizer: null,
        clipping: null,
        batchRows: 16,
        seed: 1,
      });
      const [parameters, statistics] = flat(model.layers);
      machine.parameters.set(parameters);
      machine.statistics.set(statistics);
      expect(initialParameters(shapesOf(experiment), experiment.network, 'float64')).not.toEqual(
        machine.parameters,
      );
      const raw = [0.3, 0.8];
      const scaled = raw.map(
        (x, i) => (x - model.inputs[i]!.transform.shift) / model.inputs[i]!.transform.scale,
      );
      const answers = machine.predictRows(toPrecision('float64', scaled), 1);
      expectClose(model, createPredictor(model)(raw), [...answers].slice(0, 2));
      machine.close();
    },
  );
});

function flat(layers: readonly ModelLayer[]): [parameters: number[], statistics: number[]] {
  const parameters: number[] = [];
  const statistics: number[] = [];
  for (const layer of layers) {
    if (layer.type === 'dense') parameters.push(...layer.W.flat(), ...layer.b);
    if ('gamma' in layer) parameters.push(...layer.gamma, ...layer.beta);
    if (layer.type === 'batch-normalization') statistics.push(...layer.mean, ...layer.variance);
  }
  return [parameters, statistics];
}
