import { AppError } from '@shared/core/errors.ts';
import { formatCount } from '@shared/core/text.ts';
import type { RunRecord } from '@shared/model/run.ts';
import { join } from 'node:path';
import { verifyModelFile } from '../service/operations.ts';
import { readCheckpoint } from '../storage/checkpoint-file.ts';
import { checkpointPaths } from '../storage/checkpoints.ts';
import { checkInsight } from '../storage/insight-file.ts';
import { missingPoint } from '../storage/metrics-file.ts';
import { RUN_FILES } from '../storage/paths.ts';
import { checkMarks } from '../storage/run-marks.ts';
import { hasModel, readMetrics } from '../storage/run-store.ts';
import { readMoments, readSnapshot } from '../storage/snapshots-file.ts';
import { branchStart } from '../trainer/branch-start.ts';

/** Looks at every file of a run's folder. Throws what is wrong, of all files at once, and changes nothing. */
export async function verifyRun(directory: string, record: RunRecord): Promise<object> {
  const checkpoints = await checkpointPaths(directory);
  const checks: (() => Promise<object>)[] = [
    () => verifyPoints(directory, record),
    ...checkpoints.map((path) => () => verifyCheckpoint(path, record)),
    () => verifyInsight(directory),
    () => verifySnapshots(directory),
    () => verifyBranch(directory, record),
    () => verifyMarks(directory),
    () => verifyModel(directory),
  ];
  const problems: AppError[] = [];
  let found: object = { status: record.status, checkpoints: checkpoints.length };
  for (const check of checks) {
    try {
      found = { ...found, ...(await check()) };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      problems.push(error);
    }
  }
  if (problems.length > 0) throw together(problems);
  return found;
}

function together(problems: readonly AppError[]): AppError {
  const [first] = problems as [AppError];
  if (problems.length === 1) return first;
  const messages = problems.map((problem) => problem.message).join(' ');
  return new AppError(first.code, messages, { at: first.at, cause: first });
}

async function verifyPoints(directory: string, { last }: RunRecord): Promise<object> {
  const path = join(directory, RUN_FILES.points);
  const { points, damaged } = await readMetrics(directory);
  requireWholeLines(path, damaged);
  if (last !== null && !points.some((point) => point.step === last.step)) throw missingPoint(path, last.step);
  return { points: points.length };
}

async function verifyInsight(directory: string): Promise<object> {
  const { points, damaged } = await checkInsight(directory);
  requireWholeLines(join(directory, RUN_FILES.insight), damaged);
  return { insight: points.length };
}

function requireWholeLines(path: string, damaged: number): void {
  if (damaged === 0) return;
  const lines = damaged === 1 ? 'A line is' : `${formatCount(damaged)} lines are`;
  throw new AppError('CHECKSUM_MISMATCH', `${path}: ${lines} damaged. All others can be used.`, { at: path });
}

async function verifySnapshots(directory: string): Promise<object> {
  const { moments, damaged } = await readMoments(directory);
  if (damaged > 0) {
    const path = join(directory, RUN_FILES.snapshots);
    throw new AppError(
      'CHECKSUM_MISMATCH',
      `${path}: The weights of some moments are damaged and cannot be told.`,
      {
        at: path,
      },
    );
  }
  for (const { epoch } of moments) await readSnapshot(directory, epoch);
  return { moments: moments.length };
}

async function verifyBranch(directory: string, record: RunRecord): Promise<object> {
  await branchStart({ directory, record });
  return {};
}

async function verifyCheckpoint(path: string, { id }: RunRecord): Promise<object> {
  const { runId } = await readCheckpoint(path);
  if (runId === id) return {};
  throw new AppError('INVALID_VALUE', `${path} belongs to another run (${runId}). Put the right one back.`, {
    at: path,
  });
}

async function verifyMarks(directory: string): Promise<object> {
  await checkMarks(directory);
  return {};
}

async function verifyModel(directory: string): Promise<object> {
  if (!(await hasModel(directory))) return {};
  return { model: (await verifyModelFile(join(directory, RUN_FILES.model))).verified };
}
