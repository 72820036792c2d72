import { AppError } from '@shared/core/errors.ts';
import type { BackendRequest } from '@shared/model/backends.ts';
import { hasItsEnd, type RunRecord } from '@shared/model/run.ts';
import { readRun, writeRun } from '../storage/run-store.ts';
import { openContinuationIfBegun } from './continuation.ts';
import { describeError } from './describe-ending.ts';
import type { EngineChoice } from './engine.ts';
import type { JobOptions } from './job-options.ts';
import { train } from './job.ts';
import { goOn, underLock } from './run-job.ts';
import { trainingWork } from './training-work.ts';

type QueuedJob = Required<
  Pick<JobOptions, 'directory' | 'control' | 'untilEpoch' | 'onBegin' | 'onProgress'>
> &
  Pick<JobOptions, 'wantedLook'> & {
    /** What is to train it where it has not begun yet, and most threads that it may use. */
    backend: BackendRequest;
    threads: number;
    choose: EngineChoice;
  };

/**
 * Trains a run whose turn has come: from its checkpoint on, to the same bits, or from the beginning where it has none.
 * Throws RUN_BUSY, the run untouched, where another process trains it; one that has come to its end meanwhile is given as it
 * is. Whatever else goes wrong ends it as `failed`.
 */
export function trainQueued({ backend, threads, choose, ...job }: QueuedJob): Promise<RunRecord> {
  const { directory, control, onBegin } = job;
  return underLock(directory, async () => {
    const queued = await readRun(directory);
    // Another process was faster.
    if (hasItsEnd(queued.status)) return queued;
    // Said before anything that may take long or end this process: a run that is worked on never looks as if it waited.
    const record: RunRecord = { ...queued, status: 'running', endedAt: null, reason: null, failure: null };
    await writeRun(directory, record);
    onBegin(record, { points: [], insight: [] });
    try {
      const continuation = await openContinuationIfBegun(
        queued,
        directory,
        { backend: null, threads },
        choose,
      );
      return await (continuation === null
        ? train({ ...job, record, engine: choose({ backend, threads }, trainingWork(record.experiment)) })
        : goOn({ ...job, ...continuation }));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const ended = wasOnlyTold(error, control) ? queued : { ...record, ...describeError(error, control) };
      await writeRun(directory, ended);
      return ended;
    }
  });
}

/** To wait again, before it had gone on. */
function wasOnlyTold(error: AppError, { isYielding }: QueuedJob['control']): boolean {
  return error.code === 'CANCELLED' && isYielding;
}
