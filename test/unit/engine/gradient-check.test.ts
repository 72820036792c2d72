import { Random } from '@shared/core/random.ts';
import { gradientCheck } from '@shared/engine/gradient-check.ts';
import type { Backend, Machine, MachineSetup } from '@shared/engine/machine.ts';
import { referenceBackend } from '@shared/engine/reference-machine.ts';
import { ACTIVATIONS, type UnitActivation } from '@shared/model/activations.ts';
import type { Layer, LayerType } from '@shared/model/layer-catalog.ts';
import { type Loss, LOSSES } from '@shared/model/training-catalog.ts';
import { describe, expect, it } from 'vitest';
import { FLOAT64_BACKENDS } from '../../helpers/backends.ts';
import {
  dense,
  drawParameters,
  type MachineCase,
  machineSetup,
  type Sizes,
} from '../../helpers/machine-cases.ts';

const SEED = Number(process.env.SEED ?? 7);

/** What the engine promises, in float64. */
const OPTIONS = { rows: 100, parametersPerLayer: 1_000, tolerance: 1e-6 };

/** 1, odd, prime, not a multiple of 4; the first hidden layer has `I + 1` units, the others `T + 2`. */
const SIZES: readonly Sizes[] = [
  { I: 1, T: 1, N: 1 },
  { I: 2, T: 1, N: 4 },
  { I: 3, T: 2, N: 7 },
  { I: 5, T: 3, N: 13 },
];

const activations = Object.keys(ACTIVATIONS) as UnitActivation[];
const losses = Object.keys(LOSSES) as Loss[];
const isCrossEntropy = (loss: Loss) => loss.endsWith('cross-entropy');

/** Each kind of layer between dense ones. */
const NETWORKS: Record<LayerType, (activation: UnitActivation, sizes: Sizes) => Layer[]> = {
  dense: (activation, { I, T }) => [dense(I + 1, activation), dense(T + 2, activation)],
  dropout: (activation, { I, T }) => [
    dense(I + 1, activation),
    { type: 'dropout', rate: 0.4 },
    dense(T + 2, activation),
    { type: 'dropout', rate: 0.2 },
  ],
  'batch-normalization': (activation, { I, T }) => [
    dense(I + 1, 'linear'),
    { type: 'batch-normalization', momentum: 0.1, epsilon: 1e-3, activation },
    dense(T + 2, activation),
  ],
  'layer-normalization': (activation, { I, T }) => [
    dense(I + 1, 'linear'),
    { type: 'layer-normalization', epsilon: 1e-3, activation },
    dense(T + 2, activation),
  ],
  residual: (activation, { I, T }) => [
    dense(I, activation),
    { type: 'residual', over: 1 },
    dense(T + 2, activation),
    dense(T + 2, activation),
    dense(T + 2, activation),
    { type: 'residual', over: 2 },
    { type: 'residual', over: 3 },
  ],
};

function check(backend: Backend, machineCase: Omit<MachineCase, 'seed'>, title: string) {
  const setup = machineSetup({ ...machineCase, seed: SEED });
  return gradientCheck(backend, setup, drawParameters(setup, new Random(SEED, title)), OPTIONS);
}

const BACKENDS_BY_NAME = FLOAT64_BACKENDS.map((backend) => [backend.name, backend] as const);

describe.each(BACKENDS_BY_NAME)(
  `gradients by %s agree with central differences (SEED=${SEED})`,
  (_name, backend) => {
    describe.each(Object.keys(NETWORKS) as LayerType[])('with %s layers', (kind) => {
      const table = activations.flatMap((activation) => losses.map((loss) => [activation, loss] as const));

      it.each(table)('%s, %s', (activation, loss) => {
        for (const sizes of SIZES) {
          const layers = NETWORKS[kind](activation, sizes);
          // The regression losses have the activation at the output, too; the cross-entropies have their own there.
          const output = isCrossEntropy(loss) ? {} : { activation };
          const title = `${kind} ${activation} ${loss} ${JSON.stringify(sizes)}`;
          const found = check(backend, { layers, loss, sizes, output }, title);
          expect(found, title).toMatchObject({ passed: true });
          expect(
            found.layers.filter((layer) => layer.kinks > 0),
            title,
          ).toEqual([]);
        }
      });
    });

    describe.each(losses.filter((loss) => !isCrossEntropy(loss)))('of a softmax output with %s', (loss) => {
      it.each(SIZES)('for %j', (sizes) => {
        const found = check(
          backend,
          { layers: [dense(4)], loss, sizes, output: { activation: 'softmax' } },
          'softmax',
        );
        expect(found).toMatchObject({ passed: true });
      });
    });

    it.each(losses)('of %s with row weights', (loss) => {
      const found = check(
        backend,
        { layers: [dense(5)], loss, sizes: SIZES[3]!, isWeighted: true },
        'weights',
      );
      expect(found).toMatchObject({ passed: true });
    });

    it('with L1 and L2 penalties', () => {
      const machineCase = {
        layers: [dense(5, 'tanh', 0.3, 0.2)],
        output: { l1: 0.1, l2: 0.4 },
        sizes: SIZES[3]!,
      };
      expect(check(backend, machineCase, 'penalties')).toMatchObject({ passed: true });
    });
  },
);

