import { type FSWatcher, watch } from 'node:fs';
import type { Log } from '../log.ts';

interface WatchOptions {
  /** The folder of all runs. */
  folder: string;
  /** Looks at the folders of these names, or at all of them (null). */
  look: (names: readonly string[] | null) => Promise<void>;
  log: Log;
}

/** A folder that has come is written by whoever made it before it is looked at. */
const GATHER_MS = 200;
/** How often runs are looked at that another process trains. */
const FOLLOW_MS = 1_000;
const POLL_MS = 2_000;
/** Looking at all folders takes at most this share of the time: every 2 s for a few runs, every 15 s for ten thousand. */
const POLL_SHARE = 1 / 100;

/**
 * Notices what other processes do to runs. The system tells of folders that come and go; what changes inside of one is found
 * by looking at all of them now and then, and at those that are being trained once a second.
 */
export class FolderWatch {
  private readonly options: WatchOptions;
  private watcher: FSWatcher | null = null;
  private readonly named = new Set<string>();
  private readonly followed = new Set<string>();
  private readonly timers = new Set<ReturnType<typeof setTimeout>>();
  private looking: Promise<void> = Promise.resolve();
  private isGathering = false;
  private isClosed = false;

  constructor(options: WatchOptions) {
    this.options = options;
  }

  start(): void {
    this.listen();
    this.pollIn(POLL_MS);
    this.followIn(FOLLOW_MS);
  }

  /** Whether another process trains the run. */
  follow(runId: string, isFollowed: boolean): void {
    if (isFollowed) this.followed.add(runId);
    else this.followed.delete(runId);
  }

  /** Looks at a folder, together with others that are named meanwhile. */
  lookSoon(name: string): void {
    this.named.add(name);
    if (this.isGathering) return;
    this.isGathering = true;
    this.after(GATHER_MS, async () => {
      this.isGathering = false;
      const names = [...this.named];
      this.named.clear();
      await this.look(names);
    });
  }

  close(): void {
    this.isClosed = true;
    this.watcher?.close();
    for (const timer of this.timers) clearTimeout(timer);
  }

  private pollIn(ms: number): void {
    this.after(ms, async () => {
      const startedAt = performance.now();
      await this.look(null);
      // The folder may not have been there before, or the system may have given up.
      if (this.watcher === null) this.listen();
      this.pollIn(Math.max(POLL_MS, (performance.now() - startedAt) / POLL_SHARE));
    });
  }

  private followIn(ms: number): void {
    this.after(ms, async () => {
      if (this.followed.size > 0) await this.look([...this.followed]);
      this.followIn(FOLLOW_MS);
    });
  }

  private listen(): void {
    try {
      this.watcher = watch(this.options.folder, { persistent: false }, (_event, name) => {
        if (name !== null) this.lookSoon(name);
      });
      this.watcher.on('error', () => {
        this.watcher?.close();
        this.watcher = null;
      });
    } catch {
      // Looking now and then does without.
      this.watcher = null;
    }
  }

  private after(ms: number, work: () => Promise<void>): void {
    if (this.isClosed) return;
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      void work();
    }, ms);
    timer.unref();
    this.timers.add(timer);
  }

  /** One after the other, so that no folder is read twice at once. */
  private look(names: readonly string[] | null): Promise<void> {
    this.looking = this.looking.then(async () => {
      if (this.isClosed) return;
      try {
        await this.options.look(names);
      } catch (error) {
        this.options.log.warn('The folders of the runs could not be looked at', error);
      }
    });
    return this.looking;
  }
}
