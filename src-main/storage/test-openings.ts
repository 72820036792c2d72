import { AppError } from '@shared/core/errors.ts';
import { formatJson } from '@shared/core/json-text.ts';
import { LIMITS } from '@shared/core/limits.ts';
import { formatCount } from '@shared/core/text.ts';
import { parseWith } from '@shared/schema/parse.ts';
import { type TestOpeningsFile, testOpeningsSchema } from '@shared/schema/test-openings.ts';
import { checkFormat } from '@shared/schema/versioned.ts';
import { join } from 'node:path';
import { writeFileAtomic } from './atomic-file.ts';
import { inFile } from './in-file.ts';
import { RUN_FILES } from './paths.ts';
import { readJsonFile } from './read-json-file.ts';

/**
 * How often the sealed test results of runs were opened. The count only grows: a file that cannot be read is an error, never
 * a fresh start.
 */
export class TestOpenings {
  private writing: Promise<unknown> = Promise.resolve();

  async count(directory: string): Promise<number> {
    return (await readOpenings(directory)).length;
  }

  /** Writes down one more, and resolves with their number when it is on the disk. One after the other: each counts. */
  add(directory: string, now: Date): Promise<number> {
    const added = this.writing.then(() => addOpening(directory, now));
    this.writing = added.catch(() => undefined);
    return added;
  }
}

async function addOpening(directory: string, now: Date): Promise<number> {
  const openings = [...(await readOpenings(directory)), now.toISOString()];
  if (openings.length > LIMITS.testOpenings) {
    throw new AppError(
      'NOT_ALLOWED',
      `The test results of this run were opened ${formatCount(LIMITS.testOpenings)} times, which is as far as is counted. ` +
        'They say nothing any more: put rows aside that nobody has seen, and train anew.',
    );
  }
  const file: TestOpeningsFile = { format: 'ninestep-test-openings', version: 1, openings };
  await writeFileAtomic(join(directory, RUN_FILES.testOpenings), formatJson(file));
  return openings.length;
}

async function readOpenings(directory: string): Promise<readonly string[]> {
  const path = join(directory, RUN_FILES.testOpenings);
  try {
    const value = await readJsonFile(path, LIMITS.runBytes);
    return inFile(path, () => {
      checkFormat(value, 'ninestep-test-openings', 1, 'The file');
      return parseWith(testOpeningsSchema, value, 'file').openings;
    });
  } catch (error) {
    if (error instanceof AppError && error.code === 'FILE_NOT_FOUND') return [];
    throw error;
  }
}
