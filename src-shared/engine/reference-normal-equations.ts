import type { NormalEquations, TrainingPart } from './machine.ts';
import { copyRows } from './gather.ts';
import { backwardFromTarget, forward, type Program } from './reference-program.ts';

/** Multiply-adds of one call: some tenths of a second. */
const WORK_AT_ONCE = 1e8;
const INFERENCE = { kind: 'inference' } as const;

/**
 * JᵀJ and Jᵀr of the rows of a part, J = ∂r/∂θ, as in `Machine`: those from `before.nextRow` on, as many as a moment
 * allows, added to those before. A residual r = √weight·(ŷ − y) for every row and target.
 *
 * Shapes: JᵀJ [P, P], both triangles; Jᵀr [P].
 * Source: Nocedal & Wright, "Numerical Optimization" (2006), ch. 10. One row and target after the other, by
 * backpropagation. What depends on the batch has no such gradient: networks with dropout or batch normalisation are a bug here.
 */
export function normalEquationsOf(
  JtJ: Float64Array,
  Jtr: Float64Array,
  program: Program,
  part: TrainingPart,
  before: NormalEquations,
): NormalEquations {
  refuseBatchLayers(program);
  const { rows, inputs, targets, weights } = part;
  const T = program.layers.at(-1)!.shape.units;
  const P = program.parameters.length;
  const first = before.nextRow;
  const end = Math.min(rows, first + Math.ceil(WORK_AT_ONCE / (T * P * P)));
  if (first === 0) {
    JtJ.fill(0);
    Jtr.fill(0);
  }
  let sum = before.sumOfSquares;
  for (let row = first; row < end; row++) {
    copyRows(program.X, inputs, row, 1, rows);
    const predictions = forward(program, 1, INFERENCE);
    const weight = weights === null ? 1 : weights[row]!;
    for (let t = 0; t < T; t++) {
      const difference = predictions[t]! - targets[t * rows + row]!;
      backwardFromTarget(program, t, 1);
      addOuterProduct(JtJ, program.gradients, weight, P);
      for (let k = 0; k < P; k++) Jtr[k] = Jtr[k]! + weight * difference * program.gradients[k]!;
      sum += weight * difference * difference;
    }
  }
  if (end === rows) mirror(JtJ, P);
  return { nextRow: end, sumOfSquares: sum };
}

function refuseBatchLayers({ layers }: Program): void {
  const refused = layers.find(({ shape: { type } }) => type === 'dropout' || type === 'batch-normalization');
  if (refused !== undefined) throw new Error(`No normal equations with a ${refused.shape.type} layer.`);
}

/** JᵀJ += weight·g·gᵀ, below and on the diagonal. */
function addOuterProduct(JtJ: Float64Array, g: ArrayLike<number>, weight: number, P: number): void {
  for (let i = 0; i < P; i++) {
    const scaled = weight * g[i]!;
    if (scaled === 0) continue;
    for (let j = 0; j <= i; j++) JtJ[i * P + j] = JtJ[i * P + j]! + scaled * g[j]!;
  }
}

function mirror(JtJ: Float64Array, P: number): void {
  for (let i = 0; i < P; i++) {
    for (let j = 0; j < i; j++) JtJ[j * P + i] = JtJ[i * P + j]!;
  }
}
