import { Random } from '@shared/core/random.ts';
import type { Backend, Machine, MachineSetup, StepRun } from '@shared/engine/machine.ts';
import { referenceBackend } from '@shared/engine/reference-machine.ts';
import { defaultsOf } from '@shared/model/fields.ts';
import { type FirstOrderOptimizer, optimizerCatalog } from '@shared/model/training-catalog.ts';
import { describe, expect, it } from 'vitest';
import { nativeBackend } from '@shared/engine/native/native-machine.ts';
import type { NativeRuntime } from '@shared/engine/native/runtime.ts';
import { updateModule } from '../../../../src-main/trainer/backend.ts';
import { loadRuntime } from '../../../../src-main/trainer/native/load-runtime.ts';
import { nativeBackends } from '../../../helpers/backends.ts';
import {
  coefficientsOf,
  dense,
  drawParameters,
  type MachineCase,
  machineSetup,
} from '../../../helpers/machine-cases.ts';
import { largestRelativeError } from '../../../helpers/numbers.ts';

const SEED = 3;
const ROWS = 40;
const BATCH = 8;
const ADAM: FirstOrderOptimizer = { type: 'adam', ...defaultsOf(optimizerCatalog.adam.fields) };
const SGD: FirstOrderOptimizer = { type: 'sgd', learningRate: 0.05, weightDecay: 0 };

const everything: MachineCase = {
  layers: [
    dense(6, 'relu'),
    { type: 'batch-normalization', momentum: 0.1, epsilon: 1e-5, activation: 'tanh' },
    { type: 'dropout', rate: 0.4 },
    dense(6, 'gelu'),
  ],
  sizes: { I: 3, T: 2, N: ROWS },
  precision: 'float32',
  seed: SEED,
};

/** What updates can be apart from the graph for. */
const withoutStatistics: MachineCase = {
  ...everything,
  layers: everything.layers.filter(({ type }) => type !== 'batch-normalization'),
};

function setupOf(changes: Partial<MachineSetup> = {}): MachineSetup {
  return { ...machineSetup(everything), optimizer: SGD, batchRows: BATCH, ...changes };
}

function machineOn(backend: Backend, setup: MachineSetup): Machine {
  const machine = backend.createMachine(setup);
  machine.parameters.set(drawParameters(setup, new Random(SEED, 'parameters')));
  return machine;
}

function stepsOf(steps: number, rates: (step: number) => number = () => 0.05): StepRun {
  const coefficients = coefficientsOf(SGD, 0, steps);
  const K = coefficients.length / steps;
  for (let step = 0; step < steps; step++) coefficients[step * K] = rates(step);
  return { firstStep: 0, firstRow: 0, steps, coefficients };
}

const stateOf = ({ parameters, statistics, slots }: Machine) =>
  [parameters, statistics, ...slots].map((values) => Array.from(values));

const ways = nativeBackends(1).map((native, place) => ({
  native,
  place,
  way: ['updates in the graph', 'updates apart from it'][place]!,
}));

