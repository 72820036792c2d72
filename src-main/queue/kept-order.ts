import type { RunRecord } from '@shared/model/run.ts';
import type { Log } from '../log.ts';
import type { Workspace } from '../storage/paths.ts';
import { type KeptQueue, readQueue, writeQueue } from '../storage/queue-store.ts';

/** What the last start of Ninestep left to do. */
export interface LeftWork {
  /** In the order in which they shall go on; those that were being trained first. */
  readonly waiting: readonly RunRecord[];
  readonly untilEpochs: Readonly<Record<string, number>>;
  readonly isHeld: boolean;
  /** Why it is held, in words, where no person held it. */
  readonly reason: string | null;
  /** What is wrong with the file, in words. */
  readonly problem: string | null;
}

const NOT_IN_ORDER =
  'Ninestep ended unexpectedly the last time. Whatever it was training waits at the front of the queue.';

/**
 * `queue.json`: the runs that have not ended, those with a process first, so that after a crash it is known which they
 * were. Written only when it has changed.
 */
export class KeptOrder {
  private readonly workspace: Workspace;
  private readonly log: Log;
  private written = '';

  constructor(workspace: Workspace, log: Log) {
    this.workspace = workspace;
    this.log = log;
  }

  /** `runs`: all of the history. The file then says that Ninestep is running as soon as it is kept for the first time. */
  async open(runs: readonly RunRecord[]): Promise<LeftWork> {
    const { waiting: ids, untilEpochs = {}, ...kept } = await readQueue(this.workspace);
    const known = new Map(runs.map((run) => [run.id, run]));
    const inOrder = ids.map((id) => known.get(id)).filter((run) => run !== undefined);
    // Whoever waits says so in its own record, whatever became of the file.
    const others = runs
      .filter(({ id, status, origin }) => status === 'queued' && origin === 'window' && !ids.includes(id))
      .sort((a, b) => a.createdAt.localeCompare(b.createdAt));
    const waiting = [...inOrder.filter(isLeft), ...others];
    const isCrash = kept.isOpen && waiting.length > 0;
    return {
      waiting,
      untilEpochs,
      isHeld: kept.isHeld || isCrash,
      reason: isCrash ? NOT_IN_ORDER : null,
      problem: kept.problem,
    };
  }

  keep(queue: Omit<KeptQueue, 'isOpen'>): Promise<void> {
    return this.write({ ...queue, isOpen: true });
  }

  /** Ninestep ends in order: the next start goes on by itself. */
  close(queue: Omit<KeptQueue, 'isOpen'>): Promise<void> {
    return this.write({ ...queue, isOpen: false });
  }

  /** A queue that cannot be kept goes on all the same: the records say who waits. */
  private async write(queue: KeptQueue): Promise<void> {
    const text = JSON.stringify(queue);
    if (text === this.written) return;
    try {
      await writeQueue(this.workspace, queue);
      this.written = text;
    } catch (error) {
      this.log.error('The queue could not be kept', error);
    }
  }
}

/** Ended ones need nothing more, unless their process was lost. */
function isLeft({ status }: RunRecord): boolean {
  return status === 'queued' || status === 'interrupted' || status === 'running' || status === 'paused';
}
