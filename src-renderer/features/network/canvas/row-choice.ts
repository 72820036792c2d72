/** Which rows of the table flow through the picture. */
export interface RowChoice {
  /** 0 first. */
  readonly first: number;
  readonly count: number;
}

/** How many rows are shown at once: one colour a unit, or a stripe for each. */
export const ROW_COUNTS: Readonly<Record<string, string>> = {
  1: 'one row',
  4: '4 rows, a stripe each',
  16: '16 rows, a stripe each',
  64: '64 rows, a stripe each',
};

/** The rows that are meant: consecutive ones of the table's `total`, 0 first. */
export function rowsOf({ first, count }: RowChoice, total: number): number[] {
  const start = Math.max(0, Math.min(first, total - count));
  return Array.from({ length: Math.min(count, total) }, (_, k) => start + k);
}