describe.each(ways)('a native machine with $way', ({ native, place }) => {
  const separable = () => ({ ...machineSetup(withoutStatistics), optimizer: SGD, batchRows: BATCH });

  it('refuses a precision in which it cannot compute', () => {
    expect(() => native.createMachine(setupOf({ precision: 'float64' }))).toThrow(
      /^training\.precision: The native engine computes in float32, not in float64\./,
    );
  });

  it('gives gradients, but does not train, without an optimizer', () => {
    const machine = machineOn(native, setupOf({ optimizer: null }));
    expect(machine.computeGradients({ firstRow: 0, rows: BATCH, step: 0 })).toBeGreaterThan(0);
    expect(() => machine.train(stepsOf(1))).toThrow('A machine without an optimizer cannot train.');
  });

  it('counts rows by their weights', () => {
    const weighted = machineSetup({ ...(place === 0 ? everything : withoutStatistics), isWeighted: true });
    const [own, truth] = [native, referenceBackend].map((backend) => {
      const machine = machineOn(backend, { ...weighted, optimizer: SGD, batchRows: BATCH });
      return { done: machine.train(stepsOf(5)), parameters: machine.parameters };
    });
    expect(own!.done.lossSum / truth!.done.lossSum).toBeCloseTo(1, 5);
    expect(largestRelativeError(own!.parameters, truth!.parameters)).toBeLessThan(1e-4);
  });

  it.each([1, 2, 3, 4])('keeps the steps before step %i, which fails, to the bit', (good) => {
    const setup = place === 0 ? setupOf() : separable();
    const failing = (step: number) => (step === good ? Infinity : 0.05);
    const machine = machineOn(native, setup);
    const done = machine.train(stepsOf(5, failing));
    const expected = machineOn(native, setup);
    expect(done).toEqual(expected.train(stepsOf(good)));
    expect(done.steps).toBe(good);
    expect(stateOf(machine)).toEqual(stateOf(expected));
  });

  it('makes a step as it would alone where only the sums of many steps leave float32', () => {
    // Squared 1.6e38: a number for each step, and none for five together.
    const shown = place === 0 ? everything : withoutStatistics;
    const setup = { ...machineSetup({ ...shown, sizes: { I: 3, T: 1, N: ROWS } }), optimizer: SGD };
    for (let row = 0; row < ROWS; row += BATCH) setup.parts.train.targets[row] = 1.26e19;
    const beside = nativeBackends(1, referenceBackend)[place];
    const machines = [1, 2].map(() => machineOn(beside!, { ...setup, batchRows: BATCH }));
    const run = stepsOf(5, () => 1e-20);
    expect(machines[0]!.train(run).steps).toBe(5);
    const K = run.coefficients.length / 5;
    for (let step = 0; step < 5; step++) {
      const coefficients = run.coefficients.slice(step * K, (step + 1) * K);
      const alone = { firstStep: step, firstRow: step * BATCH, steps: 1, coefficients };
      expect(machines[1]!.train(alone).steps).toBe(1);
    }
    expect(stateOf(machines[0]!)).toEqual(stateOf(machines[1]!));
  });

  it('goes on after a step that its companion can make and it cannot', () => {
    // Squared, an error of 1e20 is beyond float32, in which a graph computes the loss; the reference sums up in float64.
    const setup: MachineSetup = {
      ...(place === 0 ? setupOf() : separable()),
      clipping: { by: 'value', limit: 1 },
    };
    setup.parts.train.targets[2 * BATCH] = 1e20;
    const beside = nativeBackends(1, referenceBackend)[place];
    const [own, truth] = [beside!, referenceBackend].map((backend) => {
      const machine = machineOn(backend, setup);
      return { done: machine.train(stepsOf(5)), parameters: machine.parameters };
    });
    expect(truth!.done.steps).toBe(5);
    expect(own!.done.steps).toBe(5);
    expect(own!.done.lossSum / truth!.done.lossSum).toBeCloseTo(1, 5);
    expect(largestRelativeError(own!.parameters, truth!.parameters)).toBeLessThan(1e-4);
  });

  it('makes the same steps in one call and in many', () => {
    const [whole, pieces] = [1, 2].map(() => machineOn(native, { ...separable(), optimizer: ADAM }));
    const run = { ...stepsOf(5), coefficients: coefficientsOf(ADAM, 0, 5) };
    const done = whole!.train(run);
    let sums = { loss: 0, articleLoss: 0 };
    for (let step = 0; step < 5; step++) {
      const coefficients = run.coefficients.slice((step * run.coefficients.length) / 5);
      const piece = pieces!.train({ firstStep: step, firstRow: step * BATCH, steps: 1, coefficients, sums });
      sums = { loss: piece.lossSum, articleLoss: piece.articleLossSum };
    }
    expect(done).toEqual({ steps: 5, lossSum: sums.loss, articleLossSum: sums.articleLoss });
    expect(stateOf(whole!)).toEqual(stateOf(pieces!));
  });

  it('leaves the gradients alone when it is asked for a loss', () => {
    const machine = machineOn(nativeBackends(2)[place]!, { ...separable(), batchRows: ROWS - 1 });
    machine.computeGradients({ firstRow: 0, rows: ROWS - 1, step: 0 });
    const gradients = machine.gradients.slice();
    expect(machine.computeLoss({ firstRow: ROWS - 1, rows: 1, step: 0 })).toBeGreaterThan(0);
    expect(machine.gradients).toEqual(gradients);
  });

  it('shows the numbers of the step that it could not make', () => {
    const machine = machineOn(native, separable());
    expect(machine.train(stepsOf(5, (step) => (step === 2 ? Infinity : 0.05))).steps).toBe(2);
    const expected = machineOn(native, separable());
    expected.train(stepsOf(2));
    expected.computeGradients({ firstRow: 2 * BATCH, rows: BATCH, step: 2 });
    expect(machine.layerNumbers(0).outputs).toEqual(expected.layerNumbers(0).outputs);
  });

  it('shows the numbers of every layer for the batch whose gradients it has computed', () => {
    const batch = { firstRow: 8, rows: BATCH, step: 2 };
    const [own, truth] = [native, referenceBackend].map((backend) => machineOn(backend, setupOf()));
    own!.computeGradients(batch);
    truth!.computeGradients(batch);
    const gradients = own!.gradients.slice();
    for (const layer of [0, 1, 2, 3, 4]) {
      for (const what of ['outputs', 'gradients'] as const) {
        // Samples stand in no promised order, and some places may be filled up.
        const sorted = (machine: Machine) =>
          Array.from(new Set(Array.from(machine.layerNumbers(layer)[what], (x) => x.toFixed(4)))).sort();
        expect(sorted(own!)).toEqual(expect.arrayContaining(sorted(truth!)));
      }
    }
    expect(own!.gradients).toEqual(gradients);
  });

  it('takes inputs of another precision and from shared memory', () => {
    const machine = machineOn(native, setupOf());
    const rows = Float64Array.of(0.5, -0.25, 1, 2, 0.125, -1);
    const shared = new Float32Array(new SharedArrayBuffer(24));
    shared.set(rows);
    const expected = machine.predictRows(Float32Array.from(rows), 2).slice();
    expect(machine.predictRows(rows, 2)).toEqual(expected);
    expect(machine.predictRows(shared, 2)).toEqual(expected);
  });
});

