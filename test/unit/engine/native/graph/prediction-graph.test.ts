import { Random } from '@shared/core/random.ts';
import { statisticsCount } from '@shared/engine/parameters.ts';
import { referenceBackend } from '@shared/engine/reference-machine.ts';
import { describe, expect, it } from 'vitest';
import { dense, drawParameters, type MachineCase, machineSetup } from '../../../../helpers/machine-cases.ts';
import { graphTrace, RUNTIME } from '../../../../helpers/native-graphs.ts';
import { largestRelativeError } from '../../../../helpers/numbers.ts';

const SEED = 6;
const SIZES = { I: 3, T: 2, N: 9 };
const ROWS = 7;
/** Roundings to float32 of sums of a few numbers near 1. */
const TOLERANCE = 1e-5;

const ALL_LAYERS: MachineCase['layers'] = [
  dense(5),
  { type: 'batch-normalization', momentum: 0.1, epsilon: 1e-5, activation: 'relu' },
  { type: 'dropout', rate: 0.3 },
  dense(5, 'gelu'),
  { type: 'residual', over: 2 },
  { type: 'layer-normalization', epsilon: 1e-5, activation: 'silu' },
];

describe.skipIf(RUNTIME === null)('the prediction graph', () => {
  it.each<[string, Omit<MachineCase, 'seed'>]>([
    ['every kind of layer', { layers: ALL_LAYERS, sizes: SIZES }],
    ['one target', { layers: [dense(4)], sizes: { ...SIZES, T: 1 } }],
    ['classes', { layers: [dense(4)], sizes: SIZES, loss: 'softmax-cross-entropy' }],
    ['no hidden layer', { layers: [], sizes: SIZES }],
  ])('answers as the reference does, layer by layer, with %s', (_name, machineCase) => {
    const setup = machineSetup({ ...machineCase, precision: 'float32', seed: SEED });
    const random = new Random(SEED, 'state');
    const parameters = Float32Array.from(drawParameters(setup, random));
    const statistics = Float32Array.from(
      { length: statisticsCount(setup.shapes) },
      () => 0.5 + random.uniform(),
    );
    const inputs = Float32Array.from({ length: ROWS * SIZES.I }, () => random.normal());
    const machine = referenceBackend.createMachine(setup);
    machine.parameters.set(parameters);
    machine.statistics.set(statistics);
    const expected = machine.traceRows(inputs, ROWS);
    const state = { parameters, statistics, slots: [] };
    const layers = graphTrace(setup, state, inputs, 'layers');
    expect(layers.map((values, l) => largestRelativeError(values, expected[l]!) < TOLERANCE)).toEqual(
      expected.map(() => true),
    );
    expect(graphTrace(setup, state, inputs, 'answers')).toEqual([layers.at(-1)]);
  });
});
