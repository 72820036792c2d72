import { hasItsEnd, type RunRecord } from '@shared/model/run.ts';
import type { Workspace } from '../storage/paths.ts';
import { readRun, runDirectory } from '../storage/run-store.ts';
import { isWorthSharing, markQueued, markTakenOut } from './queued-records.ts';
import { Restarts } from './restarts.ts';

/** What is known of the runs of the queue, and what is written of those that have no process. */
export class RunBook {
  /** Runs that shall end before their last epoch for now → after which. */
  readonly untilEpochs = new Map<string, number>();
  /** Runs that wait although their records say how they were found after a crash: until a person lets them go on. */
  readonly found = new Set<string>();
  readonly restarts = new Restarts();
  private readonly records = new Map<string, RunRecord>();
  private readonly workspace: Workspace;
  private readonly noteRecord: (record: RunRecord) => void;

  constructor(workspace: Workspace, noteRecord: (record: RunRecord) => void) {
    this.workspace = workspace;
    this.noteRecord = noteRecord;
  }

  directoryOf(runId: string): string {
    return runDirectory(this.workspace, runId);
  }

  record(runId: string): RunRecord | undefined {
    return this.records.get(runId);
  }

  /** Its record has changed. */
  note(record: RunRecord): void {
    this.remember(record);
    this.noteRecord(record);
  }

  remember(record: RunRecord): void {
    this.records.set(record.id, record);
  }

  forget(runId: string): void {
    for (const kept of [this.records, this.untilEpochs, this.restarts, this.found]) kept.delete(runId);
  }

  /** Whether the folder of a run says that it makes no more epochs by itself. */
  async hasItsEnd(runId: string): Promise<boolean> {
    return hasItsEnd((await readRun(this.directoryOf(runId))).status);
  }

  /** As `markQueued`. */
  async letWait(runId: string, changes: Partial<RunRecord> = {}): Promise<void> {
    this.note(await markQueued(this.directoryOf(runId), changes));
    this.found.delete(runId);
  }

  /** As `markTakenOut`; what is known of it then. */
  async takeOut(runId: string): Promise<RunRecord> {
    const record = await markTakenOut(this.directoryOf(runId));
    this.note(record);
    return record;
  }

  canShare(runId: string): boolean {
    const record = this.records.get(runId);
    return record !== undefined && isWorthSharing(record.experiment);
  }
}
