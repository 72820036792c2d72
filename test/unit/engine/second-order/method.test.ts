import { SecondOrderMethod } from '@shared/engine/second-order/method.ts';
import type { SecondOrderOptimizer } from '@shared/model/training-catalog.ts';
import { describe, expect, it } from 'vitest';
import { cliff, line, type Problem, ProblemObjective, rosenbrock, twoValleys } from './objectives.ts';

const methods: readonly SecondOrderOptimizer[] = [
  { type: 'lbfgs', history: 10, goal: 1e-12, restarts: 0 },
  { type: 'levenberg-marquardt', initialDamping: 1e-3, goal: 1e-12, restarts: 0 },
];

/** A method on a problem whose restarts are given; the number of each one asked for is kept. */
function start(optimizer: SecondOrderOptimizer, problem: Problem, restarts: readonly number[] = []) {
  const objective = new ProblemObjective(problem);
  const asked: number[] = [];
  const method = new SecondOrderMethod(
    { ...optimizer, restarts: restarts.length },
    objective,
    1,
    (restart) => {
      asked.push(restart);
      return Float64Array.of(restarts[restart - 1]!);
    },
  );
  return { objective, method, asked };
}

function finish({ method }: ReturnType<typeof start>) {
  for (let iterations = 1; iterations < 1_000; iterations++) {
    const { loss, ending } = method.iterate()!;
    if (ending !== null) return { loss, ending, iterations };
  }
  throw new Error('It never ended.');
}

describe.each(methods)('$type', (optimizer) => {
  it('ends in the iteration that reaches the goal', () => {
    const easy = { ...optimizer, goal: 1e-3 };
    const run = start(easy, rosenbrock);
    const { loss, ending } = finish(run);
    expect(ending).toBe('goal');
    expect(loss).toBeLessThanOrEqual(1e-3);
    expect(run.objective.computeLoss()).toBe(loss);
  });

  it('is stuck at the minimum where it lies above the goal', () => {
    const run = start(optimizer, line);
    const { loss, ending } = finish(run);
    expect(ending).toBe('stuck');
    expect(loss).toBeCloseTo(0.5, 12);
    expect(run.objective.computeLoss()).toBe(loss);
  });

  it('starts again from new parameters where it gets stuck, and stops asking at the goal', () => {
    const run = start(optimizer, twoValleys, [-2, 1.5, 3]);
    expect(finish(run).ending).toBe('goal');
    expect(run.asked).toEqual([1, 2]);
    expect(run.objective.parameters[0]).toBeCloseTo(1, 5);
  });

  it('ends with the best parameters of all starts', () => {
    // ½·Σ r² is lowest near −0.9 among those reached: the third residual keeps the other valley higher.
    const problem: Problem = {
      start: [-1.5],
      residuals: ([x]) => [x! ** 2 - 1, 0.2 * (x! + 2)],
      jacobian: ([x]) => [[2 * x!], [0.2]],
    };
    const alone = start(optimizer, problem);
    const { loss } = finish(alone);
    const run = start(optimizer, problem, [1.5, 2]);
    expect(finish(run)).toMatchObject({ ending: 'stuck' });
    expect(run.asked).toEqual([1, 2]);
    expect(run.objective.computeLoss()).toBeCloseTo(loss, 10);
    expect(run.objective.parameters[0]).toBeCloseTo(alone.objective.parameters[0]!, 4);
  });

  it('gives back the best parameters so far', () => {
    const run = start(optimizer, twoValleys, [50]);
    let lowest = Infinity;
    while (run.asked.length === 0) lowest = Math.min(lowest, run.method.iterate()!.loss);
    expect([...run.objective.parameters]).toEqual([50]);
    run.method.takeBest();
    expect(run.objective.computeLoss()).toBe(lowest);
  });

  it('has diverged where no start has a loss that is a number', () => {
    expect(finish(start(optimizer, cliff, [-2, -3]))).toMatchObject({ ending: 'diverged' });
  });

  it('leaves a start without a number for a better one', () => {
    expect(finish(start(optimizer, cliff, [-2, 3]))).toMatchObject({ ending: 'goal' });
  });

  it('goes on with the same bits from a state taken after any iteration', () => {
    const whole = start(optimizer, twoValleys, [-3, -2]);
    const { iterations } = finish(whole);
    for (let before = 0; before < iterations; before++) {
      const first = start(optimizer, twoValleys, [-3, -2]);
      for (let k = 0; k < before; k++) first.method.iterate();
      const second = start(optimizer, twoValleys, [-3, -2]);
      second.objective.parameters.set(first.objective.parameters);
      second.method.restore(structuredClone(first.method.state()));
      expect(finish(second).iterations).toBe(iterations - before);
      expect(second.objective.parameters).toEqual(whole.objective.parameters);
    }
  });
});
