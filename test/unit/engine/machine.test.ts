import { type FloatArray, type Precision, toPrecision } from '@shared/core/float-array.ts';
import { Random } from '@shared/core/random.ts';
import type { Backend, Machine, MachineSetup } from '@shared/engine/machine.ts';
import type { FirstOrderOptimizer } from '@shared/model/training-catalog.ts';
import { referenceBackend } from '@shared/engine/reference-machine.ts';
import { layerShapes } from '@shared/model/network.ts';
import { describe, expect, it } from 'vitest';
import { BACKENDS, finestPrecision, precisionsOf } from '../../helpers/backends.ts';
import {
  coefficientsOf,
  dense,
  drawParameters,
  type MachineCase,
  machineSetup,
} from '../../helpers/machine-cases.ts';
import { largestRelativeError } from '../../helpers/numbers.ts';

const SEED = 5;
const SGD: FirstOrderOptimizer = { type: 'sgd', learningRate: 0.1, weightDecay: 0 };
const MOMENTUM: FirstOrderOptimizer = { type: 'momentum', learningRate: 0.1, momentum: 0.9, weightDecay: 0 };
const ADAM: FirstOrderOptimizer = {
  type: 'adam',
  learningRate: 0.01,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
};

const BATCH_NORMALIZATION = {
  type: 'batch-normalization',
  momentum: 0.1,
  epsilon: 1e-5,
  activation: 'relu',
} as const;

/** Every kind of layer. */
const allLayers: MachineCase = {
  layers: [
    dense(5),
    BATCH_NORMALIZATION,
    { type: 'dropout', rate: 0.3 },
    dense(5, 'gelu', 0.01, 0.02),
    { type: 'residual', over: 2 },
    { type: 'layer-normalization', epsilon: 1e-5, activation: 'silu' },
  ],
  sizes: { I: 3, T: 2, N: 11 },
  seed: SEED,
};

/** Digits after the point to which a sum of a few numbers near 1 is exact. */
const DIGITS: Record<Precision, number> = { float32: 6, float64: 14 };

/** A machine with drawn parameters, its batches of `batchRows`. */
function drawnMachine(backend: Backend, machineCase: MachineCase, changes: Partial<MachineSetup>): Machine {
  const setup = { ...machineSetup({ precision: finestPrecision(backend), ...machineCase }), ...changes };
  const machine = backend.createMachine(setup);
  machine.parameters.set(drawParameters(setup, new Random(SEED, 'parameters')));
  return machine;
}

/** ŷ = w·x + b on given rows. */
function lineMachine(
  backend: Backend,
  inputs: number[],
  targets: number[],
  changes: Partial<MachineSetup> = {},
): Machine {
  const precision = changes.precision ?? finestPrecision(backend);
  return backend.createMachine({
    shapes: layerShapes({ layers: [], output: { activation: 'linear', l1: 0, l2: 0 } }, 1, 1),
    precision,
    lossSettings: { loss: 'half-squared-error', huberDelta: 1 },
    optimizer: SGD,
    clipping: null,
    batchRows: inputs.length,
    seed: 1,
    parts: {
      train: {
        rows: inputs.length,
        inputs: toPrecision(precision, inputs),
        targets: toPrecision(precision, targets),
        weights: null,
      },
      validation: null,
      test: null,
    },
    ...changes,
  });
}

function run(machine: Machine, optimizer: FirstOrderOptimizer, steps: number, firstStep = 0, firstRow = 0) {
  return machine.train({
    firstStep,
    firstRow,
    steps,
    coefficients: coefficientsOf(optimizer, firstStep, steps),
  });
}

/** All that training changes. */
function stateOf({ parameters, statistics, slots }: Machine): number[][] {
  return [parameters, statistics, ...slots].map((values) => Array.from(values));
}

