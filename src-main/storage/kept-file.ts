import { AppError } from '@shared/core/errors.ts';
import { formatJson } from '@shared/core/json-text.ts';
import { parseWith } from '@shared/schema/parse.ts';
import { checkFormat } from '@shared/schema/versioned.ts';
import type { z } from 'zod';
import { basename } from 'node:path';
import { writeFileAtomic } from './atomic-file.ts';
import { keepsItsPlace } from './file-errors.ts';
import { inFile } from './in-file.ts';
import { readJsonFile } from './read-json-file.ts';
import { setAside } from './set-aside.ts';

/** A small file of Ninestep's own that may be missing, and without which everything goes on. */
export interface KeptKind<T extends { format: string; version: number }> {
  format: T['format'];
  version: T['version'];
  schema: z.ZodType<T>;
  limitBytes: number;
  /** The file in messages, as "The marks of a run". */
  what: string;
}

/**
 * What the file holds; null where there is none, or none that can be used. A file that cannot be understood is set aside, and
 * `problem` tells it.
 */
export async function readKept<T extends { format: string; version: number }>(
  path: string,
  kind: KeptKind<T>,
): Promise<{ value: T | null; problem: string | null }> {
  try {
    return { value: await checkKept(path, kind), problem: null };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === 'FILE_NOT_FOUND') return { value: null, problem: null };
    return {
      value: null,
      problem: `${kind.what} cannot be read. ${error.message} ${whereabouts(path, error)}`,
    };
  }
}

/** Writes the file as a whole. One that cannot be understood is set aside first; one of a newer Ninestep refuses it. */
export async function writeKept<T extends { format: string; version: number }>(
  path: string,
  kind: KeptKind<T>,
  value: T,
): Promise<void> {
  try {
    await checkKept(path, kind);
  } catch (error) {
    if (!(error instanceof AppError) || keepsItsPlace(error)) throw error;
    if (error.code !== 'FILE_NOT_FOUND') setAside(path, new Date());
  }
  await writeFileAtomic(path, formatJson(value));
}

/** What the file holds. Throws what is wrong with it, and leaves it as it is. */
export async function checkKept<T extends { format: string; version: number }>(
  path: string,
  { format, version, schema, limitBytes }: KeptKind<T>,
): Promise<T> {
  const value = await readJsonFile(path, limitBytes);
  return inFile(path, () => {
    checkFormat(value, format, version, 'The file');
    return parseWith(schema, value, 'file');
  });
}

function whereabouts(path: string, error: AppError): string {
  if (keepsItsPlace(error)) return 'It is left untouched.';
  try {
    return `It was kept as ${basename(setAside(path, new Date()))}.`;
  } catch {
    return 'It could not be moved, and is left as it is.';
  }
}
