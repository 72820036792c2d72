import { AppError } from '@shared/core/errors.ts';
import type { RunRecord } from '@shared/model/run.ts';
import type { TrainedRun } from '../../src-main/queue/processes.ts';
import { JobControl } from '../../src-main/trainer/job-control.ts';
import type { RunCommand, TrainerTask } from '../../src-main/trainer/messages.ts';
import { trainQueued } from '../../src-main/trainer/queued-job.ts';
import type { RunEnd } from '../../src-main/trainer/run-process.ts';
import { referenceEngine } from './engines.ts';

/** Trains runs as their processes would, but in this one. Nothing of the job or of its files is left out. */
export class RunsInThisProcess {
  /** Cores that are being trained on, and how many there ever were at once. */
  inUse = 0;
  most = 0;
  readonly begun: string[] = [];

  readonly train = (task: TrainerTask, onChange: (record: RunRecord) => void): TrainedRun => {
    const control = new JobControl();
    this.begun.push(task.record.id);
    this.inUse += task.threads;
    this.most = Math.max(this.most, this.inUse);
    const gone = perform(task, control, onChange).finally(() => {
      this.inUse -= task.threads;
    });
    return {
      gone,
      command: (command: RunCommand) => {
        control[command]();
      },
    };
  };
}

async function perform(
  { directory, backend, threads, untilEpoch, record }: TrainerTask,
  control: JobControl,
  onChange: (record: RunRecord) => void,
): Promise<RunEnd> {
  try {
    const last = await trainQueued({
      directory,
      backend,
      threads,
      untilEpoch,
      control,
      choose: () => referenceEngine(),
      onBegin: onChange,
      onProgress: (progress) => {
        onChange(progress.record);
      },
    });
    onChange(last);
    return { kind: 'told', record: last };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { kind: 'refused', record, error };
  }
}
