import { setImmediate } from 'node:timers/promises';

const SLICE_MS = 8;

/** Lets others have their turn in the midst of long work in main. */
export class Breather {
  private startedAt = performance.now();

  async pauseIfDue(): Promise<void> {
    if (performance.now() - this.startedAt < SLICE_MS) return;
    await setImmediate();
    this.startedAt = performance.now();
  }
}
