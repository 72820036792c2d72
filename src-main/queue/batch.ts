import { formatCount } from '@shared/core/text.ts';
import { RUN_STATUSES, type RunRecord } from '@shared/model/run.ts';

/** What is trained now, and how much waits. */
export interface Work {
  readonly running: readonly RunRecord[];
  readonly waiting: number;
}

/** All runs from when there was nothing to do until there is nothing left: what a person waits for. */
export class Batch {
  /** By their ids: a run of a sweep with successive halving ends at every rung. */
  private readonly ended = new Map<string, RunRecord>();

  add(record: RunRecord): void {
    this.ended.set(record.id, record);
  }

  /** How much of it is done, 0 to 1, each run alike; null where nothing is trained and nothing waits. */
  progress({ running, waiting }: Work): number | null {
    if (running.length + waiting === 0) return null;
    const begun = running.reduce((sum, run) => sum + run.epochsDone / run.experiment.training.epochs, 0);
    return (this.ended.size + begun) / (this.ended.size + running.length + waiting);
  }

  /** What became of it, in words, and it is forgotten; null where nothing has ended. */
  close(): { title: string; body: string } | null {
    const ended = [...this.ended.values()];
    this.ended.clear();
    const [first] = ended;
    if (first === undefined) return null;
    if (ended.length === 1) return describeEnd(first);
    return { title: `${formatCount(ended.length)} runs have ended`, body: countsOf(ended) };
  }
}

/** One run that has ended, in words. */
export function describeEnd({ name, status, reason, epochsDone }: RunRecord): {
  title: string;
  body: string;
} {
  return {
    title: `${RUN_STATUSES[status]}: ${name}`,
    body: reason ?? `${formatCount(epochsDone)} epochs.`,
  };
}

function countsOf(ended: readonly RunRecord[]): string {
  const counts = new Map<string, number>();
  for (const { status } of ended) counts.set(status, (counts.get(status) ?? 0) + 1);
  return [...counts].map(([status, count]) => `${formatCount(count)} ${status}`).join(', ');
}
