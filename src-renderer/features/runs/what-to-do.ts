import { type RunEntry } from '@shared/model/run.ts';
import { continuationOf } from '../../state/continuation.ts';

/** For a run that did not end as it was meant to: what can be done about it, in a sentence; null for the others. */
export function whatToDo(run: RunEntry): string | null {
  const canContinue = continuationOf(run)?.kind === 'continue';
  switch (run.status) {
    case 'failed':
      return canContinue
        ? 'Its weights up to its last checkpoint are kept. Remove the cause and continue, or clone its settings.'
        : 'Nothing was trained. Clone its settings, change what the message names, and train again.';
    case 'diverged':
      return 'Its loss is no number any more. Clone its settings with a smaller learning rate, or with clipped gradients.';
    case 'interrupted':
      return canContinue
        ? 'Its weights up to its last checkpoint are kept. Continue goes on from there, and ends with the same bits.'
        : 'It had not begun to train. Clone its settings and train again.';
    case 'stopped':
      return canContinue ? 'Continue goes on from where it stands.' : null;
    default:
      return run.isElsewhere ? 'Another process trains it: a command line, or another window.' : null;
  }
}
