import { Lbfgs } from '@shared/engine/second-order/lbfgs.ts';
import { describe, expect, it } from 'vitest';
import { beale, cliff, line, powell, type Problem, ProblemObjective, rosenbrock } from './objectives.ts';

const batch = { firstRow: 0, rows: 1, step: 0 } as const;

function descend(problem: Problem, history = 10) {
  const objective = new ProblemObjective(problem);
  const method = new Lbfgs(objective, batch, history);
  const losses: number[] = [];
  for (;;) {
    const { loss, isStuck } = method.iterate();
    if (isStuck || losses.length > 500) return { objective, losses };
    losses.push(loss);
  }
}

describe('L-BFGS', () => {
  it.each([
    ['Rosenbrock', rosenbrock, [1, 1], 80],
    ['Beale', beale, [3, 0.5], 40],
    ['a straight line', line, [1.5, 1], 20],
  ] as const)('finds the minimum of %s', (_, problem, minimum, evaluations) => {
    const { objective } = descend(problem);
    minimum.forEach((value, k) => expect(objective.parameters[k]).toBeCloseTo(value, 6));
    expect(objective.lossesWithGradient).toBeLessThan(evaluations);
  });

  it('comes close to the minimum of Powell, whose curvature vanishes there', () => {
    expect(descend(powell).losses.at(-1)).toBeLessThan(1e-12);
  });

  it.each([1, 2, 5, 100])('never goes up, with a history of %i', (history) => {
    const { losses } = descend(rosenbrock, history);
    for (let k = 1; k < losses.length; k++) expect(losses[k]).toBeLessThan(losses[k - 1]!);
    expect(losses.at(-1)).toBeLessThan(1e-10);
  });

  it('says the loss of the parameters it leaves, with their gradient', () => {
    const objective = new ProblemObjective(rosenbrock);
    const { loss } = new Lbfgs(objective, batch, 10).iterate();
    const gradients = objective.gradients.slice();
    expect(objective.computeGradients()).toBe(loss);
    expect(gradients).toEqual(objective.gradients);
  });

  it('is stuck at once, where it is, without a number to go by', () => {
    const objective = new ProblemObjective(cliff);
    expect(new Lbfgs(objective, batch, 10).iterate()).toEqual({ loss: NaN, isStuck: true });
    expect([...objective.parameters]).toEqual(cliff.start);
  });

  it('does not fall off a cliff', () => {
    const { objective } = descend({ ...cliff, start: [3] });
    expect(objective.parameters[0]).toBeCloseTo(1, 6);
  });
});
