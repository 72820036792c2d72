import { Random } from '@shared/core/random.ts';
import type { MachineSetup } from '@shared/engine/machine.ts';
import { referenceBackend } from '@shared/engine/reference-machine.ts';
import { ACTIVATIONS, type UnitActivation } from '@shared/model/activations.ts';
import { type Loss, LOSSES } from '@shared/model/training-catalog.ts';
import { describe, expect, it } from 'vitest';
import { dense, drawParameters, type MachineCase, machineSetup } from '../../../../helpers/machine-cases.ts';
import { graphGradients, RUNTIME } from '../../../../helpers/native-graphs.ts';
import { largestRelativeError } from '../../../../helpers/numbers.ts';

const SEED = 3;
const SIZES = { I: 3, T: 2, N: 11 };
/** What float32 leaves of sums of a few dozen numbers near 1, most of which cancel in a normalisation's gradient. */
const TOLERANCE = 2e-5;

const BATCH_NORMALIZATION = {
  type: 'batch-normalization',
  momentum: 0.1,
  epsilon: 1e-5,
  activation: 'relu',
} as const;
const LAYER_NORMALIZATION = { type: 'layer-normalization', epsilon: 1e-5, activation: 'silu' } as const;

/** The graph's loss and gradients beside the reference machine's, which computes in float64 on the same numbers. */
function compare(machineCase: Omit<MachineCase, 'seed'>): { loss: number; gradients: number } {
  const setup = machineSetup({ ...machineCase, precision: 'float32', seed: SEED });
  const parameters = Float32Array.from(drawParameters(setup, new Random(SEED, 'parameters')));
  const expected = referenceGradients(setup, parameters);
  const actual = graphGradients(setup, parameters, { rows: setup.batchRows, step: 4 });
  return {
    loss: largestRelativeError([actual.loss], [expected.loss]),
    gradients: largestRelativeError(actual.gradients, expected.gradients),
  };
}

function referenceGradients(setup: MachineSetup, parameters: Float32Array) {
  const machine = referenceBackend.createMachine(setup);
  machine.parameters.set(parameters);
  const loss = machine.computeGradients({ firstRow: 0, rows: setup.batchRows, step: 4 });
  return { loss, gradients: machine.gradients };
}

const ALL_LAYERS: MachineCase['layers'] = [
  dense(5),
  BATCH_NORMALIZATION,
  { type: 'dropout', rate: 0.3 },
  dense(5, 'gelu', 0.01, 0.02),
  { type: 'residual', over: 2 },
  LAYER_NORMALIZATION,
];

describe.skipIf(RUNTIME === null)('the gradient graph agrees with the reference', () => {
  it.each<[string, Omit<MachineCase, 'seed'>]>([
    ['every kind of layer, with penalties', { layers: ALL_LAYERS, sizes: SIZES }],
    ['no hidden layer', { layers: [], sizes: SIZES }],
    ['one unit, one input, one row', { layers: [dense(1)], sizes: { I: 1, T: 1, N: 1 } }],
    ['one target', { layers: [dense(7, 'relu')], sizes: { I: 5, T: 1, N: 13 } }],
    ['dropout of the inputs', { layers: [{ type: 'dropout', rate: 0.5 }, dense(4)], sizes: SIZES }],
    ['batch normalisation of the inputs', { layers: [BATCH_NORMALIZATION, dense(4)], sizes: SIZES }],
    ['layer normalisation of the inputs', { layers: [LAYER_NORMALIZATION, dense(4)], sizes: SIZES }],
    [
      'a residual connection from the inputs',
      { layers: [dense(3), { type: 'residual', over: 1 }], sizes: SIZES },
    ],
    [
      'a residual connection before the output',
      { layers: [dense(3), dense(3), { type: 'residual', over: 1 }], sizes: SIZES },
    ],
    ['penalties of the output layer', { layers: [dense(4)], output: { l1: 0.03, l2: 0.05 }, sizes: SIZES }],
    [
      'softmax under a squared error',
      { layers: [dense(4)], output: { activation: 'softmax' }, sizes: SIZES },
    ],
    ['a bent output', { layers: [dense(4)], output: { activation: 'tanh' }, sizes: SIZES }],
    [
      'layers of many units',
      { layers: [dense(67, 'relu'), dense(53, 'relu')], sizes: { I: 31, T: 3, N: 37 } },
    ],
  ])('with %s', (_name, machineCase) => {
    const { loss, gradients } = compare(machineCase);
    expect(loss).toBeLessThan(TOLERANCE);
    expect(gradients).toBeLessThan(TOLERANCE);
  });

  it.each(Object.keys(ACTIVATIONS) as UnitActivation[])('with %s in two layers', (activation) => {
    const { loss, gradients } = compare({
      layers: [dense(6, activation), dense(5, activation)],
      sizes: SIZES,
    });
    expect(loss).toBeLessThan(TOLERANCE);
    expect(gradients).toBeLessThan(TOLERANCE);
  });

  it.each(
    (Object.keys(LOSSES) as Loss[]).flatMap((loss) =>
      [1, 3].flatMap((T) => [false, true].map((isWeighted) => ({ loss, T, isWeighted }))),
    ),
  )('with $loss of $T targets, rows weighted: $isWeighted', ({ loss, T, isWeighted }) => {
    const errors = compare({ layers: [dense(5)], loss, isWeighted, sizes: { ...SIZES, T } });
    expect(errors.loss).toBeLessThan(TOLERANCE);
    expect(errors.gradients).toBeLessThan(TOLERANCE);
  });

  it('and its loss is no number where a layer’s values are none, though ReLU would make 0 of them', () => {
    const setup = machineSetup({
      layers: [dense(2, 'relu'), dense(2, 'relu')],
      sizes: SIZES,
      precision: 'float32',
      seed: SEED,
    });
    const parameters = new Float32Array(drawParameters(setup, new Random(SEED, 'parameters'))).fill(3e38);
    expect(graphGradients(setup, parameters, { rows: SIZES.N, step: 0 }).loss).not.toSatisfy(Number.isFinite);
  });
});
