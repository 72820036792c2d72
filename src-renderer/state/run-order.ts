import type { RunEntry, RunRecord } from '@shared/model/run.ts';

type Placed = Pick<RunRecord, 'id' | 'createdAt'>;

/** Newest first; of runs made in the same millisecond the one with the larger id, so that the order is one for all. */
export function byCreation(a: Placed, b: Placed): number {
  if (a.createdAt !== b.createdAt) return a.createdAt < b.createdAt ? 1 : -1;
  return a.id < b.id ? 1 : a.id > b.id ? -1 : 0;
}

/** The list with runs in their places that it does not have. */
export function withRuns(ordered: readonly RunEntry[], runs: readonly RunEntry[]): RunEntry[] {
  return [...ordered, ...runs].sort(byCreation);
}

/** Where a run stands in a list that is ordered by creation, or would stand; by bisection. */
function placeOf(run: Placed, ordered: readonly Placed[]): number {
  let low = 0;
  let high = ordered.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (byCreation(ordered[middle]!, run) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The list with a run in its place: instead of what was known of it, or new. */
export function withRun(ordered: readonly RunEntry[], run: RunEntry): RunEntry[] {
  const place = placeOf(run, ordered);
  const next = ordered.slice();
  next.splice(place, ordered[place]?.id === run.id ? 1 : 0, run);
  return next;
}
