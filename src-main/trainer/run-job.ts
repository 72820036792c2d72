import { AppError } from '@shared/core/errors.ts';
import type { RunRecord } from '@shared/model/run.ts';
import { acquireRunLock, releaseRunLock } from '../storage/run-lock.ts';
import { prepareFromSource } from '../tables/prepare-from-source.ts';
import { openContinuation, type Wanted } from './continuation.ts';
import type { EngineChoice } from './engine.ts';
import { type JobOptions, train } from './job.ts';

/**
 * Trains a new run to its end and keeps it in its folder: the same code for the window's utility process and the command
 * line. An expected failure (a full disk, data that cannot be had) ends the run as `failed`, with its reason.
 */
export function runJob(options: Omit<JobOptions, 'checkpoint'>): Promise<RunRecord> {
  return underLock(options.directory, () => train(options));
}

/**
 * Goes on with a run that was stopped, interrupted, or has ended, from its last checkpoint on. What cannot go on is
 * refused and stays as it is.
 */
export function resumeJob({
  directory,
  wanted,
  choose,
  ...others
}: Pick<JobOptions, 'directory' | 'control' | 'onBegin' | 'onProgress'> & {
  wanted: Wanted;
  choose: EngineChoice;
}): Promise<RunRecord> {
  return underLock(directory, async () => {
    const continuation = await openContinuation(directory, wanted, choose);
    const { record, checkpoint } = continuation;
    const data = await prepareFromSource(record.experiment, others.control.stopSignal);
    if (data.hash !== checkpoint.dataHash) {
      throw new AppError(
        'RUN_CANNOT_GO_ON',
        'The data are no longer those that the run was trained on. Put them back, or train the experiment anew.',
        { at: 'dataHash' },
      );
    }
    return train({ directory, data, ...continuation, ...others });
  });
}

async function underLock(directory: string, work: () => Promise<RunRecord>): Promise<RunRecord> {
  await acquireRunLock(directory);
  try {
    return await work();
  } finally {
    await releaseRunLock(directory);
  }
}
