import { inputMatrix } from '@shared/data/prepare.ts';
import type { PreparedData } from '@shared/data/prepared-data.ts';

/**
 * R² on the test rows of ordinary least squares, fitted on the training and validation rows in float64: normal equations
 * on standardised inputs, by Gaussian elimination with pivots. One target.
 */
export function leastSquaresR2(data: PreparedData): number {
  const { train, validation, test } = data.rows;
  const { values } = data.targets[0]!;
  const fitted = Uint32Array.of(...train, ...validation);
  const weights = solve(normalEquations(rowsOf(data, fitted), fitted, values));
  const mean = test.reduce((sum, row) => sum + values[row]!, 0) / test.length;
  let [squares, deviations] = [0, 0];
  rowsOf(data, test).forEach((inputs, n) => {
    const truth = values[test[n]!]!;
    const answer = inputs.reduce((sum, input, k) => sum + input * weights[k]!, 0);
    squares += (truth - answer) ** 2;
    deviations += (truth - mean) ** 2;
  });
  return 1 - squares / deviations;
}

/** The inputs of each row, and a 1 for the intercept. */
function rowsOf(data: PreparedData, rows: Uint32Array): number[][] {
  const matrix = inputMatrix(data, rows, 'float64');
  const features = matrix.length / rows.length;
  return Array.from(rows, (_, n) => [
    ...Array.from({ length: features }, (__, f) => matrix[f * rows.length + n]!),
    1,
  ]);
}

/** XᵀX with Xᵀy as its last column. */
function normalEquations(inputs: number[][], rows: Uint32Array, values: Float64Array): number[][] {
  const size = inputs[0]!.length;
  return Array.from({ length: size }, (_, i) =>
    Array.from({ length: size + 1 }, (__, j) =>
      inputs.reduce((sum, row, n) => sum + row[i]! * (j === size ? values[rows[n]!]! : row[j]!), 0),
    ),
  );
}

function solve(equations: number[][]): number[] {
  const size = equations.length;
  for (let i = 0; i < size; i++) {
    const pivot = equations.reduce(
      (best, row, k) => (k >= i && Math.abs(row[i]!) > Math.abs(equations[best]![i]!) ? k : best),
      i,
    );
    [equations[i], equations[pivot]] = [equations[pivot]!, equations[i]!];
    for (let k = 0; k < size; k++) {
      if (k === i) continue;
      const factor = equations[k]![i]! / equations[i]![i]!;
      for (let j = i; j <= size; j++) equations[k]![j]! -= factor * equations[i]![j]!;
    }
  }
  return equations.map((row, i) => row[size]! / row[i]!);
}
