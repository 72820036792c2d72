import type { WorkbenchEvent } from '@shared/ipc/contract.ts';
import { eventSchema } from '@shared/ipc/contract.ts';
import type { DataSpec } from '@shared/model/data-catalog.ts';
import type { Experiment } from '@shared/model/experiment.ts';
import type { RunRecord } from '@shared/model/run.ts';
import { statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { RunLibrary } from '../../../../src-main/library/run-library.ts';
import { RUN_FILES, type Workspace } from '../../../../src-main/storage/paths.ts';
import { createRun, writeRun } from '../../../../src-main/storage/run-store.ts';
import { smallExperiment } from '../../../helpers/experiments.ts';
import { type RecordingLog, recordingLog } from '../quiet-log.ts';

export interface OpenLibrary {
  library: RunLibrary;
  events: WorkbenchEvent[];
  told: string[];
  approved: DataSpec[];
  log: RecordingLog;
}

/** The library of a workspace once it has read all of it. */
export async function openLibrary(workspace: Workspace): Promise<OpenLibrary> {
  const opened = beginLibrary(workspace);
  await opened.library.opened();
  return opened;
}

/** The library of a workspace, with all that it told; closed after the test. */
export function beginLibrary(workspace: Workspace): OpenLibrary {
  const events: WorkbenchEvent[] = [];
  const told: string[] = [];
  const approved: DataSpec[] = [];
  const log = recordingLog();
  const library = new RunLibrary({
    workspace,
    // As the window gets them, or would not.
    broadcast: (event) => events.push(eventSchema.parse(event)),
    tell: (problem) => told.push(problem),
    approve: (data) => approved.push(...data),
    log,
  });
  onTestFinished(() => library.close());
  return { library, events, told, approved, log };
}

/** A run that has ended, and whose folder has been as it is for long. */
export async function endedRun(
  workspace: Workspace,
  change: Partial<RunRecord> = {},
  experiment: Experiment = smallExperiment(),
): Promise<{ directory: string; record: RunRecord }> {
  const { directory, record } = await createRun(null, workspace, experiment, 'command-line');
  const ended: RunRecord = { ...record, status: 'finished', endedAt: record.createdAt, ...change };
  await writeRun(directory, ended);
  settle(directory);
  return { directory, record: ended };
}

/** Long ago, and each time later than before, as the clock would have it. */
let clock = Date.UTC(2026, 0, 1) / 1000;

/** Makes a folder look as if it had last been changed long ago. */
export function settle(directory: string): void {
  clock += 10;
  for (const path of [join(directory, RUN_FILES.record), directory]) {
    if (statSync(path, { throwIfNoEntry: false }) !== undefined) utimesSync(path, clock, clock);
  }
}
