/**
 * Cholesky factor of a symmetric positive definite matrix: A = L·Lᵀ. False, with L unfinished, where A is not positive
 * definite to working precision. A call makes rows from ≤ row < to, after those before them, because all of a large
 * matrix take long.
 *
 * Shapes: L, A [size, size] row-major, of which the lower triangle is read and written. L may be A.
 * Source: Golub & Van Loan, "Matrix Computations" (2013), alg. 4.2.1, row by row.
 */
export function choleskyFactor(
  L: Float64Array,
  A: Float64Array,
  size: number,
  from: number,
  to: number,
): boolean {
  for (let row = from; row < to; row++) {
    const inFours = row - (row % 4);
    for (let column = 0; column < inFours; column += 4) factorFour(L, A, size, row, column);
    for (let column = inFours; column <= row; column++) {
      let sum = A[row * size + column]!;
      for (let k = 0; k < column; k++) sum -= L[row * size + k]! * L[column * size + k]!;
      if (column < row) L[row * size + column] = sum / L[column * size + column]!;
      else if (sum > 0 && sum < Infinity) L[row * size + row] = Math.sqrt(sum);
      else return false;
    }
  }
  return true;
}

/** Four neighbours of a row at once, left of the diagonal: four sums that need not wait for one another, each in its order. */
function factorFour(L: Float64Array, A: Float64Array, size: number, row: number, column: number): void {
  const at = row * size;
  const first = column * size;
  const second = first + size;
  const third = second + size;
  const fourth = third + size;
  let sum0 = A[at + column]!;
  let sum1 = A[at + column + 1]!;
  let sum2 = A[at + column + 2]!;
  let sum3 = A[at + column + 3]!;
  for (let k = 0; k < column; k++) {
    const own = L[at + k]!;
    sum0 -= own * L[first + k]!;
    sum1 -= own * L[second + k]!;
    sum2 -= own * L[third + k]!;
    sum3 -= own * L[fourth + k]!;
  }
  const own0 = sum0 / L[first + column]!;
  const own1 = (sum1 - own0 * L[second + column]!) / L[second + column + 1]!;
  const own2 = (sum2 - own0 * L[third + column]! - own1 * L[third + column + 1]!) / L[third + column + 2]!;
  const own3 =
    (sum3 - own0 * L[fourth + column]! - own1 * L[fourth + column + 1]! - own2 * L[fourth + column + 2]!) /
    L[fourth + column + 3]!;
  L[at + column] = own0;
  L[at + column + 1] = own1;
  L[at + column + 2] = own2;
  L[at + column + 3] = own3;
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
