import { AppError } from '@shared/core/errors.ts';
import { LIMITS } from '@shared/core/limits.ts';
import { formatBytes } from '@shared/core/text.ts';
import { describeImported } from '@shared/import/describe-model.ts';
import { readModel, type ReadModel } from '@shared/import/read-model.ts';
import type { ModelFile } from '@shared/model/model-file.ts';
import type { ImportedModel } from '@shared/ipc/import-contract.ts';
import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { fileError } from '../storage/file-errors.ts';
import { inFile } from '../storage/in-file.ts';

/** A model file of Ninestep's own, read, with its bytes. */
export interface ImportedFile {
  readonly model: ModelFile;
  readonly bytes: Uint8Array;
}

/** Reads a model file of any form. Throws as `readModel` does, with the file's name, and what the system says. */
export async function readImportFile(path: string): Promise<ReadModel> {
  const bytes = await readBytes(path);
  const base = basename(path, extname(path));
  const readBeside = (name: string) => readBytes(join(dirname(path), name));
  return readModel({ bytes, base, readBeside }).catch((error: unknown) =>
    inFile(path, () => {
      throw error;
    }),
  );
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
