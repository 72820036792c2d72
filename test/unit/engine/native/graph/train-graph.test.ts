import { Random } from '@shared/core/random.ts';
import type { MachineSetup } from '@shared/engine/machine.ts';
import { updateRule } from '@shared/engine/optimizers/optimizer.ts';
import { statisticsCount } from '@shared/engine/parameters.ts';
import { referenceBackend } from '@shared/engine/reference-machine.ts';
import { defaultsOf } from '@shared/model/fields.ts';
import {
  type Clipping,
  type FirstOrderOptimizer,
  isSecondOrder,
  type Optimizer,
  optimizerCatalog,
  type OptimizerType,
} from '@shared/model/training-catalog.ts';
import { describe, expect, it } from 'vitest';
import {
  coefficientsOf,
  dense,
  drawParameters,
  type MachineCase,
  machineSetup,
} from '../../../../helpers/machine-cases.ts';
import { type GraphRun, type GraphState, graphTraining, RUNTIME } from '../../../../helpers/native-graphs.ts';
import { largestRelativeError } from '../../../../helpers/numbers.ts';

const SEED = 8;
const STEPS = 6;
const BATCH = 4;
/** Rows: every step has a whole batch. */
const SIZES = { I: 3, T: 2, N: STEPS * BATCH };
/** Roundings to float32 over a few steps; where a gradient is next to nothing, what Adam makes of its sign. */
const TOLERANCE = 2e-5;

const LAYERS: MachineCase['layers'] = [
  dense(5, 'tanh', 0.01, 0.02),
  { type: 'batch-normalization', momentum: 0.1, epsilon: 1e-5, activation: 'relu' },
  { type: 'dropout', rate: 0.3 },
  dense(5, 'softplus'),
  { type: 'residual', over: 2 },
];

const OPTIMIZERS = (Object.keys(optimizerCatalog) as OptimizerType[])
  .map((type) => ({ type, ...defaultsOf(optimizerCatalog[type].fields) }) as Optimizer)
  .filter((optimizer): optimizer is FirstOrderOptimizer => !isSecondOrder(optimizer))
  .map((optimizer) => ('weightDecay' in optimizer ? { ...optimizer, weightDecay: 0.03 } : optimizer));
const ADAM = OPTIMIZERS.find(({ type }) => type === 'adam')!;

function setupOf(changes: Partial<MachineSetup>, layers = LAYERS): MachineSetup {
  const setup = machineSetup({ layers, sizes: SIZES, precision: 'float32', seed: SEED });
  return { ...setup, batchRows: BATCH, optimizer: ADAM, ...changes };
}

/** As `newMachine` begins, with drawn parameters. */
function stateOf(setup: MachineSetup): GraphState {
  const parameters = Float32Array.from(drawParameters(setup, new Random(SEED, 'parameters')));
  const statistics = new Float32Array(statisticsCount(setup.shapes));
  // There is one batch normalisation: means before variances.
  statistics.fill(1, statistics.length / 2);
  const slots = Array.from(
    { length: updateRule(setup.optimizer!.type).slots },
    () => new Float32Array(parameters.length),
  );
  return { parameters, slots, statistics };
}

function runOf(setup: MachineSetup, firstStep: number, steps: number): GraphRun {
  const coefficients = coefficientsOf(setup.optimizer!, firstStep, steps);
  return { firstStep, firstRow: firstStep * BATCH, steps, rows: setup.batchRows, coefficients };
}

/** The same steps by the reference machine. */
function referenceTraining(setup: MachineSetup) {
  const machine = referenceBackend.createMachine(setup);
  machine.parameters.set(stateOf(setup).parameters);
  const done = machine.train(runOf(setup, 0, STEPS));
  return { machine, done };
}

function sumOf(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}

const CLIPPINGS: readonly (Clipping | null)[] = [
  null,
  { by: 'norm', limit: 0.4 },
  { by: 'norm', limit: 1e6 },
  { by: 'value', limit: 0.05 },
];

describe.skipIf(RUNTIME === null)('the training graph', () => {
  it.each(OPTIMIZERS.map((optimizer) => [optimizer.type, optimizer] as const))(
    'makes the steps of %s as the reference does',
    (_type, optimizer) => {
      const setup = setupOf({ optimizer });
      const state = stateOf(setup);
      const { losses, articleLosses, check } = graphTraining(setup, state, runOf(setup, 0, STEPS));
      const { machine, done } = referenceTraining(setup);
      expect(check).toSatisfy(Number.isFinite);
      expect(largestRelativeError([sumOf(losses) * BATCH], [done.lossSum])).toBeLessThan(TOLERANCE);
      expect(largestRelativeError([sumOf(articleLosses)], [done.articleLossSum])).toBeLessThan(TOLERANCE);
      expect(largestRelativeError(state.parameters, machine.parameters)).toBeLessThan(TOLERANCE);
      expect(largestRelativeError(state.statistics, machine.statistics)).toBeLessThan(TOLERANCE);
      state.slots.forEach((slot, k) => {
        expect(largestRelativeError(slot, machine.slots[k]!)).toBeLessThan(TOLERANCE);
      });
    },
  );

  it.each(CLIPPINGS)('clips as the reference does: %o', (clipping) => {
    const setup = setupOf({ clipping });
    const state = stateOf(setup);
    graphTraining(setup, state, runOf(setup, 0, STEPS));
    expect(largestRelativeError(state.parameters, referenceTraining(setup).machine.parameters)).toBeLessThan(
      TOLERANCE,
    );
  });

  it('takes all rows as they stand where a step takes all', () => {
    const setup = setupOf({ batchRows: SIZES.N });
    const state = stateOf(setup);
    graphTraining(setup, state, runOf(setup, 0, STEPS));
    expect(largestRelativeError(state.parameters, referenceTraining(setup).machine.parameters)).toBeLessThan(
      TOLERANCE,
    );
  });

  it.each([
    ['a small network, whose parameters are one tensor', LAYERS],
    ['a wide one, whose large tensors stand alone', [dense(258, 'relu'), dense(130, 'relu')]],
  ])('gives the same bits in one run and in many, in %s', (_name, layers) => {
    const setup = setupOf({}, layers);
    const [once, often] = [stateOf(setup), stateOf(setup)];
    graphTraining(setup, once, runOf(setup, 0, STEPS));
    for (const [firstStep, steps] of [
      [0, 1],
      [1, 3],
      [4, 2],
    ] as const)
      graphTraining(setup, often, runOf(setup, firstStep, steps));
    expect(often).toEqual(once);
  });

  const huge = 3e38;
  it.each<[string, Partial<MachineSetup>, (state: GraphState) => void]>([
    ['a parameter', { optimizer: { type: 'sgd', learningRate: huge, weightDecay: 0 } }, () => undefined],
    ['a value that ReLU makes 0 of', {}, ({ parameters }) => parameters.fill(huge)],
    [
      'a gradient that clipping would hide',
      { clipping: { by: 'value', limit: 1 } },
      ({ parameters }) => parameters.fill(1e25),
    ],
    [
      'the norm of a gradient',
      { clipping: { by: 'norm', limit: 1 } },
      ({ parameters }) => parameters.fill(1e12),
    ],
  ])('tells by its check of what is no number: %s', (_name, changes, spoil) => {
    const setup = setupOf(changes, [dense(4, 'relu'), dense(4, 'relu')]);
    const state = stateOf(setup);
    spoil(state);
    expect(graphTraining(setup, state, runOf(setup, 0, 1)).check).not.toSatisfy(Number.isFinite);
  });
});
