import { AppError } from '@shared/core/errors.ts';
import type { Work } from '@shared/evaluation/work.ts';
import { setImmediate } from 'node:timers/promises';

/** So long others wait for their turn. */
const SLICE_MS = 15;

/** Does work to its end, others in between. Ends with CANCELLED as soon as nobody wants it any more. */
export async function inSlices<T>(work: Work<T>, signal?: AbortSignal): Promise<T> {
  let until = performance.now() + SLICE_MS;
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
    if (performance.now() < until) continue;
    await setImmediate();
    if (signal?.aborted === true) throw new AppError('CANCELLED', 'Cancelled.');
    until = performance.now() + SLICE_MS;
  }
}
