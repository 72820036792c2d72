import type { EngineWish } from '@shared/model/backends.ts';
import type { QueueState } from '@shared/model/queue.ts';
import type { RunRecord } from '@shared/model/run.ts';
import type { Log } from '../log.ts';
import type { Workspace } from '../storage/paths.ts';
import type { Train } from './processes.ts';

/** What the queue works with, and whom it tells. */
export interface QueueOptions {
  workspace: Workspace;
  train: Train;
  /** Cores of the machine. */
  cores: number;
  /** Cores that runs may take, and who keeps it when a person changes it. */
  budget: number;
  keepBudget: (budget: number) => void;
  /** What trains runs that begin, and who keeps it when a person changes it. */
  engine: EngineWish;
  keepEngine: (engine: EngineWish) => void;
  noteRecord: (record: RunRecord) => void;
  /** Told of a run that is no longer of this queue although it has not ended here: its folder says how it stands. */
  letGo: (runId: string) => void;
  /** Told whenever `state` has changed. */
  onChange: (state: QueueState) => void;
  warn: (message: string) => void;
  log: Log;
}
