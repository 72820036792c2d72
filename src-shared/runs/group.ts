import type { RunEntry } from '../model/run.ts';
import { fieldOf } from './fields.ts';
import { type Spread, spreadOf } from './spread.ts';
import { valueText } from './value-text.ts';

/** Runs that have the same value of what they are grouped by. */
export interface RunGroupRows {
  /** Tells groups apart, also after a restart. */
  readonly key: string;
  readonly label: string;
  readonly runs: readonly RunEntry[];
}

/** A line of the table: the head of a group, or a run. */
export type TableRow =
  | { readonly kind: 'group'; readonly group: RunGroupRows; readonly isCollapsed: boolean }
  | { readonly kind: 'run'; readonly run: RunEntry };

/**
 * Runs in their groups, in the order in which the first of each comes. By `group`, `tag`, or the id of any field; a run
 * with several tags stands under its first one, one without a value in the last group.
 */
export function groupRuns(runs: readonly RunEntry[], groupBy: string): RunGroupRows[] {
  const keyOf = groupKey(groupBy);
  const groups = new Map<string, { label: string; runs: RunEntry[] }>();
  for (const run of runs) {
    const { key, label } = keyOf(run);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, { label, runs: [run] });
    else known.runs.push(run);
  }
  const rows = [...groups].map(([key, group]) => ({ key, ...group }));
  return [...rows.filter(({ key }) => key !== NONE), ...rows.filter(({ key }) => key === NONE)];
}

const NONE = '';

function groupKey(groupBy: string): (run: RunEntry) => { key: string; label: string } {
  if (groupBy === 'group') {
    return ({ group }) =>
      group === undefined ? { key: NONE, label: 'Launched alone' } : { key: group.id, label: group.name };
  }
  if (groupBy === 'tag') {
    return ({ marks: { tags } }) => ({ key: tags[0] ?? NONE, label: tags[0] ?? 'Without a tag' });
  }
  const field = fieldOf(groupBy);
  return (run) => {
    const value = field.read(run);
    if (value === null || value === '') return { key: NONE, label: `Without ${field.label}` };
    return { key: JSON.stringify(value), label: `${field.label}: ${valueText(field, value)}` };
  };
}

/** What the table shows of groups, those whose key is in `collapsed` without their runs. */
export function rowsOfGroups(groups: readonly RunGroupRows[], collapsed: ReadonlySet<string>): TableRow[] {
  const rows: TableRow[] = [];
  for (const group of groups) {
    const isCollapsed = collapsed.has(group.key);
    rows.push({ kind: 'group', group, isCollapsed });
    if (!isCollapsed) for (const run of group.runs) rows.push({ kind: 'run', run });
  }
  return rows;
}

/** Mean and deviation of a column over the runs of a group; null where none of them has a number there. */
export function spreadOfColumn(group: RunGroupRows, column: string): Spread | null {
  const { read } = fieldOf(column);
  return spreadOf(group.runs.map(read).filter((value) => typeof value === 'number'));
}
