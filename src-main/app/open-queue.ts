import { availableParallelism } from 'node:os';
import type { Log } from '../log.ts';
import type { RunRecord } from '@shared/model/run.ts';
import { RunQueue } from '../queue/run-queue.ts';
import type { Workspace } from '../storage/paths.ts';
import type { SettingsStore } from '../storage/settings-store.ts';
import type { Supervisor } from '../trainer/supervisor.ts';
import type { Attention } from './attention.ts';
import type { Broadcast } from './broadcast.ts';
import type { Notices } from './notices.ts';

interface QueueSurroundings {
  workspace: Workspace;
  supervisor: Supervisor;
  settings: SettingsStore;
  /** Keeps the entry of a run up to date, and tells the window. */
  noteRecord: (record: RunRecord) => void;
  /** Told of a run whose folder alone says how it stands from now on. */
  letGo: (runId: string) => void;
  broadcast: Broadcast;
  attention: Attention;
  notices: Notices;
  log: Log;
}

/** The queue of this Ninestep, with all that hears of it. Empty until it is opened. */
export function createQueue(around: QueueSurroundings): RunQueue {
  const { workspace, supervisor, settings, noteRecord, letGo, broadcast, attention, notices, log } = around;
  const cores = availableParallelism();
  const queue: RunQueue = new RunQueue({
    workspace,
    train: (task, onChange) => supervisor.train(task, onChange),
    cores,
    // One is left for the window and for whatever else the person does.
    budget: settings.get().coreBudget ?? Math.max(1, cores - 1),
    keepBudget: (coreBudget) => {
      settings.change({ coreBudget });
    },
    engine: settings.get().engine,
    keepEngine: (engine) => {
      settings.change({ engine });
    },
    noteRecord: (record) => {
      noteRecord(record);
      attention.update(queue.work);
    },
    letGo,
    onChange: (state) => {
      broadcast({ type: 'queue-changed', queue: state });
      attention.update(queue.work);
    },
    warn: (message) => {
      notices.tell('warning', message);
    },
    log,
  });
  queue.onEnded((record) => {
    attention.ended(record, queue.work);
  });
  return queue;
}
