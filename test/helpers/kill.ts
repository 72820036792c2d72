import type { ChildProcess } from 'node:child_process';
import { setTimeout } from 'node:timers/promises';

/** Kills a process after so many milliseconds, unless it has ended by then; fulfilled when it is gone. */
export async function killAfter(child: ChildProcess, delayMs: number): Promise<void> {
  const gone = new Promise<void>((resolve) => {
    child.once('close', () => {
      resolve();
    });
  });
  await Promise.race([gone, setTimeout(delayMs, undefined, { ref: false })]);
  child.kill('SIGKILL');
  await gone;
}
