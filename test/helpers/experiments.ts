import type { Experiment } from '@shared/model/experiment.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';

/** The shortest experiment file there can be: everything else has a default. */
export const minimalExperiment = {
  format: 'ninestep-experiment',
  version: 1,
  data: { source: { kind: 'formula', inputs: { a: [0, 1] }, targets: { y: '2 * a' } } },
};

/** The example of design/product.md, word for word. */
export const sketchExperiment = {
  format: 'ninestep-experiment',
  version: 1,
  name: 'article',
  data: {
    source: {
      kind: 'formula',
      rows: 10000,
      seed: 42,
      generator: 'numpy-legacy',
      inputs: { a: [0, 100], b: [0, 100] },
      targets: { sum: 'a + b', difference: 'a - b', distance: 'abs(a - b)' },
    },
    split: { train: 0.7, validation: 0, test: 0.3, order: 'as-is' },
    scaling: { inputs: 'standard', targets: 'standard' },
  },
  network: {
    layers: [
      { type: 'dense', units: 4, activation: 'relu' },
      { type: 'dense', units: 4, activation: 'relu' },
    ],
    output: { activation: 'linear' },
    initializer: 'he-normal',
    seed: 1,
  },
  training: {
    loss: 'mse',
    optimizer: { type: 'adam', learningRate: 0.01 },
    epochs: 200,
    batchSize: 32,
    precision: 'float32',
    seed: 1,
    earlyStopping: { patience: 20 },
  },
};

/** A whole experiment file that trains in milliseconds and uses most of what there is. */
export const smallExperimentJson = {
  format: 'ninestep-experiment',
  version: 1,
  name: 'small',
  description: 'Trains in milliseconds.',
  data: {
    source: {
      kind: 'formula',
      rows: 60,
      seed: 3,
      noise: 0,
      generator: 'ninestep',
      inputs: { a: [0, 10], b: [-1, 1] },
      targets: { sum: 'a + b', product: 'a * b' },
    },
    columns: [],
    split: { train: 0.6, validation: 0.2, test: 0.2, order: 'shuffled', seed: 5 },
    scaling: { inputs: 'standard', targets: 'min-max' },
  },
  network: {
    layers: [{ type: 'dense', units: 3, activation: 'tanh', l1: 0, l2: 0 }],
    output: { activation: 'linear', l1: 0, l2: 0 },
    initializer: 'glorot-uniform',
    initialConstant: 0.1,
    seed: 7,
  },
  training: {
    loss: 'mse',
    huberDelta: 1,
    classWeights: 'none',
    optimizer: { type: 'adam', learningRate: 0.02, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
    schedule: { type: 'constant' },
    warmUpEpochs: 0,
    epochs: 4,
    batchSize: 16,
    shuffle: true,
    precision: 'float32',
    seed: 11,
  },
  testCases: [{ inputs: { a: 3, b: 0.5 } }, { inputs: { a: 1, b: 1 }, expected: { sum: 2, product: 1 } }],
};

/** A classification that trains in milliseconds: which of two numbers is larger, with every kind of layer. */
export const classificationJson = {
  format: 'ninestep-experiment',
  version: 1,
  name: 'larger',
  data: {
    source: {
      kind: 'formula',
      rows: 60,
      inputs: { a: [0, 1], b: [0, 1] },
      targets: { first: 'a > b ? 1 : 0', second: 'a > b ? 0 : 1' },
    },
    split: { train: 0.6, validation: 0.2, test: 0.2 },
    scaling: { targets: 'none' },
  },
  network: {
    layers: [
      { type: 'dense', units: 4, activation: 'linear' },
      { type: 'batch-normalization', activation: 'relu' },
      { type: 'dropout', rate: 0.2 },
      { type: 'dense', units: 4, activation: 'gelu' },
      { type: 'residual', over: 2 },
      { type: 'layer-normalization' },
    ],
    output: { activation: 'softmax' },
  },
  training: { loss: 'softmax-cross-entropy', epochs: 3, batchSize: 16 },
  testCases: [{ inputs: { a: 0.9, b: 0.1 } }],
};

export function smallExperiment(): Experiment {
  return parseExperiment(smallExperimentJson);
}
