import type { RunRecord } from '@shared/model/run.ts';
import type { RunBook } from './run-book.ts';

/**
 * A run whose process hung and was ended: it waits again, to go on from its checkpoint, unless it hung too often at the same
 * place. Whether it does; a person is told either way.
 */
export async function tryAgain(
  record: RunRecord,
  book: RunBook,
  warn: (message: string) => void,
): Promise<boolean> {
  const { id, name } = record;
  if (!book.restarts.tryAgain(record)) {
    warn(`The run "${name}" stopped responding again and again at the same place, and was ended.`);
    return false;
  }
  warn(`The run "${name}" did not respond any more. It goes on from its last checkpoint.`);
  await book.letWait(id);
  return true;
}
