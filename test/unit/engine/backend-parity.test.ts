import { type Precision, toPrecision } from '@shared/core/float-array.ts';
import { Random } from '@shared/core/random.ts';
import type { Backend, Machine, MachineSetup } from '@shared/engine/machine.ts';
import { coefficientWriter, updateRule } from '@shared/engine/optimizers/optimizer.ts';
import { referenceBackend } from '@shared/engine/reference-machine.ts';
import { ACTIVATIONS, type UnitActivation } from '@shared/model/activations.ts';
import type { Layer } from '@shared/model/layer-catalog.ts';
import { layerShapes, type Network } from '@shared/model/network.ts';
import { defaultsOf } from '@shared/model/fields.ts';
import {
  type FirstOrderOptimizer,
  isSecondOrder,
  type Loss,
  LOSSES,
  type Optimizer,
  optimizerCatalog,
} from '@shared/model/training-catalog.ts';
import { describe, expect, it } from 'vitest';
import { BACKENDS, finestPrecision, FLOAT64_BACKENDS, precisionsOf } from '../../helpers/backends.ts';

/** What the design promises for gradients and losses of one step. */
const TOLERANCE: Record<Precision, number> = { float32: 1e-5, float64: 1e-12 };
/** After some steps: roundings of one are carried on by the next. */
const TOLERANCE_OF_STEPS: Record<Precision, number> = { float32: 1e-4, float64: 1e-9 };
const SEED = Number(process.env.SEED ?? 1);
const FAST = BACKENDS.filter(({ name }) => name !== 'reference');

const dense = (units: number, activation: UnitActivation = 'tanh'): Layer => ({
  type: 'dense',
  units,
  activation,
  l1: 0,
  l2: 0,
});
const batchNorm: Layer = { type: 'batch-normalization', momentum: 0.1, epsilon: 1e-5, activation: 'relu' };
const layerNorm: Layer = { type: 'layer-normalization', epsilon: 1e-5, activation: 'silu' };
const dropout: Layer = { type: 'dropout', rate: 0.3 };
const residual = (over: number): Layer => ({ type: 'residual', over });

/** Kinds of layers, alone and together; widths odd, prime and not multiples of four. */
const NETWORKS: readonly (readonly [string, Layer[]])[] = [
  ['no hidden layer', []],
  ['dense 1', [dense(1)]],
  ['dense 7, relu 5, relu 3', [dense(7), dense(5, 'relu'), dense(3, 'relu')]],
  ['penalties', [{ ...dense(6), l1: 0.02, l2: 0.3 } as Layer, dense(4, 'relu')]],
  ['dropout', [dense(9, 'relu'), dropout, dense(4), dropout]],
  ['dropout of the inputs', [dropout, dense(5)]],
  ['batch normalisation', [dense(6, 'linear'), batchNorm, dense(5), batchNorm]],
  ['layer normalisation', [dense(6, 'linear'), layerNorm, dense(5), layerNorm]],
  ['residual', [dense(5, 'relu'), dense(5, 'relu'), dense(5), residual(2), dense(3)]],
  ['residual from the inputs', [dense(8), dense(3), residual(2), dense(3, 'relu')]],
  ['two residuals from one place', [dense(4), dense(4), residual(1), dense(4), residual(3)]],
  [
    'everything',
    [dense(6, 'gelu'), layerNorm, dropout, dense(6), residual(3), batchNorm, dense(130, 'relu')],
  ],
];

/** [inputs, targets, rows, batch rows]. */
const SHAPES = [
  [3, 1, 1, 1],
  [3, 2, 13, 13],
  [3, 5, 29, 8],
  [3, 3, 300, 37],
] as const;

interface Problem {
  layers: Layer[];
  shape: readonly [number, number, number, number];
  loss?: Loss;
  optimizer?: FirstOrderOptimizer;
  precision?: Precision;
  weighted?: boolean;
  clipping?: MachineSetup['clipping'];
}

const OUTPUT_OF: Partial<Record<Loss, Network['output']['activation']>> = {
  'binary-cross-entropy': 'sigmoid',
  'softmax-cross-entropy': 'softmax',
};

