import { AppError } from '@shared/core/errors.ts';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { fileError, isMissing } from './file-errors.ts';
import { linkOrCopy } from './link-or-copy.ts';
import { RUN_FILES } from './paths.ts';

const holderSchema = z.object({ pid: z.int().min(1), startedAt: z.string() });
type Holder = z.infer<typeof holderSchema>;

/** Makes this process the only one that trains the run in `directory`. A lock whose process is gone is taken over. */
export async function acquireRunLock(directory: string): Promise<void> {
  const path = join(directory, RUN_FILES.lock);
  const holder: Holder = { pid: process.pid, startedAt: processStart(process.pid) ?? '' };
  // Written whole beside it, then linked: a lock that is seen is complete, and of two that come at once one gets in.
  const mine = temporaryIn(directory);
  try {
    await writeFile(mine, JSON.stringify(holder), { flag: 'wx', mode: 0o600 });
    if (await linked(mine, path)) return;
    if (await isRunLocked(directory)) throw busy(directory);
    if (!(await removeDead(directory)) || !(await linked(mine, path))) throw busy(directory);
  } catch (error) {
    throw error instanceof AppError ? error : fileError(error, 'write', path);
  } finally {
    // What stays of it is swept with other leftovers.
    await rm(mine, { force: true }).catch(() => undefined);
  }
}

/**
 * Takes a dead lock away. Whoever else found it dead may have put a living one in its place meanwhile: that is put back, and
 * the answer is false.
 */
async function removeDead(directory: string): Promise<boolean> {
  const path = join(directory, RUN_FILES.lock);
  const aside = temporaryIn(directory);
  try {
    await rename(path, aside);
  } catch (error) {
    if (isMissing(error)) return true;
    throw error;
  }
  const isDead = !(await isHeld(aside));
  if (!isDead) await linked(aside, path);
  await rm(aside, { force: true }).catch(() => undefined);
  return isDead;
}

/** Named like every temporary file, so that what a kill leaves of it is swept. */
function temporaryIn(directory: string): string {
  return join(directory, `.${RUN_FILES.lock}.${randomBytes(6).toString('hex')}.tmp`);
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

/**
 * Lets others train the run. A disk that refuses is asked once more; if it refuses again, the lock counts for nothing as soon
 * as this process is gone.
 */
export async function releaseRunLock(directory: string): Promise<void> {
  const remove = () => rm(join(directory, RUN_FILES.lock), { force: true });
  await remove()
    .catch(remove)
    .catch(() => undefined);
}

/** Whether a living process holds the lock of the run. Throws where that cannot be told: it may well be held then. */
export function isRunLocked(directory: string): Promise<boolean> {
  return isHeld(join(directory, RUN_FILES.lock));
}

async function isHeld(path: string): Promise<boolean> {
  try {
    const parsed = holderSchema.safeParse(JSON.parse(await readFile(path, 'utf8')));
    return parsed.success && isAlive(parsed.data);
  } catch (error) {
    // Half a lock is one of a process that a power cut ended.
    if (error instanceof SyntaxError || isMissing(error)) return false;
    throw fileError(error, 'read', path);
  }
}

/**
 * The number of the living process that holds the lock; null where none does, and where the system does not tell when
 * processes began: the number might be another one's by now, and nothing may be done to that.
 */
export async function knownLockHolder(directory: string): Promise<number | null> {
  const text = await readFile(join(directory, RUN_FILES.lock), 'utf8').catch(() => 'null');
  const parsed = holderSchema.safeParse(safeJson(text));
  if (!parsed.success || !isAlive(parsed.data)) return null;
  return processStart(parsed.data.pid) === null ? null : parsed.data.pid;
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
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
