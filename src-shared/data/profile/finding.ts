import { formatCount } from '../../core/text.ts';
import { ROWS_NAMED } from '../interpret.ts';

/** Something about a table that matters for learning from it. The window gets it as it is. */
export interface Finding {
  kind: FindingKind;
  severity: Severity;
  /** The column it is about, or null for the table as a whole. */
  column: string | null;
  /** What it means and what to do. */
  message: string;
  /** How many rows it is about; `rows` names the first hundred of them, from 0. */
  count: number;
  rows: number[];
}

export type Severity = 'error' | 'warning' | 'note';

export type FindingKind =
  | 'all-missing'
  | 'constant'
  | 'duplicate-rows'
  | 'few-rows'
  | 'identifier'
  | 'many-texts'
  | 'imbalance'
  | 'leakage'
  | 'many-missing'
  | 'missing-target'
  | 'mixed-types'
  | 'one-class'
  | 'outliers'
  | 'single-row-class'
  | 'train-test-rows'
  | 'train-validation-rows'
  | 'unreadable';

/** Rows as they are found: all are counted, the first hundred are named. */
export class FoundRows {
  count = 0;
  readonly rows: number[] = [];

  add(row: number): void {
    this.count += 1;
    if (this.rows.length < ROWS_NAMED) this.rows.push(row);
  }
}

const ROWS_IN_MESSAGE = 3;

/** "row 3", "rows 3, 7 and 20", "rows 3, 7, 20 and 12 more": as a person counts them, 1 first. */
export function listRows({ count, rows }: { count: number; rows: readonly number[] }): string {
  const shown = rows.slice(0, ROWS_IN_MESSAGE).map((row) => formatCount(row + 1));
  const more = count - shown.length;
  if (more > 0) return `rows ${shown.join(', ')} and ${formatCount(more)} more`;
  if (shown.length === 1) return `row ${shown.join('')}`;
  return `rows ${shown.slice(0, -1).join(', ')} and ${shown.at(-1)!}`;
}

/** "1 row", "1,200 rows". */
export function countOf(count: number, one: string, several = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : several}`;
}

/** "12 %", "0.3 %". */
export function percent(share: number): string {
  const value = share * 100;
  return `${value >= 10 || value === 0 ? value.toFixed(0) : value.toPrecision(2)} %`;
}
