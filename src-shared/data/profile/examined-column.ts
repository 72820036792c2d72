import type { TableColumn } from '../../model/column-catalog.ts';
import type { Interpreted } from '../interpret.ts';
import type { RawColumn } from '../raw-table.ts';
import type { ColumnProfile } from './profile-column.ts';

/** A column with all that is known of it. */
export interface ExaminedColumn {
  readonly cells: RawColumn;
  readonly column: TableColumn;
  readonly interpreted: Interpreted;
  readonly profile: ColumnProfile;
}

/** Numbers, or dates in days. */
export function isQuantity({ type }: TableColumn): boolean {
  return type === 'number' || type === 'integer' || type === 'date';
}

/** Rows in each level of a yes-or-no or a category, in the order of the levels. */
export function levelCounts({ column, interpreted }: ExaminedColumn): number[] {
  const counts = new Array<number>('levels' in column ? column.levels.length : 0).fill(0);
  for (const value of interpreted.values) if (!Number.isNaN(value)) counts[value]! += 1;
  return counts;
}
