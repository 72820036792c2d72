import { AppError } from '@shared/core/errors.ts';
import type { RunRecord } from '@shared/model/run.ts';
import { readRun } from '../storage/run-store.ts';
import type { RunCommand, TrainerTask } from '../trainer/messages.ts';
import type { RunEnd } from '../trainer/run-process.ts';
import type { RunBook } from './run-book.ts';

/** A run that has a process. */
export interface TrainedRun {
  command(command: RunCommand): void;
  readonly gone: Promise<RunEnd>;
}

/** Gives a run a process of its own, and tells whenever its record changes. */
export type Train = (task: TrainerTask, onChange: (record: RunRecord) => void) => TrainedRun;

/** The processes of runs, by the runs' ids. */
export class Processes {
  private readonly book: RunBook;
  private readonly train: Train;
  private readonly runs = new Map<string, TrainedRun>();

  constructor(book: RunBook, train: Train) {
    this.book = book;
    this.train = train;
  }

  /** Begins with a run whose turn has come. Throws where it does not wait any more, whatever became of it. */
  async begin(runId: string, resources: Pick<TrainerTask, 'backend' | 'threads'>): Promise<TrainedRun> {
    const directory = this.book.directoryOf(runId);
    const record = await readRun(directory);
    if (record.status !== 'queued') {
      throw new AppError(
        'RUN_BUSY',
        `The run "${record.name}" does not wait any more: it is ${record.status}.`,
      );
    }
    this.book.remember(record);
    const untilEpoch = this.book.untilEpochs.get(runId) ?? null;
    const trained = this.train({ type: 'train', directory, record, ...resources, untilEpoch }, (changed) => {
      this.book.note(changed);
    });
    this.runs.set(runId, trained);
    return trained;
  }

  /** A run without a process needs no telling. */
  tell(runId: string, command: RunCommand): void {
    this.runs.get(runId)?.command(command);
  }

  /** Resolves when the process of a run is gone; at once where it has none. */
  async gone(runId: string): Promise<void> {
    await this.runs.get(runId)?.gone;
  }

  async allGone(): Promise<void> {
    await Promise.all([...this.runs.keys()].map((runId) => this.gone(runId)));
  }

  delete(runId: string): void {
    this.runs.delete(runId);
  }
}
