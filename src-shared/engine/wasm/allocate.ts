import { AppError } from '../../core/errors.ts';
import { formatBytes } from '../../core/text.ts';
import { PAGE_BYTES } from './arena.ts';

/** 4 GiB: what an address reaches. */
const MOST_PAGES = 65_536;

/** A machine's memory, all at once; refused where it would not fit. */
export function allocate(pages: number, { isShared }: { isShared: boolean }): WebAssembly.Memory {
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: MOST_PAGES, shared: isShared });
  } catch (cause) {
    const message =
      `training.batchSize: Training needs ${formatBytes(pages * PAGE_BYTES)} of memory in one piece, more than there is ` +
      `or than the fast engine can reach (${formatBytes(MOST_PAGES * PAGE_BYTES)}). Use a smaller batch, fewer units or ` +
      'fewer rows, or the reference engine.';
    throw new AppError('TOO_LARGE', message, { at: 'training.batchSize', cause });
  }
}