function setupOf(problem: Problem): MachineSetup {
  const [inputs, targets, rows, batchRows] = problem.shape;
  const precision = problem.precision ?? 'float64';
  const loss = problem.loss ?? 'mse';
  const random = new Random(SEED, 'backend parity');
  const array = (length: number, numberAt: () => number) =>
    toPrecision(precision, Array.from({ length }, numberAt));
  const X = array(inputs * rows, () => random.normal());
  const Y = array(targets * rows, () => (OUTPUT_OF[loss] === undefined ? random.normal() : 0));
  if (OUTPUT_OF[loss] !== undefined) for (let n = 0; n < rows; n++) Y[random.below(targets) * rows + n] = 1;
  const weights = array(rows, () => 0.5 + random.uniform());
  const output = { activation: OUTPUT_OF[loss] ?? ('linear' as const), l1: 0, l2: 0 };
  return {
    shapes: layerShapes({ layers: problem.layers, output }, inputs, targets),
    precision,
    lossSettings: { loss, huberDelta: 0.7 },
    optimizer: problem.optimizer ?? { type: 'sgd', learningRate: 0.05, weightDecay: 0 },
    clipping: problem.clipping ?? null,
    batchRows,
    seed: 5,
    parts: {
      train: { rows, inputs: X, targets: Y, weights: problem.weighted === true ? weights : null },
      validation: null,
      test: null,
    },
  };
}

/** A machine with the same random parameters and row order, whatever the backend. */
function machineOf(backend: Backend, setup: MachineSetup): Machine {
  const machine = backend.createMachine(setup);
  const random = new Random(SEED, 'parameters');
  for (let k = 0; k < machine.parameters.length; k++) machine.parameters[k] = 0.7 * random.normal();
  // A step that takes all rows takes them in their own order.
  if (setup.batchRows < setup.parts.train.rows) random.shuffle(machine.order);
  return machine;
}

/** Trains whole epochs; returns what came out. */
function train(machine: Machine, setup: MachineSetup, steps: number) {
  const optimizer = setup.optimizer!;
  const { coefficientCount } = updateRule(optimizer.type);
  const write = coefficientWriter(optimizer, 0);
  const { rows } = setup.parts.train;
  const perEpoch = Math.ceil(rows / setup.batchRows);
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) {
    const coefficients = new Float64Array(coefficientCount);
    write(step + 1, optimizer.learningRate, coefficients, 0);
    const firstRow = (step % perEpoch) * setup.batchRows;
    const done = machine.train({ firstStep: step, firstRow, steps: 1, coefficients });
    expect(done.steps).toBe(1);
    losses.push(done.lossSum, done.articleLossSum);
  }
  return { losses, parameters: [...machine.parameters], statistics: [...machine.statistics] };
}

/** Differences relative to the size of what is compared, at least a tenth of the largest: sums leave errors of their own size. */
function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  expect(actual.length).toBe(expected.length);
  const largest = Math.max(...Array.from(expected, Math.abs), Number.MIN_VALUE);
  for (let k = 0; k < expected.length; k++) {
    const scale = Math.max(Math.abs(expected[k]!), 0.1 * largest);
    expect(Math.abs(actual[k]! - expected[k]!), `number ${String(k)}`).toBeLessThanOrEqual(tolerance * scale);
  }
}

function expectSameStep(backend: Backend, problem: Problem): void {
  const setup = setupOf(problem);
  const [truth, fast] = [machineOf(referenceBackend, setup), machineOf(backend, setup)];
  const tolerance = TOLERANCE[setup.precision];
  const batch = { firstRow: 0, rows: Math.min(setup.batchRows, setup.parts.train.rows), step: 3 };
  expectClose([fast.computeLoss(batch)], [truth.computeLoss(batch)], tolerance);
  expectClose([fast.computeGradients(batch)], [truth.computeGradients(batch)], tolerance);
  expectClose(fast.gradients, truth.gradients, tolerance);
  fast.close();
}

