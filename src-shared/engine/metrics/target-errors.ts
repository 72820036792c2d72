import type { FloatArray } from '../../core/float-array.ts';

/** Sums over samples for each target [T]: of (ŷ − y)², and of |ŷ − y|. */
export interface ErrorSums {
  readonly squares: Float64Array;
  readonly absolutes: Float64Array;
}

/**
 * Adds a batch to the sums that RMSE, MAE and R² are made of.
 *
 * Shapes: sums [T]; P (predictions) and Y (targets) are [T, N].
 * Source: the definitions of those figures, taken apart so that batches can be added up.
 */
export function addErrors(sums: ErrorSums, P: FloatArray, Y: FloatArray, T: number, N: number): void {
  for (let t = 0; t < T; t++) {
    let squares = 0;
    let absolutes = 0;
    for (let k = t * N; k < (t + 1) * N; k++) {
      const difference = P[k]! - Y[k]!;
      squares += difference * difference;
      absolutes += Math.abs(difference);
    }
    sums.squares[t] = sums.squares[t]! + squares;
    sums.absolutes[t] = sums.absolutes[t]! + absolutes;
  }
}

/**
 * Root mean squared error: √(Σ (ŷ − y)² / N).
 *
 * Shapes: none; the sum is over N samples of one target.
 * Source: scikit-learn, `root_mean_squared_error`.
 */
export function rootMeanSquaredError(squares: number, N: number): number {
  return Math.sqrt(squares / N);
}

/**
 * Mean absolute error: Σ |ŷ − y| / N.
 *
 * Shapes: none; the sum is over N samples of one target.
 * Source: scikit-learn, `mean_absolute_error`.
 */
export function meanAbsoluteError(absolutes: number, N: number): number {
  return absolutes / N;
}
