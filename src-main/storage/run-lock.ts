import { AppError } from '@shared/core/errors.ts';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { fileError, isMissing } from './file-errors.ts';
import { linkOrCopy } from './link-or-copy.ts';
import { RUN_FILES } from './paths.ts';

const holderSchema = z.object({ pid: z.int().min(1), startedAt: z.string() });
type Holder = z.infer<typeof holderSchema>;

/** Much longer than taking a dead lock away lasts. */
const RIGHT_LASTS_MS = 10_000;

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
 * Takes a dead lock away, if there is one; false where it is held by now. Whoever does so holds a file beside it meanwhile: a
 * dead lock stays where it is until then, so that nobody takes away the living one of somebody who was faster.
 */
async function removeDead(directory: string): Promise<boolean> {
  const path = join(directory, RUN_FILES.lock);
  const right = temporaryIn(directory, '000000000000');
  if (!(await hasRight(right))) return false;
  try {
    const state = await stateOf(path);
    if (state === 'dead') await rm(path, { force: true });
    return state !== 'held';
  } finally {
    await removeSurely(right);
  }
}

/** Whether this process alone may take a dead lock away. */
async function hasRight(path: string): Promise<boolean> {
  try {
    await writeFile(path, '', { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const found = await stat(path).catch(() => null);
    // A kill in the midst of it: whoever comes next may.
    if (found !== null && Date.now() - found.mtimeMs > RIGHT_LASTS_MS) await rm(path, { force: true });
    return false;
  }
}

/** Named like every temporary file, so that what a kill leaves of it is swept. */
function temporaryIn(directory: string, name = randomBytes(6).toString('hex')): string {
  return join(directory, `.${RUN_FILES.lock}.${name}.tmp`);
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
export function releaseRunLock(directory: string): Promise<void> {
  return removeSurely(join(directory, RUN_FILES.lock));
}

async function removeSurely(path: string): Promise<void> {
  const remove = () => rm(path, { force: true });
  await remove()
    .catch(remove)
    .catch(() => undefined);
}

/** Whether a living process holds the lock of the run. Throws where that cannot be told: it may well be held then. */
export async function isRunLocked(directory: string): Promise<boolean> {
  return (await stateOf(join(directory, RUN_FILES.lock))) === 'held';
}

async function stateOf(path: string): Promise<'none' | 'dead' | 'held'> {
  try {
    const parsed = holderSchema.safeParse(JSON.parse(await readFile(path, 'utf8')));
    return parsed.success && isAlive(parsed.data) ? 'held' : 'dead';
  } catch (error) {
    if (isMissing(error)) return 'none';
    // Half a lock is one of a process that a power cut ended.
    if (error instanceof SyntaxError) return 'dead';
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
