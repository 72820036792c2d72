import { toWireError, type WireError } from '@shared/core/errors.ts';
import type { RunRecord } from '@shared/model/run.ts';
import { STOP_SIGNALS } from '../stop-signals.ts';
import { OwnProcess, type SlotTask } from './slot-trainer.ts';

/** What the command tells a process of its own. Both are the same program, so these are types only. */
export type ToWorker = { type: 'train'; task: SlotTask } | { type: 'stop' };

export type FromWorker =
  | { type: 'epoch'; epochsDone: number }
  | { type: 'ended'; record: RunRecord }
  | { type: 'refused'; error: WireError };

/** Between two messages on how far a run is. */
const NEWS_EVERY_MS = 500;

/** A process that trains runs of a sweep for the command that started it, and ends with it: the run it trains is kept. */
export async function sweepWorker(): Promise<number> {
  const trainer = new OwnProcess();
  // Ctrl+C reaches every process of a terminal; the command says itself what is to be done.
  for (const signal of STOP_SIGNALS) process.on(signal, () => undefined);
  let work: Promise<void> = Promise.resolve();
  process.on('message', (message: ToWorker) => {
    if (message.type === 'stop') trainer.stop();
    else work = perform(trainer, message.task);
  });
  await new Promise<void>((resolve) => process.once('disconnect', resolve));
  trainer.stop();
  await work;
  return 0;
}

async function perform(trainer: OwnProcess, task: SlotTask): Promise<void> {
  let toldAt = performance.now();
  try {
    const record = await trainer.train(task, (epochsDone) => {
      if (performance.now() - toldAt < NEWS_EVERY_MS) return;
      toldAt = performance.now();
      tell({ type: 'epoch', epochsDone });
    });
    tell({ type: 'ended', record });
  } catch (error) {
    tell({ type: 'refused', error: toWireError(error) });
  }
}

/** Nobody listens any more once the command is gone. */
function tell(message: FromWorker): void {
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
}
