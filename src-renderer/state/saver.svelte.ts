import { describeError } from '../api/client.ts';

const WAIT_MS = 500;

/** Saves the latest value shortly after it changed, one save at a time; at once when the window goes away. */
export class Saver<T> {
  /** Why the last save failed, until one succeeds. */
  problem = $state<string | null>(null);
  private latest: T;
  private saved: T;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isSaving = false;
  private readonly save: (value: T) => Promise<unknown>;

  constructor(value: T, save: (value: T) => Promise<unknown>) {
    this.latest = value;
    this.saved = value;
    this.save = save;
  }

  change(value: T): void {
    this.latest = value;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.flush(), WAIT_MS);
  }

  /** Never throws: a failure stands in `problem` and the next change tries again. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
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
    } finally {
      this.isSaving = false;
    }
  }
}
