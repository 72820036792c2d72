import type { RunEntry } from '@shared/model/run.ts';

/** One row of the queue: a run, or waiting runs of one group that follow each other. */
export interface QueueItem {
  /** The first run's id. */
  readonly key: string;
  readonly group: { readonly id: string; readonly name: string } | null;
  readonly runs: readonly RunEntry[];
}

/** Waiting runs in their order → rows. A run of a group that stands alone is a row of its own, too. */
export function queueItems(waiting: readonly RunEntry[]): QueueItem[] {
  const items: { key: string; group: QueueItem['group']; runs: RunEntry[] }[] = [];
  for (const run of waiting) {
    const last = items.at(-1);
    if (run.group !== undefined && last?.group?.id === run.group.id) last.runs.push(run);
    else items.push({ key: run.id, group: run.group ?? null, runs: [run] });
  }
  return items;
}

/** What to ask of main so that the row at `from` comes to stand at `to`; null where it stands there already. */
export function queueMove(
  items: readonly QueueItem[],
  from: number,
  to: number,
): { runIds: string[]; before: string | null } | null {
  const moved = items[from];
  const place = Math.min(Math.max(to, 0), items.length - 1);
  if (moved === undefined || place === from) return null;
  const next = items.toSpliced(from, 1)[place];
  return { runIds: moved.runs.map(({ id }) => id), before: next?.key ?? null };
}
