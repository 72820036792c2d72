import type { Log } from '../log.ts';
import type { EntryShelf } from './entry-shelf.ts';
import { writeIndex } from './index-file.ts';

const WAIT_MS = 2_000;
/** Saving takes at most this share of the time. */
const SHARE = 1 / 50;

/** Writes the index soon after a change, several changes together. That it cannot be written is told to the log alone. */
export class IndexKeeper {
  private readonly path: string;
  private readonly shelf: () => EntryShelf;
  private readonly log: Log;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private saving: Promise<void> = Promise.resolve();
  private tookMs = 0;
  private isClosed = false;

  constructor(path: string, shelf: () => EntryShelf, log: Log) {
    this.path = path;
    this.shelf = shelf;
    this.log = log;
  }

  saveSoon(): void {
    if (this.isClosed) return;
    this.timer ??= setTimeout(
      () => {
        this.save();
      },
      Math.max(WAIT_MS, this.tookMs / SHARE),
    );
    this.timer.unref();
  }

  /** Resolves when what was to be saved is saved. */
  async close(): Promise<void> {
    this.isClosed = true;
    if (this.timer !== undefined) this.save();
    await this.saving;
  }

  private save(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.saving = this.saving.then(() => this.write());
  }

  private async write(): Promise<void> {
    const startedAt = performance.now();
    try {
      await writeIndex(this.path, this.shelf());
    } catch (error) {
      this.log.warn('The index of the runs could not be saved', error);
    }
    this.tookMs = performance.now() - startedAt;
  }
}
