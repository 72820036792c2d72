import { AppError, fromWireError } from '@shared/core/errors.ts';
import type { RunRecord } from '@shared/model/run.ts';
import { type ChildProcess, fork } from 'node:child_process';
import { markInterrupted } from '../../storage/run-store.ts';
import type { SlotTask, SlotTrainer } from './slot-trainer.ts';
import type { FromWorker, ToWorker } from './sweep-worker.ts';

/** Trains in a process of its own, which is begun again should it die. */
export class OtherProcess implements SlotTrainer {
  private child: ChildProcess | null = null;

  train(task: SlotTask, onEpoch: (epochsDone: number) => void): Promise<RunRecord> {
    const child = this.living();
    return new Promise((resolve, reject) => {
      const settle = (act: () => void) => {
        child.off('message', hear);
        child.off('exit', died);
        act();
      };
      const hear = (message: FromWorker) => {
        if (message.type === 'epoch') onEpoch(message.epochsDone);
        else if (message.type === 'ended')
          settle(() => {
            resolve(message.record);
          });
        else
          settle(() => {
            reject(fromWireError(message.error));
          });
      };
      const died = () => {
        this.child = null;
        settle(() => {
          markInterrupted(task.directory, 'The process that trained it ended unexpectedly.').then(
            resolve,
            reject,
          );
        });
      };
      child.on('message', hear);
      child.on('exit', died);
      this.tell({ type: 'train', task });
    });
  }

  stop(): void {
    this.tell({ type: 'stop' });
  }

  close(): void {
    if (this.child?.connected === true) this.child.disconnect();
    this.child = null;
  }

  private living(): ChildProcess {
    const program = process.argv[1];
    if (program === undefined) throw new AppError('INTERNAL', 'The program has no file to start again.');
    this.child ??= fork(program, ['sweep-worker'], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    return this.child;
  }

  private tell(message: ToWorker): void {
    if (this.child?.connected === true) this.child.send(message);
  }
}
