import type { Precision } from '@shared/core/float-array.ts';
import { Random } from '@shared/core/random.ts';
import type { Backend, Machine, MachineSetup } from '@shared/engine/machine.ts';
import type { Layer } from '@shared/model/layer-catalog.ts';
import { describe, expect, it } from 'vitest';
import { BACKENDS, finestPrecision, FLOAT64_BACKENDS } from '../../helpers/backends.ts';
import { dense, drawParameters, type MachineCase, machineSetup } from '../../helpers/machine-cases.ts';
import { largestRelativeError } from '../../helpers/numbers.ts';

const SEED = 11;
const I = 3;
const T = 2;
const N = 13;

const layers: Layer[] = [
  dense(5, 'mish'),
  { type: 'batch-normalization', momentum: 0.1, epsilon: 1e-5, activation: 'linear' },
  { type: 'dropout', rate: 0.5 },
  dense(5, 'elu'),
  { type: 'residual', over: 2 },
  { type: 'layer-normalization', epsilon: 1e-5, activation: 'selu' },
];
const everything: MachineCase = { layers, sizes: { I, T, N }, seed: SEED };
const withoutBatchLayers: MachineCase = {
  ...everything,
  layers: [dense(5, 'mish'), dense(5, 'elu'), { type: 'residual', over: 1 }, layers.at(-1)!],
};

/** The same sums in another order. */
const TOLERANCE: Record<Precision, number> = { float32: 5e-6, float64: 1e-14 };

function withParameters(machine: Machine, setup: MachineSetup): Machine {
  machine.parameters.set(drawParameters(setup, new Random(SEED, 'parameters')));
  return machine;
}

/** Row after row, as a caller holds them. */
function rowsOf({ parts: { train } }: MachineSetup): Float64Array {
  return Float64Array.from({ length: N * I }, (_, k) => train.inputs[(k % I) * N + Math.floor(k / I)]!);
}

function machinesOf(backend: Backend) {
  return (machineCase: MachineCase, changes: Partial<MachineSetup> = {}) => {
    const precision = finestPrecision(backend);
    const setup = { ...machineSetup({ precision, ...machineCase }), ...changes };
    return { setup, machine: withParameters(backend.createMachine(setup), setup) };
  };
}

describe.each(BACKENDS.map((backend) => [backend.name, backend] as const))(
  'a machine of %s',
  (_name, backend) => {
    const machineOf = machinesOf(backend);
    const precision = finestPrecision(backend);
    const tolerance = TOLERANCE[precision];

    it('predicts the same for rows of a part, for pieces of it, and for the same rows given', () => {
      const { machine, setup } = machineOf(everything);
      const all = machine.predict('train', 0, N).slice();
      const piece = machine.predict('train', 4, 3).slice();
      const given = machine.predictRows(rowsOf(setup), N).slice();
      expect(all).toHaveLength(T * N);
      expect(largestRelativeError(given, all)).toBeLessThan(tolerance);
      const expected = [all.subarray(4, 7), all.subarray(N + 4, N + 7)].flatMap((values) =>
        Array.from(values),
      );
      expect(largestRelativeError(piece, expected)).toBeLessThan(tolerance);
    });

    it('predicts one row as it does among others', () => {
      const { machine, setup } = machineOf(everything);
      const all = machine.predict('train', 0, N).slice();
      const one = machine.predictRows(rowsOf(setup).slice(0, I), 1);
      expect(largestRelativeError(one, [all[0]!, all[N]!])).toBeLessThan(tolerance);
    });

    it('predicts for a part of its own size, in the order of its rows', () => {
      const { train } = machineSetup({ ...everything, precision, seed: 2 }).parts;
      const { machine } = machineOf(everything, {
        parts: {
          train: machineSetup({ ...everything, precision }).parts.train,
          validation: train,
          test: null,
        },
      });
      machine.order.reverse();
      const { machine: other } = machineOf({ ...everything, seed: 2 });
      expect(machine.predict('validation', 0, N)).toEqual(other.predict('train', 0, N));
    });

    it('predicts without dropout and by the running statistics, not by the batch', () => {
      const { machine } = machineOf({ ...everything, layers: layers.slice(1, 3) });
      machine.statistics.set([1, 2, 3, 4, 5, 6]);
      const gamma = machine.parameters.slice(0, I);
      const beta = machine.parameters.slice(I, 2 * I);
      const { setup } = machineOf(everything);
      const hidden = Array.from(
        gamma,
        (scale, u) =>
          (scale * (setup.parts.train.inputs[u * N]! - (u + 1))) / Math.sqrt(u + 4 + 1e-5) + beta[u]!,
      );
      const expected = [0, 1].map(
        (t) =>
          machine.parameters[2 * I + T * I + t]! +
          hidden.reduce((sum, value, u) => sum + machine.parameters[2 * I + t * I + u]! * value, 0),
      );
      expect(largestRelativeError(machine.predict('train', 0, 1), expected)).toBeLessThan(tolerance);
    });

    it('predicts at least a batch in one call', () => {
      const { machine } = machineOf(everything);
      expect(machine.predictCapacity).toBeGreaterThanOrEqual(N);
    });

    it('refuses to predict for a part without rows', () => {
      const { machine } = machineOf(everything);
      expect(() => machine.predict('test', 0, 1)).toThrow();
    });

    it('predicts NaN where an input is NaN, and nowhere else', () => {
      const { machine, setup } = machineOf(everything);
      const rows = rowsOf(setup);
      rows[4] = NaN;
      const isNan = Array.from(machine.predictRows(rows, N), Number.isNaN);
      expect(isNan).toEqual(Array.from({ length: T * N }, (_, k) => k % N === 1));
    });
  },
);

