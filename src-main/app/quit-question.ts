import { formatCount } from '@shared/core/text.ts';
import type { RunRecord } from '@shared/model/run.ts';
import type { Work } from '../queue/batch.ts';

/** Runs that are named; the others are counted. */
const NAMED = 5;

/** What a person is asked before Ninestep quits while there is something to do. */
export function quitQuestion({ running, waiting }: Work): { message: string; detail: string } {
  const trained = running.length === 0 ? [] : [`${runs(running.length)} in training`];
  const queued = waiting === 0 ? [] : [`${runs(waiting)} waiting`];
  const others = running.length - NAMED;
  const names = running.slice(0, NAMED).map(describe);
  const list = [...names, ...(others > 0 ? [`and ${formatCount(others)} more`] : [])];
  const paused = running.some(({ status }) => status === 'paused')
    ? ' Paused runs are stopped; you can go on with them in the history.'
    : '';
  return {
    message: `Quit with ${[...trained, ...queued].join(' and ')}?`,
    detail: [...list, ...(list.length > 0 ? [''] : []), `${WHAT_HAPPENS}${paused}`].join('\n'),
  };
}

const WHAT_HAPPENS = 'Nothing is lost: runs are checkpointed and go on when Ninestep is started again.';

function runs(count: number): string {
  return count === 1 ? '1 run' : `${formatCount(count)} runs`;
}

function describe({ name, epochsDone, experiment }: RunRecord): string {
  return `${name}: epoch ${formatCount(epochsDone)} of ${formatCount(experiment.training.epochs)}`;
}
