import { type GroupKind, hasEnded, isActive, type RunEntry } from '@shared/model/run.ts';

/** How far runs that were launched together have come. */
export interface GroupSummary {
  readonly id: string;
  readonly name: string;
  readonly kind: GroupKind;
  readonly runs: readonly RunEntry[];
  readonly ended: number;
  readonly active: number;
  readonly paused: number;
  readonly waiting: number;
  /** Ended before their time, by a person or by an accident. */
  readonly halted: number;
}

/** The groups of some runs, in the order in which they are met. */
export function groupSummaries(runs: readonly RunEntry[]): GroupSummary[] {
  const members = new Map<string, RunEntry[]>();
  for (const run of runs) {
    if (run.group === undefined) continue;
    const known = members.get(run.group.id);
    if (known === undefined) members.set(run.group.id, [run]);
    else known.push(run);
  }
  return [...members.values()].map(summaryOf);
}

function summaryOf(runs: readonly RunEntry[]): GroupSummary {
  const { id, name, kind } = runs[0]!.group!;
  const count = (fits: (run: RunEntry) => boolean): number => runs.filter(fits).length;
  return {
    id,
    name,
    kind,
    runs,
    ended: count(({ status }) => hasEnded(status)),
    active: count(({ status }) => isActive(status)),
    paused: count(({ status }) => status === 'paused'),
    waiting: count(({ status }) => status === 'queued'),
    halted: count(({ status }) => status === 'stopped' || status === 'interrupted'),
  };
}

/** "14 of 64 done · 2 running · 48 waiting" */
export function groupText(group: GroupSummary): string {
  const parts = [`${String(group.ended)} of ${String(group.runs.length)} done`];
  if (group.active > group.paused) parts.push(`${String(group.active - group.paused)} running`);
  if (group.paused > 0) parts.push(`${String(group.paused)} paused`);
  if (group.waiting > 0) parts.push(`${String(group.waiting)} waiting`);
  return parts.join(' · ');
}
