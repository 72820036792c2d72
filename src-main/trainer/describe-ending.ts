import { formatCount, formatDuration } from '@shared/core/text.ts';
import type { Ending, Trainer } from '@shared/engine/trainer.ts';
import type { RunStatus } from '@shared/model/run.ts';
import { isSecondOrder, type Optimizer } from '@shared/model/training-catalog.ts';

interface Trained extends Pick<Trainer, 'epoch' | 'best'> {
  readonly optimizer: Optimizer;
  readonly seconds: number;
}

/** How training ended (null: it was stopped) → what the record says of it. */
export function describeEnding(
  ending: Ending | null,
  { epoch, best, optimizer, seconds }: Trained,
): { status: RunStatus; reason: string | null } {
  switch (ending?.kind) {
    case undefined:
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
