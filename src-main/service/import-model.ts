import { AppError } from '@shared/core/errors.ts';
import { LIMITS } from '@shared/core/limits.ts';
import { formatBytes } from '@shared/core/text.ts';
import { describeImported } from '@shared/import/describe-model.ts';
import { unwrapped } from '@shared/import/onnx/ninestep-model.ts';
import { readModel, type ReadModel } from '@shared/import/read-model.ts';
import type { ImportedModel } from '@shared/ipc/import-contract.ts';
import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { fileError } from '../storage/file-errors.ts';
import { inFile } from '../storage/in-file.ts';

/** A model file of any program, read, with its bytes as they lie on the disk. */
export interface ImportedFile extends ReadModel {
  readonly bytes: Uint8Array;
}

/** Reads a model file of any form. Throws as `readModel` does, with the file's name, and what the system says. */
export async function readImportFile(path: string): Promise<ImportedFile> {
  const found = await readBytes(path);
  // A graph that Ninestep wrote carries the model file that it was written of.
  const bytes = inFile(path, () => unwrapped(found));
  const base = basename(path, extname(path));
  const readBeside = (name: string) => readBytes(join(dirname(path), name));
  const read = await readModel({ bytes, base, readBeside }).catch((error: unknown) =>
    inFile(path, () => {
      throw error;
    }),
  );
  return { ...read, bytes };
}

/** What a model file holds, without making anything. */
export async function inspectImport(path: string): Promise<ImportedModel> {
  return describeImported(await readImportFile(path), basename(path));
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    const found = await stat(path);
    if (!found.isFile())
      throw new AppError('FILE_UNREADABLE', `Cannot read ${path}: it is no file.`, { at: path });
    if (found.size > LIMITS.modelBytes) {
      throw new AppError(
        'FILE_TOO_LARGE',
        `${path} has ${formatBytes(found.size)}; at most ${formatBytes(LIMITS.modelBytes)} are read.`,
        { at: path },
      );
    }
    // A copy of its own: numbers in it are read in place, which wants memory that begins at 0.
    return new Uint8Array(await readFile(path));
  } catch (error) {
    throw error instanceof AppError ? error : fileError(error, 'read', path);
  }
}
