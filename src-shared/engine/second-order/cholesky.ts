/**
 * Cholesky factor of a symmetric positive definite matrix: A = L·Lᵀ. False, with L unfinished, where A is not positive
 * definite to working precision.
 *
 * Shapes: L, A [size, size] row-major, of which the lower triangle is read and written. L may be A.
 * Source: Golub & Van Loan, "Matrix Computations" (2013), alg. 4.2.1, row by row.
 */
export function choleskyFactor(L: Float64Array, A: Float64Array, size: number): boolean {
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = A[row * size + column]!;
      for (let k = 0; k < column; k++) sum -= L[row * size + k]! * L[column * size + k]!;
      if (column < row) L[row * size + column] = sum / L[column * size + column]!;
      else if (sum > 0 && sum < Infinity) L[row * size + row] = Math.sqrt(sum);
      else return false;
    }
  }
  return true;
}

/**
 * Solves L·Lᵀ·x = b.
 *
 * Shapes: L [size, size], lower triangle; x, b [size]. x may be b.
 * Source: Golub & Van Loan (2013), alg. 3.1.1 and 3.1.2: forward, then backward.
 */
export function choleskySolve(x: Float64Array, L: Float64Array, b: Float64Array, size: number): void {
  for (let row = 0; row < size; row++) {
    let sum = b[row]!;
    for (let k = 0; k < row; k++) sum -= L[row * size + k]! * x[k]!;
    x[row] = sum / L[row * size + row]!;
  }
  for (let row = size - 1; row >= 0; row--) {
    let sum = x[row]!;
    for (let k = row + 1; k < size; k++) sum -= L[k * size + row]! * x[k]!;
    x[row] = sum / L[row * size + row]!;
  }
}
