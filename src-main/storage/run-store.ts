import { AppError } from '@shared/core/errors.ts';
import { makeId } from '@shared/core/ids.ts';
import { formatJson } from '@shared/core/json-text.ts';
import { LIMITS } from '@shared/core/limits.ts';
import { type Experiment, shapesOf } from '@shared/model/experiment.ts';
import { parameterCount } from '@shared/model/network.ts';
import {
  hasEnded,
  isActive,
  type MetricsPoint,
  type RunBranch,
  type RunGroup,
  type RunEngine,
  type RunRecord,
} from '@shared/model/run.ts';
import { monitoredLoss } from '@shared/model/monitored-loss.ts';
import { decodeMeasured, encodeMeasured } from '@shared/schema/measured-json.ts';
import { parseWith } from '@shared/schema/parse.ts';
import { runRecordSchema } from '@shared/schema/run.ts';
import { checkFormat } from '@shared/schema/versioned.ts';
import { randomBytes } from 'node:crypto';
import { readdir, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createFileAtomic, isTemporaryName, writeFileAtomic } from './atomic-file.ts';
import { ENGINE } from './engine-identity.ts';
import { fileError } from './file-errors.ts';
import { exists, makeFolder, namesIn } from './folders.ts';
import { inFile } from './in-file.ts';
import { type Metrics, readMetricsFile } from './metrics-file.ts';
import { RUN_FILES, type Workspace } from './paths.ts';
import { readJsonFile } from './read-json-file.ts';
import { sweepRemoved } from './remove-folder.ts';
import { acquireRunLock, isRunLocked, releaseRunLock } from './run-lock.ts';

/** What a new run may have beside its experiment. */
export interface NewRun {
  status?: 'running' | 'queued';
  group?: RunGroup;
  branch?: NewBranch;
  /** What will train it, where that is known. */
  engine?: RunEngine;
}

/** Weights that a new run begins with, as a record of `snapshots.bin`, and where they are from. */
export interface NewBranch {
  of: RunBranch;
  record: Uint8Array;
}

/**
 * Makes a run's folder and its record. `directory` null: a folder of its own in the workspace; else exactly there,
 * which must be new or empty, so that nothing is ever overwritten.
 */
export async function createRun(
  directory: string | null,
  workspace: Workspace,
  experiment: Experiment,
  origin: RunRecord['origin'],
  { status = 'running', group, branch, engine = ENGINE }: NewRun = {},
): Promise<{ directory: string; record: RunRecord }> {
  const id = makeId('run', randomBytes);
  const folder = directory ?? join(workspace.runs, id);
  await makeEmptyFolder(folder);
  const shapes = shapesOf(experiment);
  const record: RunRecord = {
    format: 'ninestep-run',
    version: 1,
    id,
    name: experiment.name,
    origin,
    status,
    createdAt: new Date().toISOString(),
    endedAt: null,
    experiment,
    ...(group === undefined ? {} : { group }),
    ...(branch === undefined ? {} : { branch: branch.of }),
    engine,
    dataHash: null,
    rows: null,
    parameters: parameterCount(shapes),
    epochsDone: 0,
    seconds: 0,
    last: null,
    best: null,
    reason: null,
    failure: null,
  };
  // Creating, not replacing: of two that found the folder empty at once, one gets it.
  try {
    // First, so that no run ever lacks the weights that it says it began with.
    if (branch !== undefined) await createFileAtomic(join(folder, RUN_FILES.branch), branch.record);
    await createFileAtomic(join(folder, RUN_FILES.record), runJson(record));
  } catch (error) {
    // A folder without a run would be told as one that cannot be shown.
    await rm(join(folder, RUN_FILES.branch), { force: true }).catch(() => undefined);
    if (directory === null) await rmdir(folder).catch(() => undefined);
    throw error;
  }
  return { directory: folder, record };
}

async function makeEmptyFolder(folder: string): Promise<void> {
  try {
    await makeFolder(folder);
    if ((await readdir(folder)).length === 0) return;
  } catch (error) {
    throw error instanceof AppError ? error : fileError(error, 'write', folder);
  }
  throw new AppError(
    'TARGET_EXISTS',
    `${folder} is not empty. Choose a new folder for the run, or empty this one.`,
    {
      at: folder,
    },
  );
}

export function runDirectory(workspace: Workspace, runId: string): string {
  return join(workspace.runs, runId);
}

export async function writeRun(directory: string, record: RunRecord): Promise<void> {
  await writeFileAtomic(join(directory, RUN_FILES.record), runJson(record));
}

function runJson(record: RunRecord): string {
  return formatJson({ ...record, last: encodeMeasured(record.last), best: encodeMeasured(record.best) });
}

export async function readRun(directory: string): Promise<RunRecord> {
  const path = join(directory, RUN_FILES.record);
  return parseRun(await readJsonFile(path, LIMITS.runBytes), path);
}

/** The JSON value of a `run.json` → the record. `what` names the file in messages. */
export function parseRun(value: unknown, what: string): RunRecord {
  checkFormat(value, 'ninestep-run', 1, what);
  const { last, best, ...others } = value as Record<string, unknown>;
  const decoded = { ...others, last: decodeMeasured(last), best: decodeMeasured(best) };
  return inFile(what, () => parseWith(runRecordSchema, decoded, 'run'));
}

