import { LIMITS } from '@shared/core/limits.ts';
import { NO_MARKS, type RunMarks } from '@shared/model/run.ts';
import { type RunMarksFile, runMarksFileSchema } from '@shared/schema/run.ts';
import { join } from 'node:path';
import { exists } from './folders.ts';
import { checkKept, type KeptKind, readKept, writeKept } from './kept-file.ts';
import { RUN_FILES } from './paths.ts';

const MARKS: KeptKind<RunMarksFile> = {
  format: 'ninestep-marks',
  version: 1,
  schema: runMarksFileSchema,
  limitBytes: LIMITS.marksBytes,
  what: 'What was said of the run',
};

/**
 * What a person said of a run. A file that cannot be understood is set aside, never overwritten, and told in `problem`; the
 * run then has no marks.
 */
export async function readMarks(directory: string): Promise<{ marks: RunMarks; problem: string | null }> {
  const { value, problem } = await readKept(join(directory, RUN_FILES.marks), MARKS);
  if (value === null) return { marks: NO_MARKS, problem };
  const { format: _, version: __, ...marks } = value;
  return { marks, problem };
}

/** Throws what is wrong with the file, and leaves it as it is. Nothing is wrong where there is none. */
export async function checkMarks(directory: string): Promise<void> {
  const path = join(directory, RUN_FILES.marks);
  if (await exists(path)) await checkKept(path, MARKS);
}

/** Throws FILE_TOO_NEW, the file untouched, where a newer Ninestep wrote it. */
export async function writeMarks(directory: string, marks: RunMarks): Promise<void> {
  const { name, tags, note, isStarred, color } = marks;
  const file: RunMarksFile = {
    format: 'ninestep-marks',
    version: 1,
    name,
    tags: [...tags],
    note,
    isStarred,
    color,
  };
  await writeKept(join(directory, RUN_FILES.marks), MARKS, file);
}
