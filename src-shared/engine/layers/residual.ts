import type { FloatArray } from '../../core/float-array.ts';

/**
 * Residual connection, forward: Z = A + S, where S is what went into the layers that it leads around.
 *
 * Shapes: Z, A, S hold `length` numbers each. Backward, dZ goes to both: see `addTo`.
 * Source: He et al., "Deep residual learning for image recognition" (2016).
 */
export function residualForward(Z: FloatArray, A: FloatArray, S: FloatArray, length: number): void {
  for (let k = 0; k < length; k++) Z[k] = A[k]! + S[k]!;
}

/**
 * dA += dZ: the gradient of one of the two summands.
 *
 * Shapes: dA, dZ hold `length` numbers each.
 * Source: as `residualForward`.
 */
export function addTo(dA: FloatArray, dZ: FloatArray, length: number): void {
  for (let k = 0; k < length; k++) dA[k] = dA[k]! + dZ[k]!;
}