describe.each(BACKENDS.map((backend) => [backend.name, backend] as const))(
  'a machine of %s',
  (_name, backend) => {
    const precision = finestPrecision(backend);
    const digits = DIGITS[precision];

    it('starts with zeros, running variances of 1, and the rows in their own order', () => {
      const machine = backend.createMachine({
        ...machineSetup({ ...allLayers, precision }),
        optimizer: ADAM,
      });
      expect(new Set(machine.parameters)).toEqual(new Set([0]));
      expect([...machine.statistics]).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 1, 1]);
      expect(machine.slots.map((slot) => slot.length)).toEqual([
        machine.parameters.length,
        machine.parameters.length,
      ]);
      expect([...machine.order]).toEqual(Array.from({ length: 11 }, (_, row) => row));
    });

    describe('computing gradients', () => {
      it('changes neither parameters nor statistics nor slots, and gives the same bits again', () => {
        const machine = drawnMachine(backend, allLayers, { optimizer: ADAM, batchRows: 7 });
        const before = stateOf(machine);
        const batch = { firstRow: 2, rows: 7, step: 4 };
        const loss = machine.computeGradients(batch);
        const gradients = machine.gradients.slice();
        expect(machine.computeLoss(batch)).toBe(loss);
        expect(machine.computeGradients(batch)).toBe(loss);
        expect(machine.gradients).toEqual(gradients);
        expect(stateOf(machine)).toEqual(before);
      });

      it('takes penalties into the loss, which the sum over steps leaves out', () => {
        const penalised = { ...allLayers, layers: [dense(4, 'tanh', 0.5, 0.25)] };
        const machine = drawnMachine(backend, penalised, { optimizer: SGD });
        const weights = Array.from(machine.parameters.subarray(0, 12));
        const penalty = weights.reduce((sum, w) => sum + 0.5 * Math.abs(w) + 0.125 * w * w, 0);
        const loss = machine.computeLoss({ firstRow: 0, rows: 11, step: 0 });
        expect(run(machine, SGD, 1).lossSum / 11).toBeCloseTo(loss - penalty, digits - 2);
      });

      it('draws other dropout masks for another step', () => {
        const machine = drawnMachine(backend, allLayers, {});
        const [first, second] = [0, 1].map((step) => machine.computeLoss({ firstRow: 0, rows: 11, step }));
        expect(first).not.toBe(second);
      });

      it('takes the rows in the machine’s order, with their weights', () => {
        const [inputs, targets] = [
          [1, 2, 3],
          [0, 0, 0],
        ];
        const machine = lineMachine(backend, inputs, targets, { batchRows: 2 });
        const weighted = lineMachine(backend, inputs, targets, {
          batchRows: 2,
          parts: {
            train: {
              rows: 3,
              inputs: toPrecision(precision, inputs),
              targets: toPrecision(precision, targets),
              weights: toPrecision(precision, [0.5, 1, 1.5]),
            },
            validation: null,
            test: null,
          },
        });
        for (const { parameters, order } of [machine, weighted]) {
          parameters.set([1, 0]);
          order.set([2, 0, 1]);
        }
        // Row 2 alone, then rows 0 and 1: half of 9, then half of (1 + 4)/2; weights 1.5, then 0.5 and 1.
        expect(machine.computeLoss({ firstRow: 0, rows: 1, step: 0 })).toBe(4.5);
        expect(machine.computeLoss({ firstRow: 1, rows: 2, step: 0 })).toBe(1.25);
        expect(weighted.computeLoss({ firstRow: 0, rows: 1, step: 0 })).toBe(6.75);
        expect(weighted.computeLoss({ firstRow: 1, rows: 2, step: 0 })).toBe(1.125);
      });
    });

    describe('training', () => {
      it('matches the worked example: batches in order, the last one smaller', () => {
        const machine = lineMachine(backend, [1, 2, 3], [1, 0, 1], { batchRows: 2 });
        // Step 1, rows 0 and 1: ŷ = 0, d = (−1, 0), loss ¼; dw = db = −½; w = b = 0.05.
        // Step 2, row 2: ŷ = 0.2, d = −0.8, loss 0.32; dw = −2.4, db = −0.8; w = 0.29, b = 0.13.
        const done = run(machine, SGD, 2);
        expect(done.steps).toBe(2);
        expect(done.lossSum).toBeCloseTo(0.25 * 2 + 0.32, digits);
        // ½·1 and 0, then ½·0.64: with one target the article's loss is the same.
        expect(done.articleLossSum).toBeCloseTo(0.82, digits);
        expect(machine.parameters[0]).toBeCloseTo(0.29, digits);
        expect(machine.parameters[1]).toBeCloseTo(0.13, digits);
      });

      it('takes all rows in every step where a batch is as large or larger', () => {
        const exact = lineMachine(backend, [1, 2, 3], [1, 0, 1], { batchRows: 3 });
        const larger = lineMachine(backend, [1, 2, 3], [1, 0, 1], { batchRows: 100 });
        expect(run(exact, SGD, 5)).toEqual(run(larger, SGD, 5));
        expect(exact.parameters).toEqual(larger.parameters);
      });

      it('does the same in one call or in many, to the bit', () => {
        const [whole, pieces] = [0, 1].map(() =>
          drawnMachine(backend, allLayers, { optimizer: ADAM, batchRows: 3 }),
        );
        const done = run(whole!, ADAM, 4);
        const sums = [0, 1, 2, 3].map((step) => run(pieces!, ADAM, 1, step, 3 * step).lossSum);
        expect(stateOf(pieces!)).toEqual(stateOf(whole!));
        expect(sums.reduce((sum, part) => sum + part, 0)).toBeCloseTo(done.lossSum, digits - 2);
      });

      it('clips the gradient with its penalties', () => {
        const machine = lineMachine(backend, [1, 1], [100, -4], { clipping: { by: 'value', limit: 3 } });
        run(machine, SGD, 1);
        expect(machine.parameters[0]).toBeCloseTo(0.3, digits);
      });

      it('keeps the mean and unbiased variance of batch normalisation running', () => {
        const machine = lineMachine(backend, [1, 3], [0, 0], {
          shapes: layerShapes(
            {
              layers: [{ ...BATCH_NORMALIZATION, momentum: 0.25 }],
              output: { activation: 'linear', l1: 0, l2: 0 },
            },
            1,
            1,
          ),
        });
        run(machine, SGD, 1);
        // Mean 2, variance 1, unbiased 2: 0.25·2, and 0.75·1 + 0.25·2.
        expect([...machine.statistics]).toEqual([0.5, 1.25]);
      });

      it('trains through a batch of one row with batch normalisation', () => {
        const machine = drawnMachine(backend, allLayers, { optimizer: ADAM, batchRows: 1 });
        expect(run(machine, ADAM, 11).steps).toBe(11);
        expect(stateOf(machine).flat().every(Number.isFinite)).toBe(true);
      });

      it('in float32 stays near float64', () => {
        const trained = (own: Backend, chosen: Precision) => {
          const changes = { optimizer: SGD, batchRows: 4 };
          const machine = drawnMachine(own, { ...allLayers, precision: chosen }, changes);
          run(machine, SGD, 3);
          return machine.parameters;
        };
        const double = trained(referenceBackend, 'float64');
        expect(largestRelativeError(trained(backend, 'float32'), double)).toBeLessThan(1e-4);
      });
    });

    describe('where something stops being a number', () => {
      it('stops before the step whose loss is none, and counts the steps before', () => {
        const machine = lineMachine(backend, [1, 1, NaN, 1], [0, 0, 0, 0], { batchRows: 1 });
        machine.parameters.set([1, 1]);
        const expected = lineMachine(backend, [1, 1], [0, 0], { batchRows: 1 });
        expected.parameters.set([1, 1]);
        const two = run(expected, SGD, 2);
        expect(run(machine, SGD, 4)).toEqual(two);
        expect(machine.parameters).toEqual(expected.parameters);
      });

      it('stops before an update whose gradient has overflowed though the loss has not', () => {
        // d = 62, x = 1e38: their product is beyond float32. Clipped it would look like a number.
        const clipping = { by: 'value', limit: 1 } as const;
        const machine = lineMachine(backend, [1e38], [-61], { precision: 'float32', clipping });
        machine.parameters.set([1e-38, 0]);
        const before = stateOf(machine);
        expect(run(machine, SGD, 1)).toEqual({ steps: 0, lossSum: 0, articleLossSum: 0 });
        expect(stateOf(machine)).toEqual(before);
      });

      it.each(precisionsOf(backend))('undoes an update in %s that leaves a parameter that is none', (own) => {
        const machine = lineMachine(backend, [1], [0], { precision: own, optimizer: MOMENTUM });
        machine.parameters.set([1, 2]);
        run(machine, MOMENTUM, 1);
        const before = machine.parameters.slice();
        const tooMuch = own === 'float32' ? 1e38 : 1e308;
        const done = run(machine, { ...MOMENTUM, learningRate: tooMuch }, 3, 1);
        expect(done.steps).toBe(0);
        expect(machine.parameters).toEqual(before);
      });

      it('shows in which layer', () => {
        const machine = drawnMachine(backend, allLayers, {});
        machine.parameters[0] = NaN;
        expect(machine.computeGradients({ firstRow: 0, rows: 11, step: 0 })).toBeNaN();
        expect(machine.layerNumbers(0).outputs.some(Number.isNaN)).toBe(true);
      });
    });
  },
);

