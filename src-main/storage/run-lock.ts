import { AppError } from '@shared/core/errors.ts';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { fileError } from './file-errors.ts';
import { linkOrCopy } from './link-or-copy.ts';
import { RUN_FILES } from './paths.ts';

const holderSchema = z.object({ pid: z.int().min(1), startedAt: z.string() });
type Holder = z.infer<typeof holderSchema>;

/** Makes this process the only one that trains the run in `directory`. A lock whose process is gone is taken over. */
export async function acquireRunLock(directory: string): Promise<void> {
  const path = join(directory, RUN_FILES.lock);
  const holder: Holder = { pid: process.pid, startedAt: processStart(process.pid) ?? '' };
  // Written whole beside it, then linked: a lock that is seen is complete, and of two that come at once one gets in.
  // Named like every temporary file, so that what a kill leaves of it is swept.
  const mine = join(directory, `.${RUN_FILES.lock}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    await writeFile(mine, JSON.stringify(holder), { flag: 'wx', mode: 0o600 });
    if (await linked(mine, path)) return;
    if (await isRunLocked(directory)) throw busy(directory);
    await rm(path, { force: true });
    if (!(await linked(mine, path))) throw busy(directory);
  } catch (error) {
    throw error instanceof AppError ? error : fileError(error, 'write', path);
  } finally {
    // What stays of it is swept with other leftovers.
    await rm(mine, { force: true }).catch(() => undefined);
  }
}

async function linked(mine: string, path: string): Promise<boolean> {
  try {
    await linkOrCopy(mine, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function busy(directory: string): AppError {
  return new AppError('RUN_BUSY', `Another process is training the run in ${directory}.`, { at: directory });
}

/** A lock that cannot be removed counts for nothing as soon as this process is gone. */
export async function releaseRunLock(directory: string): Promise<void> {
  await rm(join(directory, RUN_FILES.lock), { force: true }).catch(() => undefined);
}

/** Whether a living process holds the lock of the run. */
export async function isRunLocked(directory: string): Promise<boolean> {
  try {
    const parsed = holderSchema.safeParse(
      JSON.parse(await readFile(join(directory, RUN_FILES.lock), 'utf8')),
    );
    return parsed.success && isAlive(parsed.data);
  } catch {
    return false;
  }
}

function isAlive(holder: Holder): boolean {
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    // EPERM: it lives, but belongs to somebody else.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const startedAt = processStart(holder.pid);
  return startedAt === null || startedAt === holder.startedAt;
}

/** When a process began, as Linux counts it; tells a process from a later one that got its number. Null elsewhere. */
function processStart(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    // The second field, the name, is in brackets and may hold spaces; the start is the 20th field after it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? 'ended' : (fields[19] ?? null);
  } catch {
    return null;
  }
}
