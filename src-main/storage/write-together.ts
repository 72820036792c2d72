import { AppError } from '@shared/core/errors.ts';
import { lstat, mkdir, open, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { ORDINARY_MODE } from './atomic-file.ts';
import { fileError, isMissing } from './file-errors.ts';
import { syncFolder } from './folders.ts';
import { putInPlace } from './put-in-place.ts';
import { newStagingName, sweepStagings } from './staging-folders.ts';

/** A file of several that belong together, in one folder. */
interface OneOfTogether {
  readonly path: string;
  readonly content: string | Uint8Array;
  /** Whether a person has said that what has this name may go. */
  readonly mayReplace: boolean;
}

/**
 * Writes files into one folder: all of them, or none, and then everything is as it was. What may not be replaced is
 * refused before anything is written. They are made in a folder beside their places, where `check` reads them by their
 * names; what it throws leaves nothing behind. Then each gets its place in their order, and a reader sees whole files only.
 */
export async function writeTogether<T>(
  files: readonly OneOfTogether[],
  check: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = dirname(files[0]!.path);
  const there = await Promise.all(files.map(({ path }) => isThere(path)));
  refuseThere(files.filter(({ mayReplace }, k) => there[k] === true && !mayReplace));
  await sweepStagings(folder);
  const staging = { path: join(folder, newStagingName()), isNeeded: false };
  try {
    await makeStaging(staging.path, files);
    const result = await check(staging.path);
    await putInPlace(
      files.map(({ path }, k) => ({ path, staged: join(staging.path, basename(path)), isThere: there[k]! })),
      staging,
    );
    return result;
  } finally {
    // What cannot be removed now does no harm; its name tells what it is.
    if (!staging.isNeeded) await rm(staging.path, { recursive: true, force: true }).catch(() => undefined);
    await syncFolder(folder);
  }
}

/** Throws where something else than a file has that name: it is nobody's to replace. */
async function isThere(path: string): Promise<boolean> {
  try {
    await lstat(path);
  } catch (error) {
    if (isMissing(error)) return false;
    throw fileError(error, 'write', path);
  }
  const found = await stat(path).catch(() => null);
  if (found === null || found.isFile()) return true;
  const what = found.isDirectory() ? 'a folder' : 'a device or a pipe';
  throw new AppError('FILE_UNWRITABLE', `Cannot write ${path}: it is ${what}, not a file.`, { at: path });
}

function refuseThere(files: readonly OneOfTogether[]): void {
  const [first] = files;
  if (first === undefined) return;
  const paths = files.map(({ path }) => path).join(', ');
  const [exist, them] = files.length === 1 ? ['exists', 'it'] : ['exist', 'them'];
  throw new AppError(
    'TARGET_EXISTS',
    `${paths} ${exist} already. Choose another name, or allow to replace ${them} (--force).`,
    { at: first.path },
  );
}

async function makeStaging(staging: string, files: readonly OneOfTogether[]): Promise<void> {
  let at = files[0]!.path;
  try {
    await mkdir(staging, { mode: 0o700 });
    for (const { path, content } of files) {
      at = path;
      await writeSynced(join(staging, basename(path)), content);
    }
  } catch (error) {
    throw fileError(error, 'write', at);
  }
}

async function writeSynced(path: string, content: string | Uint8Array): Promise<void> {
  const file = await open(path, 'wx', ORDINARY_MODE);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}
