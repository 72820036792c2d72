import { randomBytes } from 'node:crypto';
import { rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileError } from './file-errors.ts';
import { namesIn, syncFolder } from './folders.ts';

/**
 * Removes a folder with all it holds. It is renamed first, so that after a kill or a power cut nobody takes what is left of
 * it for the whole; `sweepRemoved` ends the work then.
 */
export async function removeFolder(path: string): Promise<void> {
  const doomed = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.removed`);
  try {
    await rename(path, doomed);
    await syncFolder(dirname(path));
    await rm(doomed, { recursive: true, force: true });
  } catch (error) {
    throw fileError(error, 'write', path);
  }
}

/** Removes what `removeFolder` left of folders that lay here. */
export async function sweepRemoved(folder: string): Promise<void> {
  for (const name of await namesIn(folder)) {
    if (/^\..+\.[0-9a-f]{12}\.removed$/.test(name)) {
      await rm(join(folder, name), { recursive: true, force: true });
    }
  }
}