describe.each(FAST)('$name gives what the reference gives', (backend) => {
  describe.each(precisionsOf(backend))('in %s', (precision) => {
    describe.each(SHAPES)('for %i inputs, %i targets, %i rows in batches of %i:', (...shape) => {
      it.each(NETWORKS)('%s', (_name, layers) => {
        expectSameStep(backend, { layers, shape, precision, weighted: true });
      });
    });

    it.each(Object.keys(ACTIVATIONS) as UnitActivation[])('activation %s', (activation) => {
      expectSameStep(backend, {
        layers: [dense(11, activation), dense(6, activation)],
        shape: [3, 2, 29, 29],
        precision,
      });
    });

    it.each(Object.keys(LOSSES) as Loss[])('loss %s, with and without weights', (loss) => {
      for (const weighted of [false, true]) {
        expectSameStep(backend, { layers: [dense(7)], shape: [3, 3, 29, 29], loss, precision, weighted });
      }
    });
  });

  const finest = finestPrecision(backend);
  const tolerance = TOLERANCE_OF_STEPS[finest];

  const optimizers = Object.keys(optimizerCatalog)
    .map((type) => ({ type, ...defaultsOf(optimizerCatalog[type as Optimizer['type']].fields) }) as Optimizer)
    .filter((optimizer): optimizer is FirstOrderOptimizer => !isSecondOrder(optimizer));

  it.each(optimizers)('twenty steps of $type, losses, parameters and running statistics', (optimizer) => {
    const layers = [dense(7), batchNorm, dropout, dense(5, 'relu')];
    const setup = setupOf({ layers, shape: [3, 2, 50, 13], optimizer, precision: finest });
    const [truth, fast] = [machineOf(referenceBackend, setup), machineOf(backend, setup)];
    const [expected, actual] = [train(truth, setup, 20), train(fast, setup, 20)];
    expectClose(actual.losses, expected.losses, tolerance);
    expectClose(actual.parameters, expected.parameters, tolerance);
    expectClose(actual.statistics, expected.statistics, tolerance);
    for (const part of [0, 40]) {
      expectClose(fast.predict('train', part, 9), truth.predict('train', part, 9), tolerance);
    }
  });

  it.each([
    { by: 'norm', limit: 0.1 },
    { by: 'value', limit: 0.01 },
  ] as const)('five steps with gradients clipped by $by', (clipping) => {
    const setup = setupOf({ layers: [dense(7)], shape: [3, 2, 50, 13], clipping, precision: finest });
    const [truth, fast] = [machineOf(referenceBackend, setup), machineOf(backend, setup)];
    expectClose(train(fast, setup, 5).parameters, train(truth, setup, 5).parameters, tolerance);
  });

  it('a batch larger than its buffers, in micro-batches', () => {
    const layers = [dense(90, 'relu'), dense(33)];
    const setup = setupOf({ layers, shape: [3, 2, 3_001, 3_001], precision: finest });
    const [truth, fast] = [machineOf(referenceBackend, setup), machineOf(backend, setup)];
    expectClose(train(fast, setup, 3).parameters, train(truth, setup, 3).parameters, tolerance);
  });

  it('answers on rows of its own, one or many', () => {
    const setup = setupOf({
      layers: [dense(7), batchNorm, dense(6, 'relu')],
      shape: [3, 2, 50, 13],
      precision: 'float32',
    });
    const [truth, fast] = [machineOf(referenceBackend, setup), machineOf(backend, setup)];
    for (const rows of [1, 2, 9, 50]) {
      const inputs = Float32Array.from({ length: 3 * rows }, (_, k) => Math.sin(k));
      expectClose(fast.predictRows(inputs, rows), truth.predictRows(inputs, rows), 1e-5);
    }
  });
});

describe.each(FLOAT64_BACKENDS.filter(({ name }) => name !== 'reference'))('$name', (backend) => {
  it('gives the normal equations of the reference', () => {
    const setup = setupOf({
      layers: [dense(5), layerNorm, dense(5), residual(2)],
      shape: [5, 3, 67, 67],
      weighted: true,
    });
    const P = layerParameters(setup);
    const solve = (machine: Machine) => {
      const JtJ = new Float64Array(P * P);
      const Jtr = new Float64Array(P);
      return { sum: machine.normalEquations(JtJ, Jtr, 0).sumOfSquares, JtJ, Jtr };
    };
    const expected = solve(machineOf(referenceBackend, setup));
    const actual = solve(machineOf(backend, setup));
    expectClose([actual.sum], [expected.sum], 1e-12);
    expectClose(actual.Jtr, expected.Jtr, 1e-12);
    expectClose(actual.JtJ, expected.JtJ, 1e-12);
  });
});

function layerParameters({ shapes }: MachineSetup): number {
  return shapes.reduce((sum, { parameters }) => sum + parameters, 0);
}
