import { Random } from '@shared/core/random.ts';
import {
  findLearningRate,
  type FinderOptions,
  STEPS_PER_DECADE,
} from '@shared/engine/learning-rate-finder.ts';
import type { Machine } from '@shared/engine/machine.ts';
import type { FirstOrderOptimizer } from '@shared/model/training-catalog.ts';
import { describe, expect, it } from 'vitest';
import { BACKENDS, finestPrecision } from '../../helpers/backends.ts';
import { dense, drawParameters, machineSetup } from '../../helpers/machine-cases.ts';

const sgd: FirstOrderOptimizer = { type: 'sgd', learningRate: 0.01, weightDecay: 0 };
const adam: FirstOrderOptimizer = {
  type: 'adam',
  learningRate: 0.01,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
};

describe.each(BACKENDS)('findLearningRate on $name', (backend) => {
  const precision = finestPrecision(backend);

  /** 50 rows in steps of 16, the last of 2. */
  const setup = (optimizer: FirstOrderOptimizer) => ({
    ...machineSetup({ layers: [dense(8)], sizes: { I: 3, T: 2, N: 50 }, precision, seed: 4 }),
    optimizer,
    batchRows: 16,
  });
  const fresh = (optimizer: FirstOrderOptimizer): Machine => {
    const machine = backend.createMachine(setup(optimizer));
    machine.parameters.set(drawParameters(setup(optimizer), new Random(1, 'finder')));
    return machine;
  };
  const find = (optimizer: FirstOrderOptimizer, changes: Partial<FinderOptions> = {}) =>
    findLearningRate(() => fresh(optimizer), {
      optimizer,
      batchRows: 16,
      lowest: 1e-5,
      decades: 8,
      ...changes,
    });

  it('tries rates that rise tenfold in as many steps as it says', () => {
    const { rates, losses, smoothed } = find(sgd, { decades: 2 });
    expect(rates).toHaveLength(2 * STEPS_PER_DECADE + 1);
    expect(losses).toHaveLength(rates.length);
    expect(smoothed).toHaveLength(rates.length);
    expect(rates[0]).toBe(1e-5);
    expect(rates[STEPS_PER_DECADE]! / 1e-4).toBeCloseTo(1, 12);
    expect(rates.at(-1)! / 1e-3).toBeCloseTo(1, 12);
  });

  it('takes the loss of each batch in turn', () => {
    const { losses } = find(sgd, { decades: 1, lowest: 1e-30 });
    const machine = fresh(sgd);
    const batches = [0, 16, 32, 48].map((firstRow) =>
      machine.computeLoss({ firstRow, rows: Math.min(16, 50 - firstRow), step: 0 }),
    );
    losses.forEach((loss, k) => expect(loss).toBeCloseTo(batches[k % 4]!, precision === 'float32' ? 6 : 12));
    machine.close();
  });

  it.each([sgd, adam])('suggests a rate at which $type learns', (optimizer) => {
    const { suggestion, smoothed } = find(optimizer);
    expect(smoothed.at(-1)).toBeGreaterThan(1.5 * Math.min(...smoothed));
    expect(suggestion).toBeGreaterThan(1e-4);
    expect(suggestion).toBeLessThan(3);
  });

  it('stops soon after the loss has flown up', () => {
    const { rates, smoothed } = find(sgd, { decades: 12 });
    expect(rates.length).toBeLessThan(12 * STEPS_PER_DECADE);
    expect(smoothed.every(Number.isFinite)).toBe(true);
    for (let k = 0; k < smoothed.length - 1; k++) {
      expect(smoothed[k]).toBeLessThanOrEqual(4 * Math.min(...smoothed.slice(0, k + 1)));
    }
  });

  it('finds the same twice', () => {
    expect(find(adam)).toEqual(find(adam));
  });

  it('suggests nothing where the very first rate destroys everything', () => {
    expect(find(sgd, { lowest: 1e200 }).suggestion).toBeNull();
  });

  it('closes its machine, also after a failure', () => {
    let closed = 0;
    const create = (train?: Machine['train']) => () => {
      const machine = fresh(sgd);
      const close = machine.close.bind(machine);
      machine.close = () => {
        closed += 1;
        close();
      };
      if (train !== undefined) machine.train = train;
      return machine;
    };
    const options = { optimizer: sgd, batchRows: 16, lowest: 1e-5, decades: 1 };
    findLearningRate(create(), options);
    const fail = () => {
      throw new Error('It failed.');
    };
    expect(() => findLearningRate(create(fail), options)).toThrow('It failed.');
    expect(closed).toBe(2);
  });
});