describe.each(FLOAT64_BACKENDS.map((backend) => [backend.name, backend] as const))(
  'normal equations of %s',
  (_name, backend) => {
    const machineOf = machinesOf(backend);

    const P = machineOf(withoutBatchLayers).machine.parameters.length;
    const residualsOf = (machine: Machine, { parts: { train } }: MachineSetup) =>
      machine.predict('train', 0, N).map((prediction, k) => {
        const weight = train.weights?.[k % N] ?? 1;
        return Math.sqrt(weight) * (prediction - train.targets[k]!);
      });

    it.each([
      ['alike', false],
      ['with weights', true],
    ])('are JᵀJ and Jᵀr of central differences, rows %s', (_title, isWeighted) => {
      const { machine, setup } = machineOf({ ...withoutBatchLayers, isWeighted });
      const residuals = residualsOf(machine, setup).slice();
      const step = 1e-5;
      const columns = Array.from({ length: P }, (_, p) => {
        const kept = machine.parameters[p]!;
        machine.parameters[p] = kept + step;
        const above = residualsOf(machine, setup).slice();
        machine.parameters[p] = kept - step;
        const below = residualsOf(machine, setup);
        machine.parameters[p] = kept;
        return above.map((value, k) => (value - below[k]!) / (2 * step));
      });
      const dot = (a: ArrayLike<number>, b: ArrayLike<number>) =>
        Array.from(a).reduce((sum, value, k) => sum + value * b[k]!, 0);
      const JtJ = new Float64Array(P * P).fill(7);
      const Jtr = new Float64Array(P).fill(7);
      expect(machine.normalEquations(JtJ, Jtr, 0).sumOfSquares).toBeCloseTo(dot(residuals, residuals), 12);
      const expected = columns.flatMap((a) => columns.map((b) => dot(a, b)));
      expect(largestRelativeError(JtJ, expected)).toBeLessThan(1e-7);
      expect(
        largestRelativeError(
          Jtr,
          columns.map((column) => dot(column, residuals)),
        ),
      ).toBeLessThan(1e-7);
    });

    it('have N times the gradient of the half squared error as Jᵀr', () => {
      const { machine } = machineOf({
        ...withoutBatchLayers,
        loss: 'half-squared-error',
        isWeighted: true,
      });
      const Jtr = new Float64Array(P);
      machine.normalEquations(new Float64Array(P * P), Jtr, 0);
      machine.computeGradients({ firstRow: 0, rows: N, step: 0 });
      expect(
        largestRelativeError(
          Jtr,
          machine.gradients.map((g) => N * g),
        ),
      ).toBeLessThan(1e-12);
    });
  },
);
