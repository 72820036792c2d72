import { AppError } from '@shared/core/errors.ts';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileError } from './file-errors.ts';
import { linkOrCopy } from './link-or-copy.ts';
import { keptName } from './staging-folders.ts';

/** A whole file on its way to its place. */
interface StagedFile {
  readonly path: string;
  readonly staged: string;
  /** Whether something has that place, which is to go. */
  readonly isThere: boolean;
}

/** The folder in which files are made and what they replace is kept, until it is no longer needed. */
interface Staging {
  readonly path: string;
  isNeeded: boolean;
}

type Undo = () => Promise<void>;

/**
 * Gives files their places, one after the other. Where one cannot have its own, all places become what they were, with what
 * `staging` keeps for that. Should even this fail, the folder stays needed, and the person is told where it is.
 */
export async function putInPlace(files: readonly StagedFile[], staging: Staging): Promise<void> {
  const undos: Undo[] = [];
  for (const [k, file] of files.entries()) {
    try {
      undos.push(await putOne(file, join(staging.path, keptName(k))));
    } catch (error) {
      const told = fileError(error, 'write', file.path);
      if (await undoAll(undos)) throw told;
      staging.isNeeded = true;
      throw stuck(told, staging.path);
    }
  }
}

/** Never leaves a moment without a file: what was there keeps its name until the other has it. */
async function putOne({ path, staged, isThere }: StagedFile, backup: string): Promise<Undo> {
  if (!isThere) {
    await linkOrCopy(staged, path);
    return () => rm(path);
  }
  await linkOrCopy(path, backup);
  await rename(staged, path);
  return () => rename(backup, path);
}

async function undoAll(undos: readonly Undo[]): Promise<boolean> {
  let isUndone = true;
  for (const undo of undos.toReversed()) {
    await undo().catch(() => {
      isUndone = false;
    });
  }
  return isUndone;
}

function stuck(told: Error, staging: string): Error {
  if (!(told instanceof AppError)) return told;
  const { code, message, at } = told;
  return new AppError(code, `${message} What was there before lies in ${staging}.`, { at, cause: told });
}
