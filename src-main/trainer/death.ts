/** Reasons as Electron names them (`child-process-gone`) → why a run ended, in words for its record. */
const DEATHS: ReadonlyMap<string, string> = new Map([
  ['oom', 'The training process ran out of memory. Use a smaller batch, fewer units or fewer rows.'],
  ['memory-eviction', 'The system ended the training process because memory ran short.'],
  ['crashed', 'The training process crashed.'],
  ['killed', 'The training process was ended from outside of Ninestep.'],
  ['launch-failed', 'The training process could not be started.'],
  ['integrity-failure', 'The training process could not be started: its code does not match its signature.'],
]);

export const NOT_RESPONDING = 'The training process did not respond any more and was ended.';

/** An unknown reason is no reason to say nothing. */
export function describeDeath(reason: string | undefined): string {
  return DEATHS.get(reason ?? '') ?? 'The training process ended unexpectedly.';
}
