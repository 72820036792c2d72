import { AppError } from '@shared/core/errors.ts';
import { makeId } from '@shared/core/ids.ts';
import { formatJson } from '@shared/core/json-text.ts';
import { LIMITS } from '@shared/core/limits.ts';
import { type Experiment, shapesOf } from '@shared/model/experiment.ts';
import { parameterCount } from '@shared/model/network.ts';
import { isActive, type MetricsPoint, type RunRecord } from '@shared/model/run.ts';
import { monitoredLoss } from '@shared/model/monitored-loss.ts';
import { decodeMeasured, encodeMeasured } from '@shared/schema/measured-json.ts';
import { parseWith } from '@shared/schema/parse.ts';
import { runRecordSchema } from '@shared/schema/run.ts';
import { checkFormat } from '@shared/schema/versioned.ts';
import { randomBytes } from 'node:crypto';
import { access, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createFileAtomic, isTemporaryName, writeFileAtomic } from './atomic-file.ts';
import { ENGINE } from './engine-identity.ts';
import { fileError } from './file-errors.ts';
import { inFile } from './in-file.ts';
import { readMetricsFile } from './metrics-file.ts';
import { RUN_FILES, type Workspace } from './paths.ts';
import { readJsonFile } from './read-json-file.ts';
import { isRunLocked } from './run-lock.ts';

/**
 * Makes a run's folder and its record. `directory` null: a folder of its own in the workspace; else exactly there,
 * which must be new or empty, so that nothing is ever overwritten.
 */
export async function createRun(
  directory: string | null,
  workspace: Workspace,
  experiment: Experiment,
  origin: RunRecord['origin'],
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
    status: 'running',
    createdAt: new Date().toISOString(),
    endedAt: null,
    experiment,
    engine: ENGINE,
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
  await createFileAtomic(join(folder, RUN_FILES.record), runJson(record));
  return { directory: folder, record };
}

async function makeEmptyFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    if ((await readdir(folder)).length === 0) return;
  } catch (error) {
    throw fileError(error, 'write', folder);
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

/** Every point of a run; none where it was stopped before its first. */
export async function readPoints(directory: string): Promise<MetricsPoint[]> {
  const path = join(directory, RUN_FILES.points);
  return (await exists(path)) ? readMetricsFile(path) : [];
}

export function hasModel(directory: string): Promise<boolean> {
  return exists(join(directory, RUN_FILES.model));
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}

/** All runs of the workspace, newest first. A folder that cannot be read is told, and left as it is. */
export async function listRuns(workspace: Workspace): Promise<{ runs: RunRecord[]; problems: string[] }> {
  const names = (await readFolder(workspace.runs)).filter((name) => name.startsWith('run_'));
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

async function readFolder(path: string): Promise<string[]> {
  try {
    return await readdir(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw fileError(error, 'read', path);
  }
}

/** Writes down that a run's process died, with every point that reached the disk. */
export async function markInterrupted(directory: string, reason: string): Promise<RunRecord> {
  const record = await readRun(directory);
  if (!isActive(record.status)) return record;
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
  await rm(join(directory, RUN_FILES.lock), { force: true });
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
  await sweepTemporaryFiles(workspace.root);
  await sweepTemporaryFiles(workspace.data);
  for (const name of await readFolder(workspace.runs)) {
    const directory = join(workspace.runs, name);
    try {
      const record = await readRun(directory);
      if (isActive(record.status)) {
        if (await isRunLocked(directory)) continue;
        await markInterrupted(directory, 'The process that trained it ended unexpectedly.');
      }
      await sweepTemporaryFiles(directory);
    } catch {
      // An unreadable run is told by listRuns; recovery must not stop at it.
    }
  }
}

async function sweepTemporaryFiles(directory: string): Promise<void> {
  for (const name of await readFolder(directory)) {
    if (isTemporaryName(name)) await rm(join(directory, name), { force: true });
  }
}
