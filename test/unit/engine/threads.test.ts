import { Random } from '@shared/core/random.ts';
import type { Backend, MachineSetup } from '@shared/engine/machine.ts';
import { coefficientWriter, updateRule } from '@shared/engine/optimizers/optimizer.ts';
import type { Layer } from '@shared/model/layer-catalog.ts';
import { layerShapes } from '@shared/model/network.ts';
import { describe, expect, it } from 'vitest';
import { availableBackends } from '../../../src-main/trainer/backend.ts';
import { nativeBackends } from '../../helpers/backends.ts';

const ROWS = 700;
const STEPS = 12;
const dense = (units: number): Layer => ({ type: 'dense', units, activation: 'relu', l1: 0, l2: 0.01 });
const batchNorm: Layer = { type: 'batch-normalization', momentum: 0.1, epsilon: 1e-5, activation: 'tanh' };

/** Large enough for a step to be shared out. */
const NETWORKS: Record<string, Layer[]> = {
  dense: [dense(61), dense(67)],
  'batch normalisation and dropout': [dense(64), batchNorm, { type: 'dropout', rate: 0.2 }, dense(64)],
};

/** The same for the native backend, and of widths for which its library sums in another order on three threads. */
const WIDE_NETWORKS: Record<string, Layer[]> = {
  dense: [dense(200), dense(190)],
  'batch normalisation and dropout': [dense(200), batchNorm, { type: 'dropout', rate: 0.2 }, dense(190)],
};

function setupOf(layers: Layer[], batchRows: number): MachineSetup {
  const random = new Random(1, 'threads');
  return {
    shapes: layerShapes({ layers, output: { activation: 'linear', l1: 0, l2: 0 } }, 5, 3),
    precision: 'float32',
    lossSettings: { loss: 'mse', huberDelta: 1 },
    optimizer: { type: 'adam', learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
    clipping: { by: 'norm', limit: 1 },
    batchRows,
    seed: 1,
    parts: {
      train: {
        rows: ROWS,
        inputs: Float32Array.from({ length: 5 * ROWS }, () => random.normal()),
        targets: Float32Array.from({ length: 3 * ROWS }, () => random.normal()),
        weights: null,
      },
      validation: null,
      test: null,
    },
  };
}

/** Parameters, statistics and losses after some steps. */
function train(backend: Backend, setup: MachineSetup) {
  const optimizer = setup.optimizer!;
  const machine = backend.createMachine(setup);
  const random = new Random(2, 'parameters');
  for (let k = 0; k < machine.parameters.length; k++) machine.parameters[k] = 0.1 * random.normal();
  const { coefficientCount } = updateRule(optimizer.type);
  const coefficients = new Float64Array(STEPS * coefficientCount);
  const write = coefficientWriter(optimizer, 0);
  for (let step = 0; step < STEPS; step++) {
    write(step + 1, optimizer.learningRate, coefficients, step * coefficientCount);
  }
  const perEpoch = Math.ceil(ROWS / setup.batchRows);
  const losses: number[] = [];
  for (let step = 0; step < STEPS; step++) {
    const firstRow = (step % perEpoch) * setup.batchRows;
    const { lossSum, articleLossSum } = machine.train({
      firstStep: step,
      firstRow,
      steps: 1,
      coefficients: coefficients.subarray(step * coefficientCount, (step + 1) * coefficientCount),
    });
    losses.push(lossSum, articleLossSum);
  }
  const result = { losses, parameters: [...machine.parameters], statistics: [...machine.statistics] };
  machine.close();
  return result;
}

const wasmOn = (threads: number) => availableBackends(threads).filter(({ name }) => name !== 'reference');
const onThreads = (threads: number) => [...wasmOn(threads), ...nativeBackends(threads)];

describe.each(onThreads(1).map((single, place) => ({ single, place })))(
  '$single.name',
  ({ single, place }) => {
    const networks = single.name === 'native' ? WIDE_NETWORKS : NETWORKS;

    describe.each(Object.entries(networks))('%s', (_name, layers) => {
      describe.each([256, ROWS])('in batches of %i', (batchRows) => {
        const setup = setupOf(layers, batchRows);
        const expected = train(single, setup);

        it.each([2, 3, 4])('gives the bits of one thread on %i', (threads) => {
          const backend = onThreads(threads)[place]!;
          expect(train(backend, setup)).toEqual(expected);
        });

        it('gives the same bits again', () => {
          expect(train(single, setup)).toEqual(expected);
        });
      });
    });
  },
);

describe.each(wasmOn(1))('$name', (single) => {
  it('gives the bits of a batch for a row alone', () => {
    const machine = single.createMachine(setupOf(NETWORKS.dense!, 64));
    const random = new Random(3, 'row');
    for (let k = 0; k < machine.parameters.length; k++) machine.parameters[k] = random.normal();
    const rows = Float32Array.from({ length: 5 * 9 }, () => random.normal());
    const together = [...machine.predictRows(rows, 9)];
    const alone = Array.from({ length: 9 }, (_, row) => [
      ...machine.predictRows(rows.subarray(5 * row, 5 * row + 5), 1),
    ]);
    expect(
      alone.flatMap((answer, row) => answer.map((value, t) => value === together[t * 9 + row])),
    ).not.toContain(false);
  });
});
