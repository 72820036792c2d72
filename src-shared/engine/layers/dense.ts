import type { FloatArray } from '../../core/float-array.ts';

/**
 * Dense (fully connected) layer, forward: Z = W·A + b.
 *
 * Shapes (row-major):
 *   A  [I, N]   input activations, samples contiguous      W  [O, I]   weights
 *   b  [O]      bias                                       Z  [O, N]   pre-activation output
 * N = samples, I = input units, O = output units.
 *
 * Source: the article, step 6; Goodfellow, Bengio & Courville, "Deep Learning" (2016), ch. 6.
 * Reference kernel: written to be read. The sum over i runs in the precision of Z.
 */
export function denseForward(
  Z: FloatArray,
  A: FloatArray,
  W: FloatArray,
  b: FloatArray,
  O: number,
  I: number,
  N: number,
): void {
  for (let o = 0; o < O; o++) {
    const row = o * N;
    Z.fill(b[o]!, row, row + N);
    for (let i = 0; i < I; i++) {
      const weight = W[o * I + i]!;
      const column = i * N;
      for (let n = 0; n < N; n++) Z[row + n] = Z[row + n]! + weight * A[column + n]!;
    }
  }
}

/**
 * Dense layer, gradients of its parameters: dW = dZ·Aᵀ, db = Σₙ dZ.
 *
 * Shapes: dW [O, I], db [O], dZ [O, N], A [I, N], as in `denseForward`. The mean over the batch is already in dZ.
 * Source: the article, step 7. Sums run in float64.
 */
export function denseBackwardParameters(
  dW: FloatArray,
  db: FloatArray,
  dZ: FloatArray,
  A: FloatArray,
  O: number,
  I: number,
  N: number,
): void {
  for (let o = 0; o < O; o++) {
    const row = o * N;
    for (let i = 0; i < I; i++) {
      const column = i * N;
      let sum = 0;
      for (let n = 0; n < N; n++) sum += dZ[row + n]! * A[column + n]!;
      dW[o * I + i] = sum;
    }
    let sum = 0;
    for (let n = 0; n < N; n++) sum += dZ[row + n]!;
    db[o] = sum;
  }
}

/**
 * Dense layer, gradient of its input, added to what is there: dA += Wᵀ·dZ.
 *
 * Shapes: dA [I, N], W [O, I], dZ [O, N], as in `denseForward`.
 * Source: the article, step 7. The sum over o runs in the precision of dA.
 */
export function denseBackwardInput(
  dA: FloatArray,
  W: FloatArray,
  dZ: FloatArray,
  O: number,
  I: number,
  N: number,
): void {
  for (let o = 0; o < O; o++) {
    const row = o * N;
    for (let i = 0; i < I; i++) {
      const weight = W[o * I + i]!;
      const column = i * N;
      for (let n = 0; n < N; n++) dA[column + n] = dA[column + n]! + weight * dZ[row + n]!;
    }
  }
}
