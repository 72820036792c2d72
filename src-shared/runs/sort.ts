import type { RunEntry } from '../model/run.ts';
import type { RunView } from '../model/run-views.ts';
import { fieldOf } from './fields.ts';
import type { FieldValue } from './run-field.ts';

export type Sort = RunView['sort'];

/** Values that are missing or no numbers stand last in either direction. */
interface Keys {
  readonly values: readonly (string | number)[];
  readonly sign: number;
}

/** Runs by the first column, equal ones by the next, and at last newest first as they come. */
export function sortRuns(runs: readonly RunEntry[], sort: Sort): readonly RunEntry[] {
  if (sort.length === 0) return runs;
  const keys = sort.map(({ column, direction }): Keys => {
    const { read } = fieldOf(column);
    return { values: runs.map((run) => sortKey(read(run))), sign: direction === 'ascending' ? 1 : -1 };
  });
  const order = runs.map((_, k) => k);
  order.sort((a, b) => {
    for (const { values, sign } of keys) {
      const difference = compareKeys(values[a]!, values[b]!, sign);
      if (difference !== 0) return difference;
    }
    return a - b;
  });
  return order.map((k) => runs[k]!);
}

/** NaN stands for what is missing. Words come after numbers. */
function sortKey(value: FieldValue): string | number {
  if (value === null || value === '') return NaN;
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return Number(value);
  if (typeof value === 'string') return value.toLowerCase();
  return value.length === 0 ? NaN : value.join(', ').toLowerCase();
}

function compareKeys(a: string | number, b: string | number, sign: number): number {
  if (a === b) return 0;
  const aMissing = Number.isNaN(a);
  const bMissing = Number.isNaN(b);
  if (aMissing || bMissing) return Number(aMissing) - Number(bMissing);
  if (typeof a !== typeof b) return typeof a === 'number' ? -sign : sign;
  return a < b ? -sign : sign;
}

/**
 * The order after a click on a column's head: this column alone, turned round if it was already; with `isAdded` the
 * column joins the others, and leaves them at the third click.
 */
export function nextSort(sort: Sort, column: string, isAdded: boolean): Sort {
  const at = sort.findIndex((other) => other.column === column);
  const known = sort[at];
  const first = firstDirection(column);
  if (!isAdded) {
    const isAlone = sort.length === 1 && known !== undefined;
    return [{ column, direction: isAlone ? opposite(known.direction) : first }];
  }
  if (known === undefined) return [...sort, { column, direction: first }].slice(0, MOST_COLUMNS);
  if (known.direction === first) return sort.with(at, { column, direction: opposite(first) });
  return sort.filter((other) => other !== known);
}

/** As many as a view keeps. */
const MOST_COLUMNS = 8;

/** What is usually looked for first: the newest, the starred, the best. */
function firstDirection(column: string): 'ascending' | 'descending' {
  const { kind, id } = fieldOf(column);
  if (kind === 'date' || kind === 'yes-no') return 'descending';
  return /^(best|last):.*(accuracy|balancedAccuracy|f1|auc|r2)/.test(id) ? 'descending' : 'ascending';
}

function opposite(direction: 'ascending' | 'descending'): 'ascending' | 'descending' {
  return direction === 'ascending' ? 'descending' : 'ascending';
}
