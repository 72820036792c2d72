import type { FloatArray } from '../core/float-array.ts';
import type { PartMetrics } from '../model/run.ts';
import type { Loss } from '../model/training-catalog.ts';
import { copyRows } from './gather.ts';
import { lossFunctions } from './losses.ts';
import { addSquaredErrors, articleLossSum } from './metrics.ts';
import { forward, type Program } from './program.ts';

/** What `evaluatePart` measures on: inputs [I, rows] and targets [T, rows], scaled. */
interface EvaluatedPart {
  readonly rows: number;
  readonly inputs: FloatArray;
  readonly targets: FloatArray;
}

/**
 * Measures the present weights on one part, as many rows at a time as the program holds.
 *
 * Shapes: part as in `EvaluatedPart`; targetScales [T] are raw units per scaled unit.
 * Source: the article, step 9.
 */
export function evaluatePart(
  program: Program,
  part: EvaluatedPart,
  loss: Loss,
  targetScales: readonly number[],
): PartMetrics {
  const T = targetScales.length;
  const X = part.inputs.slice(0, (part.inputs.length / part.rows) * Math.min(program.capacity, part.rows));
  const Y = part.targets.slice(0, T * Math.min(program.capacity, part.rows));
  const squares = new Float64Array(T);
  let lossSum = 0;
  let articleSum = 0;
  for (let start = 0; start < part.rows; start += program.capacity) {
    const N = Math.min(program.capacity, part.rows - start);
    copyRows(X, part.inputs, start, N, part.rows);
    copyRows(Y, part.targets, start, N, part.rows);
    const P = forward(program, X, N);
    lossSum += lossFunctions[loss].value(P, Y, T, N) * N;
    articleSum += articleLossSum(P, Y, T, N);
    addSquaredErrors(squares, P, Y, T, N);
  }
  return {
    loss: lossSum / part.rows,
    articleLoss: articleSum / part.rows,
    rmse: targetScales.map((scale, t) => Math.sqrt(squares[t]! / part.rows) * scale),
  };
}
