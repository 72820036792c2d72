import { randomBytes } from 'node:crypto';
import { lstat, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/* The folders in which files are made that go to their places together, by their names. */

/** Much longer than making and proving files lasts: whoever made the folder is gone. */
const LEFT_AFTER_MS = 3_600_000;

const STAGING = /^\.ninestep\.[0-9a-f]{12}\.tmp$/;
const KEPT = /^\.old-\d+$/;

export function newStagingName(): string {
  return `.ninestep.${randomBytes(6).toString('hex')}.tmp`;
}

/** What the k-th file replaces lies under this name until all have their places. */
export function keptName(k: number): string {
  return `.old-${String(k)}`;
}

/**
 * Takes away what a kill left of earlier exports into a folder. What is young may be somebody's who writes right now; what
 * holds the last copy of a person's file is theirs to take or to remove. What cannot be removed does no harm.
 */
export async function sweepStagings(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((own) => STAGING.test(own))) {
    const path = join(folder, name);
    if (await isLeft(path).catch(() => false)) {
      await rm(path, { recursive: true, force: true }).catch(() => undefined);
    }
  }
}

async function isLeft(path: string): Promise<boolean> {
  const found = await lstat(path);
  if (!found.isDirectory() || Date.now() - found.mtimeMs < LEFT_AFTER_MS) return false;
  for (const name of await readdir(path)) {
    // A second name of a file that has its place still is no last copy.
    if (KEPT.test(name) && (await lstat(join(path, name))).nlink < 2) return false;
  }
  return true;
}
