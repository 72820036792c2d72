import type { BackendRequest } from '@shared/model/backends.ts';
import type { RunRecord } from '@shared/model/run.ts';
import { engineFor } from '../../trainer/engine.ts';
import { JobControl } from '../../trainer/job-control.ts';
import { trainQueued } from '../../trainer/queued-job.ts';

/** A run to be begun or gone on with; null: to its end. */
export interface SlotTask {
  directory: string;
  untilEpoch: number | null;
  /** What is to train it where it has not begun yet. */
  backend: BackendRequest;
  threads: number;
}

/** Trains one run of a sweep at a time. */
export interface SlotTrainer {
  /** Gives the record as training left it. Throws RUN_BUSY, the run untouched, where another process trains it. */
  train(task: SlotTask, onEpoch: (epochsDone: number) => void): Promise<RunRecord>;
  /** The run that is trained ends between two steps, and is kept. */
  stop(): void;
  close(): void;
}

/** Trains in this process. */
export class OwnProcess implements SlotTrainer {
  private control: JobControl | null = null;

  async train(task: SlotTask, onEpoch: (epochsDone: number) => void): Promise<RunRecord> {
    const control = new JobControl();
    this.control = control;
    try {
      return await trainQueued({
        ...task,
        control,
        choose: engineFor,
        onBegin: () => undefined,
        onProgress: ({ epochsDone }) => {
          onEpoch(epochsDone);
        },
      });
    } finally {
      this.control = null;
    }
  }

  stop(): void {
    this.control?.stop();
  }

  close(): void {
    this.stop();
  }
}
