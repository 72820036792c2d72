import { access, lstat, mkdir, open, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileError, isMissing } from './file-errors.ts';

/** Makes a folder and those above it that are missing, so that the names of all of them outlive a power cut. */
export async function makeFolder(path: string): Promise<void> {
  try {
    const first = await mkdir(path, { recursive: true });
    if (first === undefined) return;
    for (let made = path; made !== dirname(first); made = dirname(made)) await syncFolder(dirname(made));
  } catch (error) {
    throw fileError(error, 'write', path);
  }
}

/**
 * Makes names that came, went or changed in a folder outlive a power cut. What they name is there already; a folder that
 * cannot be synced (some file systems refuse) does not undo that. Windows cannot open folders and does not need it.
 */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  try {
    const folder = await open(path, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  } catch {
    return;
  }
}

/** The names in a folder; none where there is no folder. */
export async function namesIn(path: string): Promise<string[]> {
  try {
    return await readdir(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw fileError(error, 'read', path);
  }
}

/** Whether there is a file or a folder at a place. Throws where that cannot be told: what is there must not count as lost. */
export async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw fileError(error, 'read', path);
  }
}

/** Bytes of all files in a folder and those below it; links count as themselves. What vanishes meanwhile counts nothing. */
export async function bytesIn(path: string): Promise<number> {
  let bytes = 0;
  for (const name of await namesIn(path)) {
    const found = await lstat(join(path, name)).catch(() => null);
    if (found?.isDirectory() === true) bytes += await bytesIn(join(path, name));
    else bytes += found?.size ?? 0;
  }
  return bytes;
}
