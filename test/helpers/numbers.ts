/** The largest |a − b| relative to the size of b, over two equally long lists; sizes below `floor` count as `floor`. */
export function largestRelativeError(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  floor = 1,
): number {
  if (actual.length !== expected.length) return Infinity;
  let largest = 0;
  for (let k = 0; k < expected.length; k++) {
    const error = Math.abs(actual[k]! - expected[k]!) / Math.max(floor, Math.abs(expected[k]!));
    if (!(error <= largest)) largest = error;
  }
  return largest;
}

/** Nested numbers → one flat list. */
export function flatten(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(flatten);
}

/** Rows of numbers → [columns, rows], samples contiguous, as the engine holds them. */
export function samplesContiguous(rows: readonly (readonly number[])[]): number[] {
  return (rows[0] ?? []).flatMap((_, column) => rows.map((row) => row[column]!));
}