describe.each(BACKENDS)('AdamW on $name', (backend) => {
  it.each(precisionsOf(backend))(
    'takes off what it should of each weight, also where that is little, in %s',
    (precision) => {
      const machineCase: MachineCase = {
        layers: [dense(40, 'relu')],
        sizes: { I: 30, T: 1, N: 8 },
        seed: SEED,
      };
      const optimizer: FirstOrderOptimizer = { ...ADAM, type: 'adamw', weightDecay: 1 };
      const machine = drawnMachine(backend, { ...machineCase, precision }, { optimizer, batchRows: 4 });
      const before = machine.parameters.slice();
      const steps = 400;
      const share = 1e-6;
      const coefficients = coefficientsOf(optimizer, 0, steps);
      const K = coefficients.length / steps;
      for (let step = 0; step < steps; step++) {
        coefficients[step * K] = 0;
        coefficients[step * K + 6] = share;
      }
      for (let step = 0; step < steps; step += 2) {
        const run = { firstStep: step, firstRow: 0, steps: 2 };
        expect(machine.train({ ...run, coefficients: coefficients.subarray(step * K) }).steps).toBe(2);
      }
      const sizes = (values: FloatArray) =>
        Array.from(values).reduce((sum, value) => sum + Math.abs(value), 0);
      const lost = 1 - sizes(machine.parameters) / sizes(before);
      expect(lost / (1 - (1 - share) ** steps)).toBeCloseTo(1, 2);
    },
  );
});
