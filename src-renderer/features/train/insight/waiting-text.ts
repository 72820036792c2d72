import { hasEnded, type RunRecord } from '@shared/model/run.ts';

/** Why there is no picture of a run's network, where nothing went wrong with making it. */
export function waitingText({ status, last }: Pick<RunRecord, 'status' | 'last'>): string {
  if (status === 'queued') return 'The run waits for its turn.';
  if (hasEnded(status) && last === null) return 'The run ended before there was anything to see.';
  return 'Working it out…';
}
