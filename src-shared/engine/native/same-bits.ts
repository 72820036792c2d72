/**
 * The most threads of those on offer that give the bits of one thread. A library shares the products of matrices out among
 * threads in pieces, and for some sizes sums up the pieces in another order than the whole: so both ways are tried.
 *
 * Shapes: `compute` gives any numbers, as many for any number of threads.
 * Source: found with ONNX Runtime 1.30: 100 units, 784 inputs and 128 rows give other bits on two threads, 128 units do not.
 */
export function threadsWithSameBits(
  offered: number,
  compute: (threads: number) => readonly Float32Array[],
): number {
  if (offered < 2) return 1;
  const expected = compute(1);
  for (let threads = offered; threads > 1; threads = Math.floor(threads / 2)) {
    const found = compute(threads);
    if (expected.every((numbers, k) => haveSameBits(numbers, found[k]!))) return threads;
  }
  return 1;
}

/**
 * Numbers that are not zero, not alike and of ordinary size, to try a network out with.
 *
 * Shapes: any length.
 * Source: multiplicative hashing, Knuth (1998), vol. 3, ch. 6.4.
 */
export function fillForTrial(values: Float32Array): void {
  for (let k = 0; k < values.length; k++) {
    values[k] = (Math.imul(k + 1, 0x9e3779b1) >> 8) / 2 ** 27;
  }
}

/** NaN is itself here. */
function haveSameBits(a: Float32Array, b: Float32Array): boolean {
  const [left, right] = [a, b].map(
    ({ buffer, byteOffset, length }) => new Uint32Array(buffer, byteOffset, length),
  );
  return left!.every((bits, k) => bits === right![k]);
}
