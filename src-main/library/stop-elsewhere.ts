import { AppError } from '@shared/core/errors.ts';
import { knownLockHolder } from '../storage/run-lock.ts';

/**
 * Asks the process that trains the run in `directory`, and that is not ours, to end it in order: the command line stops
 * between two steps and keeps the run. A sweep in a terminal ends as a whole; it can be taken up again. Throws
 * RUN_NOT_ACTIVE where there is no such process, or where it cannot be told for certain which one it is.
 */
export async function stopElsewhere(directory: string): Promise<void> {
  const pid = await knownLockHolder(directory);
  if (pid === null || pid === process.pid) throw notReachable(directory);
  try {
    process.kill(pid, 'SIGTERM');
  } catch (error) {
    throw notReachable(directory, error);
  }
}

/** Pausing is a thing of the window: a command line has nobody to tell it to go on. */
export function refusePauseElsewhere(runName: string): AppError {
  return new AppError(
    'NOT_ALLOWED',
    `The run "${runName}" is trained by a command line, which cannot pause. Stop it; it can go on later from where it was.`,
  );
}

function notReachable(directory: string, cause?: unknown): AppError {
  return new AppError(
    'RUN_NOT_ACTIVE',
    'The process that trains this run cannot be reached from here. Stop it where it was started, with Ctrl+C.',
    { at: directory, cause },
  );
}
