import { AppError } from '@shared/core/errors.ts';
import { access } from 'node:fs/promises';

/** Refuses to overwrite what is there, unless asked to. */
export async function refuseExisting(path: string, force: boolean): Promise<void> {
  if (force) return;
  try {
    await access(path);
  } catch {
    return;
  }
  throw new AppError(
    'TARGET_EXISTS',
    `${path} exists already. Choose another name, or say --force to replace it.`,
    {
      at: path,
    },
  );
}