/** Every point of a run, and how many lines of their file are damaged; none where it was stopped before its first. */
export async function readMetrics(directory: string): Promise<Metrics> {
  const path = join(directory, RUN_FILES.points);
  return (await exists(path)) ? readMetricsFile(path) : { points: [], damaged: 0 };
}

/** As `readMetrics`, where nobody wants to know of damage. */
export async function readPoints(directory: string): Promise<MetricsPoint[]> {
  return (await readMetrics(directory)).points;
}

export function hasModel(directory: string): Promise<boolean> {
  return exists(join(directory, RUN_FILES.model));
}

/** All runs of the workspace, newest first. A folder that cannot be read is told, and left as it is. */
export async function listRuns(workspace: Workspace): Promise<{ runs: RunRecord[]; problems: string[] }> {
  const names = (await namesIn(workspace.runs)).filter((name) => name.startsWith('run_'));
  const problems: string[] = [];
  const runs: RunRecord[] = [];
  for (const name of names) {
    try {
      const run = await readRun(join(workspace.runs, name));
      // A copied folder: two runs with one id could not be told apart.
      if (run.id !== name) throw new AppError('INVALID_VALUE', `It holds the run ${run.id}.`, { at: 'id' });
      runs.push(run);
    } catch (error) {
      problems.push(`The run in ${name} cannot be shown. ${error instanceof Error ? error.message : ''}`);
    }
  }
  runs.sort((a, b) => b.createdAt.localeCompare(a.createdAt));
  return { runs, problems };
}

/** Writes down that a run's process died, with every point that reached the disk. */
export async function markInterrupted(directory: string, reason: string): Promise<RunRecord> {
  const record = await readRun(directory);
  if (hasEnded(record.status)) return record;
  // Where the points cannot be read, what the record knew of them stands.
  const points = await readPoints(directory).catch(() => null);
  const last = points === null ? record.last : (points.at(-1) ?? null);
  const interrupted: RunRecord = {
    ...record,
    status: 'interrupted',
    endedAt: new Date().toISOString(),
    // Evaluations may be rarer than the times at which the record was written.
    epochsDone: Math.max(record.epochsDone, last?.epoch ?? 0),
    seconds: Math.max(record.seconds, last?.seconds ?? 0),
    last,
    best: points === null ? record.best : bestPoint(points),
    reason,
  };
  await writeRun(directory, interrupted);
  // Unless another process has taken it up meanwhile.
  if (!(await isRunLocked(directory))) await rm(join(directory, RUN_FILES.lock), { force: true });
  return interrupted;
}

function bestPoint(points: readonly MetricsPoint[]): MetricsPoint | null {
  const measured = points.filter((point) => Number.isFinite(monitoredLoss(point)));
  return measured.reduce<MetricsPoint | null>(
    (best, point) => (best === null || monitoredLoss(point) < monitoredLoss(best) ? point : best),
    null,
  );
}

/** At start: runs whose process is gone become interrupted, and what a kill left half-written is swept away. */
export async function recoverRuns(workspace: Workspace): Promise<void> {
  await sweepLeftovers(workspace);
  for (const name of await namesIn(workspace.runs)) {
    // An unreadable run is told by whoever lists them; recovery must not stop at it.
    await recoverRun(join(workspace.runs, name)).catch(() => undefined);
  }
}

/** What a kill left half-written beside the runs. */
export async function sweepLeftovers(workspace: Workspace): Promise<void> {
  await sweepTemporaryFiles(workspace.root);
  await sweepTemporaryFiles(workspace.data);
  await sweepRemoved(workspace.bin);
  for (const name of await namesIn(workspace.groups)) {
    // What is no folder holds nothing to be swept.
    await sweepTemporaryFiles(join(workspace.groups, name)).catch(() => undefined);
  }
}

/** As `recoverRuns`, for one of them: whether it was found without its process. Throws where its record cannot be read. */
export async function recoverRun(directory: string): Promise<boolean> {
  const wasActive = isActive((await readRun(directory)).status);
  if (wasActive) {
    if (await isRunLocked(directory)) return false;
    // Reading its points may take a while, in which nobody shall take it up; nobody has.
    if (!(await isLockTaken(directory))) return false;
    try {
      await markInterrupted(directory, 'The process that trained it ended unexpectedly.');
    } finally {
      await releaseRunLock(directory);
    }
  }
  await sweepTemporaryFiles(directory);
  return wasActive;
}

/** Whether this process has the lock of a run now; false where another one was faster. */
async function isLockTaken(directory: string): Promise<boolean> {
  try {
    await acquireRunLock(directory);
    return true;
  } catch (error) {
    if (error instanceof AppError && error.code === 'RUN_BUSY') return false;
    throw error;
  }
}

/** What a kill left half-written in a folder; in that of a run, among its checkpoints, too. */
export async function sweepTemporaryFiles(directory: string): Promise<void> {
  for (const name of await namesIn(directory)) {
    if (isTemporaryName(name)) await rm(join(directory, name), { force: true });
    if (name === RUN_FILES.checkpoints) await sweepTemporaryFiles(join(directory, name));
  }
}
