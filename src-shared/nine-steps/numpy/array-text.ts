/** Rows of numbers as NumPy reads them, every bit kept: [[1, 2], [3, 4]]. */
export function arrayText(values: ArrayLike<number>, rows: number, columns: number): string {
  const lines = Array.from({ length: rows }, (_, row) => {
    const cells = Array.from({ length: columns }, (__, column) =>
      numberText(values[row * columns + column]!),
    );
    return `[${cells.join(', ')}]`;
  });
  return `np.array([${lines.join(',\n    ')}])`;
}

function numberText(value: number): string {
  if (Number.isNaN(value)) return 'np.nan';
  if (!Number.isFinite(value)) return value > 0 ? 'np.inf' : '-np.inf';
  // Whole numbers too are to be floats.
  return Number.isInteger(value) && Math.abs(value) < 1e15
    ? `${Object.is(value, -0) ? '-0' : value}.0`
    : `${value}`;
}
