import { describeError } from '../api/client.ts';

/** A burst of edits is saved once, this long after the last of them. */
const WAIT_MS = 500;
/** A burst that does not end is saved all the same: a crash takes no more than the edits of this long, and of one save. */
const MOST_WAIT_MS = 1_000;
/** A disk that was full or away may be back. */
const RETRY_MS = 5_000;

/** Saves the latest value shortly after it changed, one save at a time; at once when the window goes away. */
export class Saver<T> {
  /** Why the last save failed, until one succeeds. */
  problem = $state<string | null>(null);
  private latest: T;
  private saved: T;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isSaving = false;
  /** When the first edit that has not been saved must be. */
  private dueMs = Infinity;
  private readonly save: (value: T) => Promise<unknown>;

  constructor(value: T, save: (value: T) => Promise<unknown>) {
    this.latest = value;
    this.saved = value;
    this.save = save;
  }

  change(value: T): void {
    this.latest = value;
    const now = performance.now();
    this.dueMs = Math.min(this.dueMs, now + MOST_WAIT_MS);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.flush(), Math.max(0, Math.min(WAIT_MS, this.dueMs - now)));
  }

  /** Never throws: a failure stands in `problem`; it is tried again after a while, or with the next change. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    this.dueMs = Infinity;
    if (this.isSaving) return;
    this.isSaving = true;
    try {
      while (this.latest !== this.saved) {
        const value = this.latest;
        await this.save(value);
        this.saved = value;
      }
      this.problem = null;
    } catch (error) {
      this.problem = describeError(error).message;
      clearTimeout(this.timer);
      this.timer = setTimeout(() => void this.flush(), RETRY_MS);
    } finally {
      this.isSaving = false;
    }
  }
}
