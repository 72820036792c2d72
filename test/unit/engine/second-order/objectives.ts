import type { NormalEquations } from '@shared/engine/machine.ts';
import type { Objective } from '@shared/engine/second-order/objective.ts';

/** Residuals and their Jacobian, a row of P derivatives for each. */
export interface Problem {
  readonly start: readonly number[];
  residuals(x: Float64Array): readonly number[];
  jacobian(x: Float64Array): readonly (readonly number[])[];
}

/** A least-squares problem as the methods see it, with L = ½·Σ r². Counts what is asked of it. */
export class ProblemObjective implements Objective {
  readonly parameters: Float64Array;
  readonly gradients: Float64Array;
  losses = 0;
  lossesWithGradient = 0;
  normalEquationsMade = 0;
  private readonly problem: Problem;
  private readonly rows: number;

  constructor(problem: Problem, rows = 1) {
    this.rows = rows;
    this.problem = problem;
    this.parameters = Float64Array.from(problem.start);
    this.gradients = new Float64Array(problem.start.length);
  }

  computeLoss(): number {
    this.losses += 1;
    return this.loss();
  }

  computeGradients(): number {
    this.lossesWithGradient += 1;
    this.sumRows((row, r) => {
      row.forEach((derivative, k) => (this.gradients[k]! += derivative * r));
    }, this.gradients);
    return this.loss();
  }

  /** A row a call, and only the last one gives anything. */
  normalEquations(JtJ: Float64Array, Jtr: Float64Array, firstRow: number): NormalEquations {
    const nextRow = firstRow + 1;
    if (nextRow < this.rows) return { nextRow, sumOfSquares: NaN };
    this.normalEquationsMade += 1;
    const P = this.parameters.length;
    JtJ.fill(0);
    this.sumRows((row, r) => {
      row.forEach((left, i) => {
        Jtr[i]! += left * r;
        row.forEach((right, j) => (JtJ[i * P + j]! += left * right));
      });
    }, Jtr);
    return { nextRow, sumOfSquares: 2 * this.loss() };
  }

  private loss(): number {
    return this.problem.residuals(this.parameters).reduce((sum, r) => sum + 0.5 * r * r, 0);
  }

  private sumRows(add: (row: readonly number[], r: number) => void, sums: Float64Array): void {
    sums.fill(0);
    const residuals = this.problem.residuals(this.parameters);
    this.problem.jacobian(this.parameters).forEach((row, k) => {
      add(row, residuals[k]!);
    });
  }
}

/** Rosenbrock 1960: a curved valley; 0 at (1, 1). */
export const rosenbrock: Problem = {
  start: [-1.2, 1],
  residuals: ([x, y]) => [10 * (y! - x! ** 2), 1 - x!],
  jacobian: ([x]) => [
    [-20 * x!, 10],
    [-1, 0],
  ],
};

/** Powell 1962: 0 at the origin, where JᵀJ is singular. */
export const powell: Problem = {
  start: [3, -1, 0, 1],
  residuals: ([a, b, c, d]) => [
    a! + 10 * b!,
    Math.sqrt(5) * (c! - d!),
    (b! - 2 * c!) ** 2,
    Math.sqrt(10) * (a! - d!) ** 2,
  ],
  jacobian: ([a, b, c, d]) => [
    [1, 10, 0, 0],
    [0, 0, Math.sqrt(5), -Math.sqrt(5)],
    [0, 2 * (b! - 2 * c!), -4 * (b! - 2 * c!), 0],
    [2 * Math.sqrt(10) * (a! - d!), 0, 0, -2 * Math.sqrt(10) * (a! - d!)],
  ],
};

/** Beale 1958: 0 at (3, ½). */
export const beale: Problem = {
  start: [1, 1],
  residuals: ([x, y]) => [1.5, 2.25, 2.625].map((c, k) => c - x! * (1 - y! ** (k + 1))),
  jacobian: ([x, y]) => [0, 1, 2].map((k) => [-(1 - y! ** (k + 1)), x! * (k + 1) * y! ** k]),
};

/** A straight line through (0, 1), (1, 3), (2, 4), (3, 4): y = 1.5 + x by the normal equations, Σ r² = 1. */
export const line: Problem = {
  start: [10, -10],
  residuals: ([b, m]) => [1, 3, 4, 4].map((y, x) => b! + m! * x - y),
  jacobian: () => [0, 1, 2, 3].map((x) => [1, x]),
};

/** Two valleys: 0 at x = 1, and a lowest place near −0.9 from which no way leads down. */
export const twoValleys: Problem = {
  start: [-1.5],
  residuals: ([x]) => [x! ** 2 - 1, 0.4 * (x! - 1)],
  jacobian: ([x]) => [[2 * x!], [0.4]],
};

/** No number to the left of zero. */
export const cliff: Problem = {
  start: [-1],
  residuals: ([x]) => [Math.log(x!)],
  jacobian: ([x]) => [[1 / x!]],
};
