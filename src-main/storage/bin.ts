import { AppError } from '@shared/core/errors.ts';
import { ID_PATTERNS } from '@shared/core/ids.ts';
import { formatJson } from '@shared/core/json-text.ts';
import { LIMITS } from '@shared/core/limits.ts';
import type { BinnedRun } from '@shared/ipc/run-contract.ts';
import { type DeletedFile, deletedFileSchema } from '@shared/schema/deleted.ts';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomic } from './atomic-file.ts';
import { fileError } from './file-errors.ts';
import { bytesIn, exists, makeFolder, namesIn, syncFolder } from './folders.ts';
import { RUN_FILES, type Workspace } from './paths.ts';
import { readJsonFile } from './read-json-file.ts';
import { removeFolder } from './remove-folder.ts';
import { readMarks } from './run-marks.ts';
import { acquireRunLock, releaseRunLock } from './run-lock.ts';
import { readRun, runDirectory } from './run-store.ts';

/**
 * Puts a run's folder into the bin, as it is. Throws RUN_BUSY where a process trains it, RUN_NOT_FOUND where there is no such
 * run, TARGET_EXISTS where the bin has one of that id; the run stays then.
 */
export async function moveToBin(workspace: Workspace, runId: string, now: Date): Promise<void> {
  const from = runDirectory(workspace, runId);
  const to = binDirectory(workspace, runId);
  await requireFolder(from, `There is no run ${runId} in the history.`);
  await makeFolder(workspace.bin);
  await acquireRunLock(from);
  try {
    const file: DeletedFile = { format: 'ninestep-deleted', version: 1, deletedAt: now.toISOString() };
    await writeFileAtomic(join(from, RUN_FILES.deleted), formatJson(file));
    await move(from, to, `The bin holds a run ${runId} already. Restore or purge that one first.`);
  } catch (error) {
    await forgetDeletion(from);
    throw error;
  }
  await releaseRunLock(to);
  await syncFolder(workspace.bin);
  await syncFolder(workspace.runs);
}

/** The deleted runs, the last deleted one first. One whose record cannot be read is shown by its id. */
export async function listBin(workspace: Workspace): Promise<BinnedRun[]> {
  const ids = (await namesIn(workspace.bin)).filter((name) => ID_PATTERNS.run.test(name));
  const runs = await Promise.all(ids.map((id) => describe(workspace, id)));
  return runs.sort((a, b) => b.deletedAt.localeCompare(a.deletedAt) || a.id.localeCompare(b.id));
}

/** Takes a run back into the history. Throws TARGET_EXISTS where that has a run of this id. */
export async function restoreFromBin(workspace: Workspace, runId: string): Promise<void> {
  const from = binDirectory(workspace, runId);
  const to = runDirectory(workspace, runId);
  await requireFolder(from, `There is no run ${runId} in the bin.`);
  await makeFolder(workspace.runs);
  await move(
    from,
    to,
    `The history holds a run ${runId} already. Delete that one first, or leave this one in the bin.`,
  );
  await syncFolder(workspace.runs);
  await syncFolder(workspace.bin);
  await forgetDeletion(to);
}

/**
 * Removes runs from the bin for good; null: all of them. Runs that are not there are passed over. Gives the bytes that are
 * free now.
 */
export async function purgeFromBin(workspace: Workspace, runIds: readonly string[] | null): Promise<number> {
  const there = new Set(await namesIn(workspace.bin));
  const ids = (runIds ?? [...there].filter((name) => ID_PATTERNS.run.test(name))).filter((id) =>
    there.has(id),
  );
  let bytes = 0;
  for (const id of ids) {
    const directory = binDirectory(workspace, id);
    const freed = await bytesIn(directory);
    await removeFolder(directory);
    bytes += freed;
  }
  return bytes;
}

/** What is left of it says nothing: when a run was deleted that is not, and the lock of whoever deleted it. */
async function forgetDeletion(directory: string): Promise<void> {
  await rm(join(directory, RUN_FILES.deleted), { force: true }).catch(() => undefined);
  await releaseRunLock(directory);
}

function binDirectory(workspace: Workspace, runId: string): string {
  return join(workspace.bin, runId);
}

async function requireFolder(directory: string, message: string): Promise<void> {
  if (!(await exists(directory))) throw new AppError('RUN_NOT_FOUND', message);
}

/** Only to where nothing is: renaming a folder over one that holds something is refused by the system itself. */
async function move(from: string, to: string, occupied: string): Promise<void> {
  try {
    if ((await namesIn(to)).length > 0) throw new AppError('TARGET_EXISTS', occupied);
    await rename(from, to);
  } catch (error) {
    if (error instanceof AppError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOTEMPTY' || code === 'EEXIST') throw new AppError('TARGET_EXISTS', occupied);
    throw fileError(error, 'write', to);
  }
}

async function describe(workspace: Workspace, id: string): Promise<BinnedRun> {
  const directory = binDirectory(workspace, id);
  const [deletedAt, bytes] = [await readDeletedAt(directory), await bytesIn(directory)];
  try {
    const { name, status, createdAt } = await readRun(directory);
    const { marks } = await readMarks(directory);
    return { id, name: marks.name ?? name, status, createdAt, deletedAt, bytes };
  } catch {
    return { id, name: id, status: 'failed', createdAt: deletedAt, deletedAt, bytes };
  }
}

/** A run whose file of this is gone was put there by hand: long ago, for all that is known. */
async function readDeletedAt(directory: string): Promise<string> {
  try {
    const value = await readJsonFile(join(directory, RUN_FILES.deleted), LIMITS.settingsBytes);
    return deletedFileSchema.parse(value).deletedAt;
  } catch {
    return new Date(0).toISOString();
  }
}
