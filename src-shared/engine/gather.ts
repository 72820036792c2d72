import type { FloatArray } from '../core/float-array.ts';

/**
 * Copies chosen samples of a part into a batch.
 *
 * Shapes: source [C, S] (S samples in all), rows [N], destination [C, N] in its first C·N numbers.
 * Source: mini-batch training; Goodfellow, Bengio & Courville (2016), ch. 8.1.3.
 */
export function gatherRows(destination: FloatArray, source: FloatArray, rows: Uint32Array, S: number): void {
  const N = rows.length;
  const C = source.length / S;
  for (let c = 0; c < C; c++) {
    const from = c * S;
    const to = c * N;
    for (let n = 0; n < N; n++) destination[to + n] = source[from + rows[n]!]!;
  }
}

/**
 * Copies a run of neighbouring samples into a batch.
 *
 * Shapes: source [C, S], destination [C, N] in its first C·N numbers; samples `start` to `start + N − 1`.
 * Source: as `gatherRows`.
 */
export function copyRows(
  destination: FloatArray,
  source: FloatArray,
  start: number,
  N: number,
  S: number,
): void {
  const C = source.length / S;
  for (let c = 0; c < C; c++) destination.set(source.subarray(c * S + start, c * S + start + N), c * N);
}

/**
 * Rows one after the other → samples contiguous.
 *
 * Shapes: source [N, C], destination [C, N] in its first C·N numbers.
 * Source: the definition of a transpose.
 */
export function transposeRows(destination: FloatArray, source: FloatArray, N: number): void {
  const C = source.length / N;
  for (let n = 0; n < N; n++) {
    for (let c = 0; c < C; c++) destination[c * N + n] = source[n * C + c]!;
  }
}
