import type { MachineSetup } from '@shared/engine/machine.ts';
import { referenceBackend } from '@shared/engine/reference-machine.ts';
import type { FirstOrderOptimizer } from '@shared/model/training-catalog.ts';
import type { Layer } from '@shared/model/layer-catalog.ts';
import { describe, expect, it } from 'vitest';
import { coefficientsOf, dense, machineSetup } from '../../helpers/machine-cases.ts';

/** What is true of every backend is in machine.test.ts; this is how the reference treats what only a mistake asks for. */
describe('the reference machine', () => {
  const machineOf = (layers: Layer[], changes: Partial<MachineSetup> = {}) =>
    referenceBackend.createMachine({
      ...machineSetup({ layers, sizes: { I: 2, T: 1, N: 5 }, seed: 1 }),
      ...changes,
    });

  it.each<Layer>([
    { type: 'dropout', rate: 0.5 },
    { type: 'batch-normalization', momentum: 0.1, epsilon: 1e-5, activation: 'linear' },
  ])('has no normal equations with a $type layer', (layer) => {
    const machine = machineOf([layer]);
    const P = machine.parameters.length;
    expect(() => machine.normalEquations(new Float64Array(P ** 2), new Float64Array(P), 0)).toThrow(
      layer.type,
    );
  });

  it('does not train without an optimizer', () => {
    const run = { firstStep: 0, firstRow: 0, steps: 1, coefficients: new Float64Array(2) };
    expect(() => machineOf([]).train(run)).toThrow('optimizer');
  });

  it('takes no more rows at once than a batch has', () => {
    const machine = machineOf([dense(2)], { batchRows: 3 });
    expect(() => machine.computeLoss({ firstRow: 0, rows: 4, step: 0 })).toThrow('at most 3 rows');
  });

  it('undoes a step whole: parameters, running statistics and the optimizer’s memory', () => {
    const optimizer: FirstOrderOptimizer = {
      type: 'momentum',
      learningRate: 0.1,
      momentum: 0.9,
      weightDecay: 0,
    };
    const batchNormalization = {
      type: 'batch-normalization',
      momentum: 0.1,
      epsilon: 1e-5,
      activation: 'relu',
    } as const;
    const machine = machineOf([dense(3), batchNormalization], { optimizer });
    machine.parameters.forEach((_, k) => {
      machine.parameters[k] = Math.cos(k);
    });
    const state = () =>
      [machine.parameters, machine.statistics, ...machine.slots].map((values) => [...values]);
    const train = (learningRate: number, firstStep: number) =>
      machine.train({
        firstStep,
        firstRow: 0,
        steps: 1,
        coefficients: coefficientsOf({ ...optimizer, learningRate }, firstStep, 1),
      }).steps;
    expect(train(0.1, 0)).toBe(1);
    const before = state();
    expect(train(Infinity, 1)).toBe(0);
    expect(state()).toEqual(before);
  });
});
