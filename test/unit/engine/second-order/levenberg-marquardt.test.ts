import { LevenbergMarquardt } from '@shared/engine/second-order/levenberg-marquardt.ts';
import { describe, expect, it } from 'vitest';
import { beale, cliff, line, powell, type Problem, ProblemObjective, rosenbrock } from './objectives.ts';

const batch = { firstRow: 0, rows: 1, step: 0 } as const;

function descend(problem: Problem, damping = 1e-3) {
  const objective = new ProblemObjective(problem);
  const method = new LevenbergMarquardt(objective, batch, damping);
  const losses: number[] = [];
  for (;;) {
    const { loss, isStuck } = method.iterate()!;
    if (isStuck || losses.length > 200) return { objective, losses };
    losses.push(loss);
  }
}

describe('Levenberg–Marquardt', () => {
  it.each([
    ['Rosenbrock', rosenbrock, [1, 1], 40],
    ['Beale', beale, [3, 0.5], 20],
    ['a straight line', line, [1.5, 1], 10],
  ] as const)('finds the minimum of %s', (_, problem, minimum, iterations) => {
    const { objective, losses } = descend(problem);
    minimum.forEach((value, k) => expect(objective.parameters[k]).toBeCloseTo(value, 8));
    expect(losses.length).toBeLessThan(iterations);
  });

  it('comes close to the minimum of Powell, where JᵀJ is singular', () => {
    expect(descend(powell).losses.at(-1)).toBeLessThan(1e-15);
  });

  it('takes the first step of the worked example', () => {
    // J = (2·1, 0.4), r = (x² − 1, 0.4(x − 1)) at x = 2: J = (4, 0.4), r = (3, 0.4)
    // JᵀJ = 16.16, Jᵀr = 12.16, λ = 1·16.16: x = 2 − 12.16/32.32
    const objective = new ProblemObjective({
      start: [2],
      residuals: ([x]) => [x! ** 2 - 1, 0.4 * (x! - 1)],
      jacobian: ([x]) => [[2 * x!], [0.4]],
    });
    new LevenbergMarquardt(objective, batch, 1).iterate();
    expect(objective.parameters[0]).toBeCloseTo(2 - 12.16 / 32.32, 14);
  });

  it('solves a linear problem in one step where the damping is small', () => {
    const objective = new ProblemObjective(line);
    new LevenbergMarquardt(objective, batch, 1e-14).iterate();
    expect(objective.parameters[0]).toBeCloseTo(1.5, 10);
    expect(objective.parameters[1]).toBeCloseTo(1, 10);
  });

  it.each([1e-6, 1e-3, 1, 1e3])('never goes up, with an initial damping of %f', (damping) => {
    const { losses } = descend(rosenbrock, damping);
    for (let k = 1; k < losses.length; k++) expect(losses[k]).toBeLessThan(losses[k - 1]!);
    expect(losses.at(-1)).toBeLessThan(1e-10);
  });

  it('asks for a derivative once an iteration, and for as many losses as it tries steps', () => {
    const { objective, losses } = descend(beale);
    expect(objective.normalEquationsMade).toBe(losses.length + 1);
    expect(objective.losses).toBeLessThan(3 * losses.length + 40);
  });

  it.each([1e-3, 1e-30, 1e-300, 5e-324])('raises a damping of %f where JᵀJ is singular', (damping) => {
    // Only the sum of both parameters matters.
    const residuals = ([a, b]: Float64Array) => [a! + b! - 2];
    const { objective } = descend({ start: [0, 0], residuals, jacobian: () => [[1, 1]] }, damping);
    expect(objective.parameters[0]! + objective.parameters[1]!).toBeCloseTo(2, 8);
  });

  it('is stuck at once, where it is, without a number to go by', () => {
    const objective = new ProblemObjective(cliff);
    expect(new LevenbergMarquardt(objective, batch, 1e-3).iterate()).toEqual({ loss: NaN, isStuck: true });
    expect([...objective.parameters]).toEqual(cliff.start);
  });

  it('does not fall off a cliff', () => {
    const { objective } = descend({ ...cliff, start: [3] });
    expect(objective.parameters[0]).toBeCloseTo(1, 8);
  });

  it('leaves the parameters alone where every try fails', () => {
    // The derivative points the wrong way.
    const objective = new ProblemObjective({ start: [1], residuals: ([x]) => [x!], jacobian: () => [[-1]] });
    expect(new LevenbergMarquardt(objective, batch, 1e-3).iterate()).toEqual({ loss: 0.5, isStuck: true });
    expect([...objective.parameters]).toEqual([1]);
  });

  it('goes on with the same bits from a state taken after any call, in the middle of an iteration too', () => {
    const begin = () => {
      const objective = new ProblemObjective(rosenbrock, 3);
      return { objective, method: new LevenbergMarquardt(objective, { ...batch, rows: 3 }, 1e-3) };
    };
    const finish = ({ objective, method }: ReturnType<typeof begin>) => {
      while (method.iterate()?.isStuck !== true);
      return objective.parameters;
    };
    const whole = finish(begin());
    for (let before = 0; before < 30; before++) {
      const first = begin();
      for (let k = 0; k < before; k++) first.method.iterate();
      const second = begin();
      second.objective.parameters.set(first.objective.parameters);
      second.method.restore(structuredClone(first.method.state()));
      expect(finish(second)).toEqual(whole);
    }
  });

  it('gives its host the word in the middle of a large factorisation, at the parameters it began with', () => {
    const P = 1_500;
    const parameters = new Float64Array(P).fill(1);
    const method = new LevenbergMarquardt(
      {
        parameters,
        // r = θ: the normal equations are the unit matrix and θ.
        computeLoss: () => 0.5 * parameters.reduce((sum, value) => sum + value * value, 0),
        normalEquations: (JtJ, Jtr) => {
          for (let k = 0; k < P; k++) JtJ[k * P + k] = 1;
          Jtr.set(parameters);
          return { nextRow: 1, sumOfSquares: P };
        },
      },
      batch,
      1e-3,
    );
    let calls = 0;
    while (method.iterate() === null) {
      calls += 1;
      expect(parameters.every((value) => value === 1)).toBe(true);
      expect(method.state().numbers).toEqual([0, 2]);
    }
    expect(calls).toBeGreaterThan(3);
    expect(parameters[P - 1]).toBeCloseTo(0.001 / 1.001, 12);
  });
});
