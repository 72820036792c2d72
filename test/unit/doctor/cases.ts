import type { RuleName } from '@shared/doctor/finding.ts';
import type { Experiment } from '@shared/model/experiment.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
import { type Change, changed, sgd, stack, suggestedFor, suggestedToy } from '../../helpers/patients.ts';

/** A run that a rule must find, one that is much like it and that it must not, and the cure that makes the one well. */
interface Case {
  readonly rule: RuleName;
  readonly sick: () => Experiment | Promise<Experiment>;
  readonly well: () => Experiment | Promise<Experiment>;
  readonly cure: string;
}

const toy = (id: Parameters<typeof suggestedToy>[0], change: Change) => () =>
  changed(suggestedToy(id), change);
const table = (id: Parameters<typeof suggestedFor>[0], change: Change) => async () =>
  changed(await suggestedFor(id), change);
const withoutPenalty = { activation: 'sigmoid', l1: 0, l2: 0 } as const;

/** Points above a line that few of them reach; `share` says how far up it lies. */
function rareClass(above: number): Experiment {
  return parseExperiment({
    format: 'ninestep-experiment',
    version: 1,
    data: {
      source: {
        kind: 'formula',
        rows: 1000,
        inputs: { a: [0, 1], b: [0, 1] },
        targets: { y: `a + b > ${String(above)}` },
      },
      split: { train: 0.7, validation: 0.15, test: 0.15 },
      scaling: { inputs: 'standard', targets: 'none' },
    },
    network: { layers: [], output: { activation: 'sigmoid' } },
    training: {
      loss: 'binary-cross-entropy',
      epochs: 60,
      batchSize: 32,
      optimizer: { type: 'adam', learningRate: 0.005 },
    },
  });
}

export const CASES: readonly Case[] = [
  {
    rule: 'divergence',
    sick: toy('ripple', { optimizer: sgd(1), training: { batchSize: 'full' } }),
    well: toy('ripple', { optimizer: sgd(0.03), training: { batchSize: 'full' } }),
    cure: 'Learning rate 0.01',
  },
  {
    rule: 'no-progress',
    sick: toy('moons', { network: { initializer: 'zeros', layers: stack(2, 16, 'tanh') } }),
    well: toy('moons', { network: { initializer: 'glorot-normal', layers: stack(2, 16, 'tanh') } }),
    cure: 'Initial weights: Glorot, normal',
  },
  {
    rule: 'unscaled-inputs',
    sick: table('wine', { scaling: { inputs: 'none' } }),
    // Centimetres of petals are of a good size as they are.
    well: table('iris', { scaling: { inputs: 'none' } }),
    cure: 'Standardise the inputs',
  },
  {
    rule: 'exploding-gradients',
    sick: toy('ripple', {
      network: { initializer: 'constant', initialConstant: 0.3, layers: stack(6, 16, 'relu') },
    }),
    well: toy('ripple', { network: { initializer: 'he-normal', layers: stack(6, 16, 'relu') } }),
    cure: 'Initial weights: He, normal',
  },
  {
    rule: 'vanishing-gradients',
    sick: toy('moons', {
      optimizer: sgd(0.1),
      network: { initializer: 'glorot-normal', layers: stack(6, 16, 'sigmoid') },
    }),
    well: toy('moons', {
      optimizer: sgd(0.1),
      network: { initializer: 'glorot-normal', layers: stack(6, 16, 'tanh') },
    }),
    cure: 'ReLU, weights as He, normal',
  },
  {
    rule: 'dead-units',
    sick: toy('ripple', { optimizer: { learningRate: 0.1 }, network: { layers: stack(2, 16, 'relu') } }),
    well: toy('ripple', { optimizer: { learningRate: 0.003 }, network: { layers: stack(2, 16, 'relu') } }),
    cure: 'Learning rate 0.01',
  },
  {
    rule: 'saturation',
    sick: toy('moons', {
      network: { initializer: 'constant', initialConstant: 2, layers: stack(2, 16, 'tanh') },
    }),
    well: toy('moons', { network: { initializer: 'glorot-normal', layers: stack(2, 16, 'tanh') } }),
    cure: 'Initial weights: Glorot, normal',
  },
  {
    rule: 'rate-too-high',
    sick: table('diabetes', { optimizer: { learningRate: 0.1 } }),
    well: table('diabetes', { optimizer: { learningRate: 0.01 } }),
    cure: 'Learning rate 0.01',
  },
  {
    rule: 'batch-noise',
    sick: toy('friedman', { optimizer: { learningRate: 0.03 }, training: { batchSize: 1 } }),
    well: toy('friedman', { optimizer: { learningRate: 0.003 }, training: { batchSize: 1 } }),
    cure: 'Batch size 32',
  },
  {
    rule: 'rate-too-low',
    sick: table('iris', { optimizer: { learningRate: 0.0001 } }),
    well: table('iris', { optimizer: { learningRate: 0.003 }, training: { epochs: 200 } }),
    cure: 'Learning rate 0.001',
  },
  {
    rule: 'class-imbalance',
    sick: () => rareClass(1.75),
    // As rare, but easy to tell: the network finds them by itself.
    well: () => changed(rareClass(1.75), { training: { epochs: 400 }, optimizer: { learningRate: 0.05 } }),
    cure: 'Balance the classes',
  },
  {
    rule: 'overfitting',
    sick: table('breast_cancer', {
      network: { layers: stack(2, 128, 'relu'), output: withoutPenalty },
      training: { epochs: 200 },
    }),
    well: table('breast_cancer', { training: { epochs: 30 } }),
    cure: 'Stop early',
  },
  {
    rule: 'underfitting',
    sick: toy('circles', { network: { layers: [] } }),
    well: toy('circles', { network: { layers: stack(1, 16, 'tanh') } }),
    cure: 'Add 2 hidden layers of 32 units',
  },
];
