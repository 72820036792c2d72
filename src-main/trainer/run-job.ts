import type { RunRecord } from '@shared/model/run.ts';
import type { Checkpoint } from '../storage/checkpoint-file.ts';
import { acquireRunLock, releaseRunLock } from '../storage/run-lock.ts';
import { readRun } from '../storage/run-store.ts';
import { prepareFromSource } from '../tables/prepare-from-source.ts';
import { openContinuationIfBegun, requireSameData, type Wanted } from './continuation.ts';
import type { EngineChoice } from './engine.ts';
import type { JobOptions } from './job-options.ts';
import { train } from './job.ts';
import { trainingWork } from './training-work.ts';

/**
 * Trains a new run to its end and keeps it in its folder: the same code for the window's utility process and the command
 * line. An expected failure (a full disk, data that cannot be had) ends the run as `failed`, with its reason.
 */
export function runJob(options: Omit<JobOptions, 'checkpoint'>): Promise<RunRecord> {
  return underLock(options.directory, () => train(options));
}

/** A run that shall go on, and how. */
type Resumption = Pick<JobOptions, 'directory' | 'control' | 'onBegin' | 'onProgress'> & {
  wanted: Wanted;
  choose: EngineChoice;
};

/**
 * Goes on with a run that was stopped, interrupted, or has ended, from its last checkpoint on; from the beginning where it was
 * ended before its first. What cannot go on is refused and stays as it is; what begins may fail as a new run does.
 */
export function resumeJob({ directory, wanted, choose, ...others }: Resumption): Promise<RunRecord> {
  return underLock(directory, async () => {
    const before = await readRun(directory);
    const continuation = await openContinuationIfBegun(before, directory, wanted, choose);
    return continuation === null
      ? begin({ directory, record: before, wanted, choose, ...others })
      : goOn({ directory, ...continuation, ...others });
  });
}

/** Trains a run from the beginning that was ended before its first checkpoint. */
function begin({
  record,
  wanted,
  choose,
  ...others
}: Resumption & { record: RunRecord }): Promise<RunRecord> {
  const { training } = record.experiment;
  const epochs = wanted.epochs ?? wanted.moreEpochs ?? training.epochs;
  const experiment = { ...record.experiment, training: { ...training, epochs } };
  const backend = wanted.backend ?? record.engine.asked ?? 'auto';
  const engine = choose({ backend, threads: wanted.threads }, trainingWork(experiment));
  const begun = {
    ...record,
    experiment,
    status: 'running',
    endedAt: null,
    reason: null,
    failure: null,
  } as const;
  return train({ ...others, record: begun, engine });
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