describe('where updates are made', () => {
  const { runtime } = loadRuntime() as Extract<ReturnType<typeof loadRuntime>, { kind: 'loaded' }>;

  /** How often a graph left gradients in the machine's own memory while it made two steps. */
  function separateSteps(changes: Partial<MachineSetup>, separatesAlways: boolean): number {
    let count = 0;
    const counting: NativeRuntime = {
      version: runtime.version,
      open(model, options) {
        const session = runtime.open(model, options);
        return {
          ...session,
          run(inputs, into) {
            if (into !== undefined) count += 1;
            return session.run(inputs, into);
          },
        };
      },
    };
    const host = { runtime: counting, threads: 1, companion: referenceBackend, update: updateModule() };
    const setup = { ...machineSetup(withoutStatistics), optimizer: SGD, batchRows: BATCH, ...changes };
    machineOn(nativeBackend({ ...host, separatesAlways }), setup).train(stepsOf(2));
    return count;
  }

  it('is a kernel where that is asked for, and can be', () => {
    expect(separateSteps({}, true)).toBe(2);
    expect(separateSteps({ batchRows: ROWS }, true)).toBe(0);
    expect(separateSteps({ shapes: machineSetup(everything).shapes }, true)).toBe(0);
  });

  it('is the graph where there are few parameters', () => {
    expect(separateSteps({}, false)).toBe(0);
  });
});
