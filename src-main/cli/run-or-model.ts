import { AppError } from '@shared/core/errors.ts';
import { stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { RUN_FILES } from '../storage/paths.ts';
import { exists } from '../storage/folders.ts';

/** The folder of the run that a path stands for: itself, or the one whose record or model it is. Null for a model file alone. */
export async function runFolderAt(path: string): Promise<string | null> {
  const whole = resolve(path);
  const found = await stat(whole).catch(() => null);
  if (found?.isDirectory() === true) return whole;
  const isOfRun = [RUN_FILES.record, RUN_FILES.model].some((name) => name === basename(whole));
  const folder = dirname(whole);
  return isOfRun && (await exists(join(folder, RUN_FILES.record))) ? folder : null;
}

/** The model file that a path stands for: itself, or that of the run whose folder it is. */
export async function modelFileAt(path: string): Promise<string> {
  const found = await stat(path).catch(() => null);
  return found?.isDirectory() === true ? join(path, RUN_FILES.model) : path;
}

/** As `runFolderAt`, where an option names a run that must be there. Throws FILE_NOT_FOUND. */
export async function runFolderNamed(path: string, option: string): Promise<string> {
  const folder = (await runFolderAt(path)) ?? resolve(path);
  if (await exists(join(folder, RUN_FILES.record))) return folder;
  const what = (await exists(folder)) ? 'There is no run in' : 'There is no folder';
  const todo = `Name the folder of a run, the one with its ${RUN_FILES.record}.`;
  throw new AppError('FILE_NOT_FOUND', `${option}: ${what} ${folder}. ${todo}`, { at: folder });
}
