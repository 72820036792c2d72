import { hasEnded, type RunRecord } from '@shared/model/run.ts';
import type { Log } from '../log.ts';
import type { RunEnd } from '../trainer/run-process.ts';
import { tryAgain } from './hung-runs.ts';
import type { RunBook } from './run-book.ts';
import type { Schedule } from './schedule.ts';

interface DepartureOptions {
  schedule: Schedule;
  book: RunBook;
  /** Told of a run that leaves although it has not ended here: its folder says how it stands. */
  letGo: (runId: string) => void;
  /** Lets nothing more begin, and why. */
  hold: (reason: string) => void;
  warn: (message: string) => void;
  log: Log;
}

const DISK_FULL = 'The disk is full. Make room, then let the queue go on.';

/** Runs whose processes are gone, or that leave the queue: what becomes of them, and who is told. */
export class Departures {
  /** Ninestep quits: what has to wait is not tried again now, and nobody is told. */
  isClosing = false;
  private readonly options: DepartureOptions;
  private readonly listeners = new Set<(record: RunRecord) => void>();

  constructor(options: DepartureOptions) {
    this.options = options;
  }

  /** Tells of every run that has ended, or was taken out. Gives the way to tell no more. */
  onEnded(listener: (record: RunRecord) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** The process of a run is gone. */
  async left(runId: string, end: RunEnd): Promise<void> {
    const { schedule, hold, warn } = this.options;
    if (isDiskFull(end)) hold(DISK_FULL);
    if (end.kind === 'refused') {
      warn(end.error.message);
      // It is as it was, and goes on when there is room.
      if (isDiskFull(end)) schedule.gone(runId, true);
      else await this.release(runId);
      return;
    }
    try {
      const goesOn = await this.goesOn(end);
      schedule.gone(runId, goesOn);
      if (!goesOn) this.forget(end.record);
    } catch (error) {
      await this.drop(runId, 'A run does not go on and left the queue.', error);
    }
  }

  /** A run that waits is taken out. */
  async putDown(runId: string): Promise<void> {
    this.forget(await this.options.book.takeOut(runId));
  }

  /** A run cannot be begun, or not go on. */
  async drop(runId: string, what: string, error: unknown): Promise<void> {
    const { log, warn } = this.options;
    log.error(`${what} ${runId}`, error);
    warn(`${what} ${error instanceof Error ? error.message : ''}`);
    await this.release(runId);
  }

  /** Nobody shall take it for one that waits, unless that cannot even be written down. */
  private async release(runId: string): Promise<void> {
    const { schedule, book, letGo } = this.options;
    schedule.gone(runId, false);
    const record = await book.takeOut(runId).catch(() => null);
    if (record !== null && hasEnded(record.status)) this.forget(record);
    else {
      book.forget(runId);
      letGo(runId);
    }
  }

  private async goesOn({ kind, record }: RunEnd): Promise<boolean> {
    const { schedule, book, warn } = this.options;
    const { id, status } = record;
    if (status === 'queued') {
      if (schedule.isWaiting(id)) return true;
      // Stopped by a person just after it had been told to wait.
      await this.putDown(id);
      return false;
    }
    const isToGoOn = kind === 'hung' && status === 'interrupted' && !this.isClosing;
    return isToGoOn && tryAgain(record, book, warn);
  }

  private forget(record: RunRecord): void {
    this.options.book.forget(record.id);
    if (this.isClosing || !hasEnded(record.status)) return;
    for (const listener of this.listeners) listener(record);
  }
}

function isDiskFull(end: RunEnd): boolean {
  const failure = end.kind === 'refused' ? end.error : end.record.failure;
  return failure?.code === 'DISK_FULL';
}
