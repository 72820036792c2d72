import type { FloatArray } from '../core/float-array.ts';
import type { Loss } from '../model/training-catalog.ts';

/**
 * A loss L(ŷ, y) over a batch, and its gradient.
 *
 * Shapes: P (predictions ŷ), Y (targets y) and dP = ∂L/∂P are [T, N]. T = targets, N = samples.
 */
interface LossFunction {
  readonly value: (P: FloatArray, Y: FloatArray, T: number, N: number) => number;
  readonly gradient: (dP: FloatArray, P: FloatArray, Y: FloatArray, T: number, N: number) => void;
  readonly formula: string;
}

/**
 * Every loss with its formula.
 *
 * Source: mean squared error as PyTorch's `mse_loss` (mean over samples and targets); half squared error from the
 * article, step 7, where the gradient is ŷ − y, averaged over the batch.
 */
export const lossFunctions: Readonly<Record<Loss, LossFunction>> = {
  mse: {
    value: (P, Y, T, N) => squaredError(P, Y, T * N) / (T * N),
    gradient: (dP, P, Y, T, N) => {
      scaledDifference(dP, P, Y, T * N, 2 / (T * N));
    },
    formula: 'L = mean over rows and targets of (ŷ − y)²',
  },
  'half-squared-error': {
    value: (P, Y, T, N) => squaredError(P, Y, T * N) / (2 * N),
    gradient: (dP, P, Y, T, N) => {
      scaledDifference(dP, P, Y, T * N, 1 / N);
    },
    formula: 'L = mean over rows of ½ Σ (ŷ − y)²',
  },
};

function squaredError(P: FloatArray, Y: FloatArray, length: number): number {
  let sum = 0;
  for (let k = 0; k < length; k++) {
    const difference = P[k]! - Y[k]!;
    sum += difference * difference;
  }
  return sum;
}

function scaledDifference(
  dP: FloatArray,
  P: FloatArray,
  Y: FloatArray,
  length: number,
  factor: number,
): void {
  for (let k = 0; k < length; k++) dP[k] = factor * (P[k]! - Y[k]!);
}
