import { LIMITS } from '@shared/core/limits.ts';
import { hasEnded, type RunRecord } from '@shared/model/run.ts';

/** How a run that has ended may go on: to the epochs it was planned for, or beyond them. */
type Continuation = { kind: 'continue' } | { kind: 'more-epochs'; most: number; usual: number };

/** Null where a run cannot go on: while it waits or is trained, after it diverged, and where it never began. */
export function continuationOf(run: RunRecord): Continuation | null {
  const { status, dataHash, epochsDone, experiment } = run;
  const { epochs } = experiment.training;
  if (!hasEnded(status) || status === 'diverged' || dataHash === null) return null;
  if (status !== 'finished' && epochsDone < epochs) return { kind: 'continue' };
  const most = LIMITS.epochs - epochsDone;
  return most < 1 ? null : { kind: 'more-epochs', most, usual: Math.min(most, Math.max(1, epochs)) };
}
