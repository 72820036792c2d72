/** Tries to take the lock of a run at a given moment, prints how that went, and stays alive until its input ends. */
import { acquireRunLock } from '../../../src-main/storage/run-lock.ts';

const [, , folder = '', startAt = ''] = process.argv;

// All of a round wait for the same moment, busily: a timer would spread them out.
while (Date.now() < Number(startAt));
acquireRunLock(folder).then(
  () => process.stdout.write('in'),
  (error: unknown) => process.stdout.write((error as { code?: string }).code ?? String(error)),
);
process.stdin.resume();
