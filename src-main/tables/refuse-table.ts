import { AppError } from '@shared/core/errors.ts';
import { LIMITS } from '@shared/core/limits.ts';
import { formatBytes, formatCount } from '@shared/core/text.ts';

/** Throws TABLE_INVALID: what is wrong in which file, and what to do about it. */
export function refuseTable(path: string, problem: string, cause?: unknown): never {
  throw new AppError('TABLE_INVALID', `${path}: ${problem}`, { at: path, cause });
}

export function checkColumnCount(path: string, count: number): void {
  if (count <= LIMITS.tableColumns) return;
  refuseTable(
    path,
    `The table has ${formatCount(count)} columns; at most ${formatCount(LIMITS.tableColumns)} are read. ` +
      'Leave columns out, or choose the delimiter that really stands between the cells.',
  );
}

export function checkRowCount(path: string, count: number): void {
  if (count <= LIMITS.tableRows) return;
  refuseTable(
    path,
    `The table has more than ${formatCount(LIMITS.tableRows)} rows, which are the most that are read. Split the file.`,
  );
}

export function checkMemory(path: string, sizeBytes: number): void {
  if (sizeBytes <= LIMITS.tableMemoryBytes) return;
  throw new AppError(
    'TOO_LARGE',
    `${path}: The cells of the table take more than ${formatBytes(LIMITS.tableMemoryBytes)} of memory. Leave rows or columns out.`,
    { at: path },
  );
}
