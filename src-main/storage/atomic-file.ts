import { randomBytes } from 'node:crypto';
import { AppError } from '@shared/core/errors.ts';
import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileError } from './file-errors.ts';
import { syncFolder } from './folders.ts';
import { linkOrCopy } from './link-or-copy.ts';

/** A whole file, or its pieces one after the other, which need not fit into memory twice. */
type FileContent = string | Uint8Array | Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

/**
 * A reader, or the next start after a crash, sees the whole old file or the whole new one. Our own files are for their
 * owner alone; what a person takes away has the `mode` that any program would give it.
 */
export async function writeFileAtomic(path: string, data: FileContent, mode = 0o600): Promise<void> {
  await refuseOtherThanFile(path);
  await place(path, data, mode, rename);
}

/** As `writeFileAtomic`, but only where nothing is yet: of two that write at once one gets TARGET_EXISTS. */
export async function createFileAtomic(path: string, data: FileContent): Promise<void> {
  await place(path, data, 0o600, async (temporary) => {
    await linkOrCopy(temporary, path);
    // The file is there; a second name that cannot be removed now is swept with other leftovers.
    await rm(temporary, { force: true }).catch(() => undefined);
  });
}

/** Writes a temporary file beside `path`, brings it to the disk, and has `putInPlace` give it its name. */
async function place(
  path: string,
  data: FileContent,
  mode: number,
  putInPlace: (temporary: string, path: string) => Promise<void>,
): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    const file = await open(temporary, 'wx', mode);
    try {
      await writePieces(file, data);
      await file.sync();
    } finally {
      await file.close();
    }
    await putInPlace(temporary, path);
  } catch (error) {
    // Whatever keeps it from being removed kept it from being written, too: the first error is the one to tell.
    await rm(temporary, { force: true }).catch(() => undefined);
    throw fileError(error, 'write', path);
  }
  await syncFolder(dirname(path));
}

async function writePieces(file: FileHandle, data: FileContent): Promise<void> {
  if (typeof data === 'string' || data instanceof Uint8Array) await file.writeFile(data);
  else for await (const piece of data) await file.writeFile(piece);
}

/** Renaming over a device or a pipe would take it away from everybody. */
async function refuseOtherThanFile(path: string): Promise<void> {
  const there = await stat(path).catch(() => null);
  if (there === null || there.isFile() || there.isDirectory()) return;
  throw new AppError('FILE_UNWRITABLE', `Cannot write ${path}: it is a device or a pipe, not a file.`, {
    at: path,
  });
}

/** The mode of files that are not ours; the system takes from it what the person's umask says. */
export const ORDINARY_MODE = 0o666;

/** The name of a leftover of `writeFileAtomic`, after a kill between its steps. */
export function isTemporaryName(name: string): boolean {
  return /^\..+\.[0-9a-f]{12}\.tmp$/.test(name);
}
