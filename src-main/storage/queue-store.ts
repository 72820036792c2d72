import { LIMITS } from '@shared/core/limits.ts';
import { type QueueFile, queueFileSchema } from '@shared/schema/queue.ts';
import { makeFolder } from './folders.ts';
import { type KeptKind, readKept, writeKept } from './kept-file.ts';
import type { Workspace } from './paths.ts';

const QUEUE: KeptKind<QueueFile> = {
  format: 'ninestep-queue',
  version: 1,
  schema: queueFileSchema,
  limitBytes: LIMITS.queueBytes,
  what: 'The queue of runs',
};

/** What outlives Ninestep of its queue. */
export interface KeptQueue {
  /** Runs that wait, the next one first. */
  waiting: string[];
  isHeld: boolean;
  /** Ninestep is running; found true at a start, it did not end in order. */
  isOpen: boolean;
  /** After which epoch a run ends for now, of those that shall not go on to their last one. */
  untilEpochs?: Readonly<Record<string, number>> | undefined;
}

/**
 * The queue as it was written last. A file that cannot be understood is set aside, never overwritten, and told in `problem`;
 * the runs that wait still say so themselves, only their order is lost.
 */
export async function readQueue(workspace: Workspace): Promise<KeptQueue & { problem: string | null }> {
  const { value, problem } = await readKept(workspace.queueFile, QUEUE);
  const { waiting, isHeld, isOpen, untilEpochs } = value ?? { waiting: [], isHeld: false, isOpen: false };
  return { waiting, isHeld, isOpen, untilEpochs, problem };
}

/** Throws FILE_TOO_NEW, the file untouched, where a newer Ninestep wrote it. */
export async function writeQueue(workspace: Workspace, queue: KeptQueue): Promise<void> {
  await makeFolder(workspace.root);
  const { waiting, isHeld, isOpen, untilEpochs } = queue;
  await writeKept(workspace.queueFile, QUEUE, {
    format: 'ninestep-queue',
    version: 1,
    isOpen,
    isHeld,
    waiting,
    ...(untilEpochs === undefined ? {} : { untilEpochs }),
  });
}
