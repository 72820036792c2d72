import type { TrainingPart } from './machine.ts';
import { copyRows } from './gather.ts';
import { backwardFromTarget, forward, type Program } from './reference-program.ts';

const INFERENCE = { kind: 'inference' } as const;

/**
 * JᵀJ and Jᵀr of all rows of a part, J = ∂r/∂θ; returns Σ r². A residual r = √weight·(ŷ − y) for every row and target.
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
): number {
  refuseBatchLayers(program);
  const { rows, inputs, targets, weights } = part;
  const T = program.layers.at(-1)!.shape.units;
  const P = program.parameters.length;
  JtJ.fill(0);
  Jtr.fill(0);
  let sum = 0;
  for (let row = 0; row < rows; row++) {
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
  mirror(JtJ, P);
  return sum;
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
