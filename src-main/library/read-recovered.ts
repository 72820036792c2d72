import { isActive } from '@shared/model/run.ts';
import { isRunLocked } from '../storage/run-lock.ts';
import { recoverRun } from '../storage/run-store.ts';
import { type EntryReading, readEntry } from './read-entry.ts';

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
  if (await isRunLocked(directory)) {
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
