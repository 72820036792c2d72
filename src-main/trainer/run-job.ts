import type { RunRecord } from '@shared/model/run.ts';
import type { Checkpoint } from '../storage/checkpoint-file.ts';
import { acquireRunLock, releaseRunLock } from '../storage/run-lock.ts';
import { readRun } from '../storage/run-store.ts';
import { prepareFromSource } from '../tables/prepare-from-source.ts';
import { openContinuation, requireSameData, type Wanted } from './continuation.ts';
import type { EngineChoice } from './engine.ts';
import type { JobOptions } from './job-options.ts';
import { train } from './job.ts';

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
    const continuation = await openContinuation(await readRun(directory), directory, wanted, choose);
    return goOn({ directory, ...continuation, ...others });
  });
}

/** Trains on from a checkpoint. Throws, with the run as it was, where its data are no longer the same. */
export async function goOn(options: JobOptions & { checkpoint: Checkpoint }): Promise<RunRecord> {
  const { record, checkpoint, control } = options;
  const data = await prepareFromSource(record.experiment, control.stopSignal);
  requireSameData(data.hash, checkpoint);
  return train({ ...options, data });
}

/** Work on a run that no other process may train meanwhile. Throws RUN_BUSY where one does. */
export async function underLock(directory: string, work: () => Promise<RunRecord>): Promise<RunRecord> {
  await acquireRunLock(directory);
  try {
    return await work();
  } finally {
    await releaseRunLock(directory);
  }
}
