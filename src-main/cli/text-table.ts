/**
 * Rows of texts, their columns below one another: the first one to the left, the others to the right as numbers are, or all
 * of them to the left as words are.
 */
export function textTable(rows: readonly (readonly string[])[], of: 'numbers' | 'words' = 'numbers'): string {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, c) => {
      widths[c] = Math.max(widths[c] ?? 0, cell.length);
    });
  }
  const isLeft = (c: number) => c === 0 || of === 'words';
  const line = (row: readonly string[]) =>
    row.map((cell, c) => (isLeft(c) ? cell.padEnd(widths[c]!) : cell.padStart(widths[c]!))).join('  ');
  return rows.map((row) => `${line(row).trimEnd()}\n`).join('');
}
