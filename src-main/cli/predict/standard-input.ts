import { AppError } from '@shared/core/errors.ts';
import { createWriteStream, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileError } from '../../storage/file-errors.ts';

/** What messages call it. */
const STANDARD_INPUT = 'standard input';

/**
 * Keeps what comes from standard input in a temporary file while `use` works with it: a table is read twice, so that its
 * rows are answered as those of a file are.
 */
export async function withStandardInput<T>(
  signal: AbortSignal,
  use: (path: string) => Promise<T>,
): Promise<T> {
  if (process.stdin.isTTY) {
    throw new AppError('USAGE', 'No table was named, and nothing is piped in. Name a file, or pipe one in.');
  }
  const folder = await mkdtemp(join(tmpdir(), 'ninestep-input-'));
  const remove = (): void => {
    rmSync(folder, { recursive: true, force: true });
  };
  // Also where a closed pipe ends the process at once.
  process.once('exit', remove);
  const path = join(folder, 'table');
  try {
    await keep(path, signal);
    return await use(path);
  } catch (error) {
    throw named(error, path);
  } finally {
    process.off('exit', remove);
    remove();
  }
}

async function keep(path: string, signal: AbortSignal): Promise<void> {
  try {
    await pipeline(process.stdin, createWriteStream(path, { mode: 0o600 }), { signal });
  } catch (error) {
    if (signal.aborted) throw new AppError('CANCELLED', 'Reading standard input was cancelled.');
    throw fileError(error, 'write', tmpdir());
  }
}

/** Nobody knows the temporary file by its name. */
function named(error: unknown, path: string): unknown {
  if (!(error instanceof AppError)) return error;
  const at = error.at === path ? STANDARD_INPUT : error.at;
  return new AppError(error.code, error.message.replaceAll(path, STANDARD_INPUT), { at, cause: error });
}
