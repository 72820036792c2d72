import { AppError } from '@shared/core/errors.ts';
import { monitoredLoss } from '@shared/model/monitored-loss.ts';
import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type Checkpoint, readCheckpoint, readCheckpointHead, writeCheckpoint } from './checkpoint-file.ts';
import { isRefused } from './file-errors.ts';
import { exists, makeFolder, namesIn } from './folders.ts';
import { missingPoint } from './metrics-file.ts';
import { RUN_FILES } from './paths.ts';
import { readPoints } from './run-store.ts';

/*
 * `checkpoints/`: the last few that a run made, and the best of them. One that is damaged, or that is ahead of the points on
 * the disk, costs the time since the one before it, not the run.
 */

/** How many are kept besides the best. */
const LAST_KEPT = 3;

const NAME = /^checkpoint-(\d+)\.bin$/;

/** The file of the checkpoint that was made after so many steps. */
export function checkpointPath(directory: string, step: number): string {
  return join(directory, RUN_FILES.checkpoints, `checkpoint-${String(step).padStart(12, '0')}.bin`);
}

/**
 * Keeps where a run now stands, whole or not at all, with the two before it and the best one: that of the lowest monitored
 * loss at its last evaluation. Those of later steps are of a course that the run has left.
 */
export async function keepCheckpoint(directory: string, checkpoint: Checkpoint): Promise<void> {
  const { step } = checkpoint.trainer;
  await makeFolder(join(directory, RUN_FILES.checkpoints));
  await writeCheckpoint(checkpointPath(directory, step), checkpoint);
  // They only take room: what cannot be removed now is tried again with the next.
  await removeSuperfluous(directory, step).catch(() => undefined);
}

/** The newest checkpoint that is whole and whose points are on the disk, and (null: nothing) what was passed over for it. */
export interface OpenedCheckpoint {
  checkpoint: Checkpoint;
  remark: string | null;
}

/**
 * Opens the checkpoint that a run goes on from. Throws FILE_NOT_FOUND where it has none, and what is wrong with the newest
 * where none can be used.
 */
export async function openNewestCheckpoint(directory: string): Promise<OpenedCheckpoint> {
  const paths = await checkpointPaths(directory);
  if (paths.length === 0) {
    const path = join(directory, RUN_FILES.checkpoints);
    throw new AppError('FILE_NOT_FOUND', `There is no checkpoint in ${path}.`, { at: path });
  }
  const steps = new Set((await readPoints(directory)).map((point) => point.step));
  const problems: AppError[] = [];
  for (const path of paths) {
    try {
      const checkpoint = await readCheckpoint(path);
      requirePoints(directory, checkpoint, steps);
      return { checkpoint, remark: remarkOf(problems, checkpoint) };
    } catch (error) {
      if (!isPassedOver(error)) throw error;
      problems.push(error);
    }
  }
  throw problems[0] ?? new Error('No checkpoint, and no problem.');
}

/** Whether the run was ever saved, so that it can go on and need not begin. */
export async function hasCheckpoint(directory: string): Promise<boolean> {
  return (await checkpointPaths(directory)).length > 0;
}

/** The files of all checkpoints, newest first; that of versions up to 0.3 last. */
export async function checkpointPaths(directory: string): Promise<string[]> {
  const steps = (await namesIn(join(directory, RUN_FILES.checkpoints)))
    .map((name) => NAME.exec(name)?.[1])
    .filter((step) => step !== undefined)
    .sort((a, b) => Number(b) - Number(a));
  const paths = steps.map((step) => checkpointPath(directory, Number(step)));
  const older = join(directory, RUN_FILES.checkpoint);
  return (await exists(older)) ? [...paths, older] : paths;
}

async function removeSuperfluous(directory: string, step: number): Promise<void> {
  const kept = await Promise.all((await checkpointPaths(directory)).map(describe));
  const left = kept.filter((each) => each.step > step);
  const course = kept.filter((each) => each.step <= step);
  const best = course.reduce<Kept | null>(
    (lowest, each) => (each.loss < (lowest?.loss ?? Infinity) ? each : lowest),
    null,
  );
  const old = course.slice(LAST_KEPT).filter((each) => each !== best);
  for (const { path } of [...left, ...old]) await rm(path, { force: true });
}

interface Kept {
  path: string;
  step: number;
  /** Not a number where nothing was measured yet, or the file is damaged. */
  loss: number;
}

async function describe(path: string): Promise<Kept> {
  try {
    const { step, last } = await readCheckpointHead(path);
    return { path, step, loss: last === null ? NaN : monitoredLoss(last) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { path, step: Number(NAME.exec(basename(path))?.[1] ?? 0), loss: NaN };
  }
}

/** A newer Ninestep's checkpoint, or one that only cannot be read just now, must not send a run back. */
function isPassedOver(error: unknown): error is AppError {
  if (!(error instanceof AppError) || error.code === 'FILE_TOO_NEW') return false;
  const isLost = (error.cause as NodeJS.ErrnoException | undefined)?.code === 'EIO';
  return isLost || !isRefused(error);
}

function requirePoints(directory: string, { last }: Checkpoint, steps: ReadonlySet<number>): void {
  if (last === null || steps.has(last.step)) return;
  throw missingPoint(join(directory, RUN_FILES.points), last.step);
}

function remarkOf(problems: readonly AppError[], { trainer }: Checkpoint): string | null {
  const [first] = problems;
  if (first === undefined) return null;
  return `${first.message} The run goes on from an older checkpoint instead, from epoch ${String(trainer.epoch)}.`;
}