/** The reference with one number of every gradient changed. */
function brokenBackend(change: (gradients: Machine['gradients']) => void): Backend {
  return {
    name: 'reference',
    createMachine(setup: MachineSetup) {
      const machine = referenceBackend.createMachine(setup);
      const computeGradients = machine.computeGradients.bind(machine);
      machine.computeGradients = (batch) => {
        const loss = computeGradients(batch);
        change(machine.gradients);
        return loss;
      };
      return machine;
    },
  };
}

describe('gradientCheck', () => {
  const smooth: MachineCase = { layers: [dense(5), dense(4)], sizes: { I: 3, T: 2, N: 7 }, seed: SEED };

  it('sees a gradient that is wrong in one place, and says where', () => {
    const backend = brokenBackend((gradients) => {
      gradients[4] = gradients[4]! * 1.00001 + 1e-5;
    });
    const found = check(backend, smooth, 'wrong');
    expect(found.passed).toBe(false);
    expect(found.layers.map((layer) => layer.worst?.index === 4)).toEqual([true, false, false]);
    expect(found.layers[0]!.maxRelativeError).toBe(found.maxRelativeError);
  });

  it('does not pass where a gradient is not a number', () => {
    const backend = brokenBackend((gradients) => {
      gradients[4] = NaN;
    });
    const found = check(backend, smooth, 'not a number');
    expect(found.passed).toBe(false);
    expect(found.maxRelativeError).toBeNaN();
    expect(found.layers[0]!.worst?.index).toBe(4);
  });

  it('leaves out parameters at a kink of ReLU, and counts them', () => {
    const setup = machineSetup({ ...smooth, layers: [dense(3, 'relu')] });
    // All weights and biases of the hidden layer are zero, and so is all that goes into ReLU.
    const parameters = drawParameters(setup, new Random(SEED, 'kinks')).fill(0, 0, 12);
    const found = gradientCheck(referenceBackend, setup, parameters, OPTIONS);
    expect(found.layers.map(({ checked, kinks }) => [checked, kinks])).toEqual([
      [0, 12],
      [8, 0],
    ]);
    expect(found.passed).toBe(true);
  });

  it('does not pass where nothing could be compared', () => {
    const setup = machineSetup({ ...smooth, layers: [], output: { activation: 'relu' } });
    const found = gradientCheck(
      referenceBackend,
      setup,
      drawParameters(setup, new Random(1, '')).fill(0),
      OPTIONS,
    );
    expect(found).toMatchObject({ passed: false, layers: [{ checked: 0, kinks: 8 }] });
  });

  it('takes at most as many parameters of a layer as it is told, the last among them', () => {
    const setup = machineSetup(smooth);
    const parameters = drawParameters(setup, new Random(SEED, 'few'));
    const wrongBias = brokenBackend((gradients) => {
      gradients[19] = 1e3;
    });
    const found = gradientCheck(wrongBias, setup, parameters, { ...OPTIONS, parametersPerLayer: 3 });
    expect(found.layers.map((layer) => layer.checked)).toEqual([3, 3, 3]);
    expect(found.layers[0]!.worst?.index).toBe(19);
  });

  it('checks in float64 what is trained in float32, on a few of its rows', () => {
    const setup = machineSetup({ ...smooth, precision: 'float32' });
    const found = gradientCheck(referenceBackend, setup, drawParameters(setup, new Random(SEED, 'single')), {
      ...OPTIONS,
      rows: 2,
    });
    expect(found.passed).toBe(true);
    expect(found.maxRelativeError).toBeLessThan(OPTIONS.tolerance);
  });
});
