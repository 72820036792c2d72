import { describeDiagnosis, diagnose } from '@shared/engine/diagnosis.ts';
import type { Backend, Machine, MachineSetup } from '@shared/engine/machine.ts';
import { initialParameters } from '@shared/engine/parameters.ts';
import { Trainer, type TrainingSetup } from '@shared/engine/trainer.ts';
import { describe, expect, it } from 'vitest';
import { BACKENDS, finestPrecision } from '../../helpers/backends.ts';
import { runToEnd, setupFor } from '../../helpers/trainers.ts';

const twoLayers = {
  network: {
    layers: [
      { type: 'dense', units: 4, activation: 'relu' },
      { type: 'layer-normalization' },
      { type: 'dense', units: 3, activation: 'relu' },
    ],
  },
  training: { batchSize: 'full', optimizer: { type: 'sgd', learningRate: 0.01 } },
};

/** The experiment above, as exact as a backend can train it. */
function setupOn(backend: Backend): TrainingSetup {
  const training = { ...twoLayers.training, precision: finestPrecision(backend) };
  return setupFor({ ...twoLayers, training });
}

function machineFor(setup: TrainingSetup, backend: Backend) {
  const { training, shapes, parts, network } = setup;
  const machineSetup: MachineSetup = {
    shapes,
    parts,
    precision: training.precision,
    lossSettings: training,
    optimizer: null,
    clipping: null,
    batchRows: parts.train.rows,
    seed: 1,
  };
  const machine = backend.createMachine(machineSetup);
  machine.parameters.set(initialParameters(shapes, network, training.precision));
  return machine;
}

/** What is found after `spoil` has had its way with a healthy machine. */
function foundBy(backend: Backend, spoil: (setup: TrainingSetup, machine: Machine) => void): string {
  const setup = setupOn(backend);
  const machine = machineFor(setup, backend);
  spoil(setup, machine);
  const { train } = setup.parts;
  const diagnosis = diagnose(machine, { ...setup, train }, { firstRow: 0, rows: train.rows, step: 0 });
  return describeDiagnosis(diagnosis, setup.shapes);
}

describe.each(BACKENDS)('a diagnosis by $name names', (backend) => {
  const found = (spoil: Parameters<typeof foundBy>[1]) => foundBy(backend, spoil);
  const isDouble = finestPrecision(backend) === 'float64';
  /** Near the largest number, and one whose square is beyond it. */
  const [huge, large] = isDouble ? [1e308, 1e200] : [3e38, 1e30];

  it('the row whose inputs are not all numbers', () => {
    expect(found(({ parts }) => (parts.train.inputs[parts.train.rows + 4] = NaN))).toBe(
      'Training row 5: its inputs are not all numbers, seen',
    );
  });

  it('the row whose targets are not all numbers', () => {
    expect(found(({ parts }) => (parts.train.targets[2] = Infinity))).toBe(
      'Training row 3: its targets are not all numbers, seen',
    );
  });

  it('the layer whose parameters are not all numbers', () => {
    // 2·4 + 4 of layer 1 and 2·4 of layer 2 come before.
    expect(found((_, { parameters }) => (parameters[20] = NaN))).toBe(
      'Layer 3 (Dense): its parameters are not all numbers, seen',
    );
  });

  it('the first layer whose outputs overflow', () => {
    expect(found((_, { parameters }) => parameters.fill(huge, 0, 12))).toBe(
      'Layer 1 (Dense): its outputs stopped being numbers',
    );
  });

  it('the output layer by that name', () => {
    expect(found((_, { parameters }) => parameters.fill(huge, 35))).toBe(
      'The output layer: its outputs stopped being numbers',
    );
  });

  it('the loss, where the answers themselves are numbers', () => {
    expect(found((_, { parameters }) => parameters.fill(large, 41))).toBe('The loss stopped being a number');
  });

  it('the update, where nothing before it is to blame', () => {
    expect(found(() => undefined)).toBe('The update of the parameters went beyond all numbers');
  });
});

describe.each(BACKENDS)('training by $name', (backend) => {
  it('stops before the first step where the table holds NaN, with the parameters it began with', () => {
    const setup = setupOn(backend);
    setup.parts.train.inputs[7] = NaN;
    const trainer = new Trainer(setup, backend);
    const before = [...trainer.parameters];
    const { ending } = runToEnd(trainer);
    expect(ending).toEqual({
      kind: 'diverged',
      what: 'Training row 8: its inputs are not all numbers, seen',
      step: 1,
      epoch: 1,
    });
    expect([...trainer.parameters]).toEqual(before);
    expect(trainer.best).toBeNull();
  });

  it('stops at once where a weight is no number, and says in which layer', () => {
    const trainer = new Trainer(setupOn(backend), backend);
    trainer.evaluateNow();
    trainer.advance(1);
    trainer.parameters[0] = NaN;
    const { ending } = trainer.advance(100);
    expect(ending).toMatchObject({ what: 'Layer 1 (Dense): its parameters are not all numbers, seen' });
    expect(trainer.best!.parameters.every(Number.isFinite)).toBe(true);
  });
});
