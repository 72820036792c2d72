import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';

/*
 * A mark is set before something is tried that may end the process; if it is still there when its process is gone, that is
 * what happened.
 */

const markSchema = z.strictObject({
  library: z.string(),
  state: z.enum(['trying', 'works', 'crashed']),
  pid: z.int(),
  /** How often it was tried, this time included: more than once only after processes that did not come back. */
  attempts: z.int().min(1).default(1),
});
export type TrialMark = z.infer<typeof markSchema>;

/** Null where there is none that can be read. */
export function readMark(place: string): TrialMark | null {
  try {
    return markSchema.parse(JSON.parse(readFileSync(place, 'utf8')));
  } catch {
    return null;
  }
}

/** Where it cannot be kept everything is tried anew each time. */
export function keepMark(place: string, mark: z.input<typeof markSchema>): void {
  try {
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(place, `${JSON.stringify(mark)}\n`);
  } catch {
    return;
  }
}

/** The process that was to take the mark away is gone. */
export function isAbandoned({ state, pid }: TrialMark): boolean {
  return state === 'trying' && pid !== process.pid && !isAlive(pid);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
