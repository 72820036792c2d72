import { AppError } from '@shared/core/errors.ts';
import { readRun } from '../storage/run-store.ts';
import { openContinuation, requireSameData } from '../trainer/continuation.ts';
import { engineFor } from '../trainer/engine.ts';
import { prepareHeld } from './tables.ts';

/**
 * How many epochs a run will have in all that shall go on (`moreEpochs` null: as planned), found out before it waits for
 * its turn. Throws what stands in the way, the run untouched.
 */
export async function checkContinuation(
  directory: string,
  moreEpochs: number | null,
): Promise<{ epochs: number }> {
  const before = await readRun(directory);
  const wanted = { ...(moreEpochs === null ? {} : { moreEpochs }), backend: null, threads: 1 };
  try {
    const { record, checkpoint } = await openContinuation(before, directory, wanted, engineFor);
    requireSameData((await prepareHeld(record.experiment)).hash, checkpoint);
    return { epochs: record.experiment.training.epochs };
  } catch (error) {
    const isUntouched = before.last === null && error instanceof AppError && error.code === 'FILE_NOT_FOUND';
    // It was stopped before it began, and begins now.
    if (isUntouched) return { epochs: moreEpochs ?? before.experiment.training.epochs };
    throw error;
  }
}
