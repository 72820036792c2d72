import { AppError } from '@shared/core/errors.ts';
import { stat } from 'node:fs/promises';
import { sep } from 'node:path';

/** Refuses to overwrite what is there, unless asked to, and what can be no file at all. */
export async function refuseExisting(path: string, force: boolean): Promise<void> {
  const there = await stat(path).catch(() => null);
  if (there?.isDirectory() === true || path.endsWith('/') || path.endsWith(sep)) {
    throw new AppError(
      'FILE_UNWRITABLE',
      `Cannot write ${path}: it is a folder, not a file. Name the file in it, too.`,
      { at: path },
    );
  }
  if (force || there === null) return;
  throw new AppError(
    'TARGET_EXISTS',
    `${path} exists already. Choose another name, or say --force to replace it.`,
    { at: path },
  );
}
