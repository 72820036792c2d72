import { isActive, type RunEntry } from '@shared/model/run.ts';
import { join } from 'node:path';
import { exists } from '../storage/folders.ts';
import { RUN_FILES } from '../storage/paths.ts';
import { isRunLocked } from '../storage/run-lock.ts';
import { recoverRun } from '../storage/run-store.ts';
import { type EntryReading, readEntry } from './read-entry.ts';

/** A command line makes the record of a run before it, or a process that it begins for it, takes the lock. */
const BEGINS_WITHIN_MS = 20_000;

export interface RecoveredReading extends EntryReading {
  /** Its record said that it is being trained, and no process did. */
  wasDead: boolean;
}

/**
 * A run that is not of this Ninestep: while a living process trains it, it is so marked; one whose process is gone becomes
 * interrupted, on the disk, too. Throws as `readEntry` does.
 */
export async function readRecovered(directory: string): Promise<RecoveredReading> {
  const reading = await readEntry(directory);
  if (!isActive(reading.entry.status)) return { ...reading, wasDead: false };
  if ((await isJustMade(reading.entry, directory)) || (await isRunLocked(directory))) {
    return { ...reading, entry: { ...reading.entry, isElsewhere: true }, wasDead: false };
  }
  try {
    const wasDead = await recoverRun(directory);
    return { ...(await readEntry(directory)), wasDead };
  } catch (error) {
    const why = error instanceof Error ? error.message : '';
    const problem = `The run "${reading.entry.name}" lost its process, which could not be written down. ${why}`;
    return { ...reading, problem, wasDead: false };
  }
}

async function isJustMade({ origin, last, createdAt }: RunEntry, directory: string): Promise<boolean> {
  const isNew = Math.abs(Date.now() - Date.parse(createdAt)) < BEGINS_WITHIN_MS;
  return (
    origin === 'command-line' && last === null && isNew && !(await exists(join(directory, RUN_FILES.lock)))
  );
}
