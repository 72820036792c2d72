import { AppError, toWireError } from '@shared/core/errors.ts';
import { formatCount, formatDuration } from '@shared/core/text.ts';
import type { Ending, Trainer } from '@shared/engine/trainer.ts';
import type { RunRecord, RunStatus } from '@shared/model/run.ts';
import { isSecondOrder, type Optimizer } from '@shared/model/training-catalog.ts';
import type { JobControl } from './job-control.ts';

/** Why a run is no longer trained: it ended by itself, was stopped, is to wait for its turn, or was to go no further for now. */
export type JobEnding = Ending | { readonly kind: 'stopped' | 'yielded' | 'far-enough' };

interface Trained extends Pick<Trainer, 'epoch' | 'best'> {
  readonly optimizer: Optimizer;
  readonly seconds: number;
}

/** How training ended → what the record says of it. */
export function describeEnding(
  ending: JobEnding,
  { epoch, best, optimizer, seconds }: Trained,
): { status: RunStatus; reason: string | null } {
  switch (ending.kind) {
    case 'yielded':
      return { status: 'queued', reason: null };
    case 'far-enough':
      return { status: 'stopped', reason: `Stopped after ${formatCount(epoch)} epochs, as was asked for.` };
    case 'stopped':
      return {
        status: 'stopped',
        reason: `Stopped after ${formatCount(epoch)} epochs and ${formatDuration(seconds)}.`,
      };
    case 'finished':
      return { status: 'finished', reason: null };
    case 'goal':
      return { status: 'finished', reason: `The goal was reached after ${formatCount(epoch)} epochs.` };
    case 'stuck':
      return {
        status: 'finished',
        reason: `Ended after ${formatCount(epoch)} epochs: no step makes the loss smaller any more.`,
      };
    case 'no-improvement':
      return {
        status: 'finished',
        reason: `Stopped early: no better loss for ${formatCount(ending.patience)} epochs.`,
      };
    case 'diverged':
      return {
        status: 'diverged',
        reason:
          `${ending.what} at step ${formatCount(ending.step)} (epoch ${formatCount(ending.epoch)}). ` +
          `${best === null ? 'There are no good weights to keep.' : 'The best weights of before are kept.'} ` +
          `${isSecondOrder(optimizer) ? 'Begin with smaller weights' : 'Lower the learning rate'}, or scale the columns.`,
      };
  }
}

/** How a run ends that an error ended; it may have been stopped, or told to wait, before its table was read. */
export function describeError(
  error: unknown,
  control: Pick<JobControl, 'isYielding'>,
): Pick<RunRecord, 'status' | 'endedAt' | 'reason' | 'failure'> {
  const endedAt = new Date().toISOString();
  if (error instanceof AppError && error.code === 'CANCELLED') {
    return control.isYielding
      ? { status: 'queued', endedAt: null, reason: null, failure: null }
      : { status: 'stopped', endedAt, reason: 'Stopped before the table was read.', failure: null };
  }
  const reason = error instanceof AppError ? error.message : 'Something went wrong inside Ninestep.';
  return { status: 'failed', endedAt, reason, failure: toWireError(error) };
}
