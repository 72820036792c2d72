import { AppError } from '@shared/core/errors.ts';
import type { RunRecord } from '@shared/model/run.ts';
import { parameterCount } from '@shared/model/network.ts';
import { rowsPerStep } from '@shared/model/memory.ts';
import { type Experiment, shapesOf } from '@shared/model/experiment.ts';
import { isRunLocked } from '../storage/run-lock.ts';
import { readRun, writeRun } from '../storage/run-store.ts';

/* The records of runs that have no process: what the queue itself writes. */

/**
 * Writes down that a run waits for its turn. One that had finished keeps the time at which it did: going on it is patient
 * again. Throws RUN_BUSY where another process trains it.
 */
export async function markQueued(directory: string, changes: Partial<RunRecord> = {}): Promise<RunRecord> {
  const record = await readRun(directory);
  if (await isRunLocked(directory)) {
    throw new AppError('RUN_BUSY', `The run "${record.name}" is being trained by another process.`);
  }
  if (record.status === 'queued') return record;
  const endedAt = record.status === 'finished' ? record.endedAt : null;
  const queued: RunRecord = {
    ...record,
    ...changes,
    status: 'queued',
    endedAt,
    reason: null,
    failure: null,
  };
  await writeRun(directory, queued);
  return queued;
}

/** Writes down that a run no longer waits; whatever else became of it meanwhile stands. */
export async function markTakenOut(directory: string): Promise<RunRecord> {
  const record = await readRun(directory);
  if (record.status !== 'queued' || (await isRunLocked(directory))) return record;
  const { last } = record;
  const stopped: RunRecord = {
    ...record,
    status: 'stopped',
    endedAt: record.endedAt ?? new Date().toISOString(),
    reason:
      last === null ? 'Taken out of the queue before it began.' : 'Taken out of the queue before it went on.',
  };
  await writeRun(directory, stopped);
  return stopped;
}

/** Multiply-adds of a step that are worth more than one core: some times what the engine shares out at all. */
const WORTH_CORES = 2_000_000;

/** Whether more than one core makes a run faster. It has no bearing on the result. */
export function isWorthSharing(experiment: Experiment): boolean {
  const { batchSize } = experiment.training;
  const rows = rowsPerStep(batchSize, experiment.data.source.rows);
  return 3 * parameterCount(shapesOf(experiment)) * rows >= WORTH_CORES;
}
