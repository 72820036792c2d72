import { AppError } from '../core/errors.ts';
import { Random } from '../core/random.ts';
import { formatCount, formatNumber } from '../core/text.ts';
import { type Part, PARTS, type Split } from '../model/data-catalog.ts';

/** Shares may miss 1 by rounding in the file, not by more. */
const SHARE_TOLERANCE = 1e-9;

/**
 * Rows of each part, in the order train, validation, test: every boundary (the sum of the shares so far) is rounded down.
 * Throws INVALID_VALUE when the shares do not add up to 1, NO_ROWS when a part with a share gets no row.
 */
export function partSizes(split: Split, rows: number): Record<Part, number> {
  const sum = split.train + split.validation + split.test;
  if (Math.abs(sum - 1) > SHARE_TOLERANCE) {
    throw new AppError(
      'INVALID_VALUE',
      `data.split: The shares of train, validation and test must add up to 1, but add up to ${formatNumber(sum)}.`,
      { at: 'data.split' },
    );
  }
  const train = rowsOfShare(split.train, rows);
  const upToValidation = rowsOfShare(split.train + split.validation, rows);
  const sizes = { train, validation: upToValidation - train, test: rows - upToValidation };
  requireRows(split, sizes, rows);
  return sizes;
}

/** Rows that train, as far as the settings tell: all of them where the table itself says which. Throws as `partSizes` does. */
export function mostTrainingRows(split: Split, rows: number): number {
  return split.order === 'column' ? rows : partSizes(split, rows).train;
}

/** Throws NO_ROWS when a part that shall have rows has none. */
export function requireRows(
  split: Split,
  parts: Record<Part, number | { length: number }>,
  rows: number,
  cure = 'Raise the share, or use more rows.',
): void {
  for (const part of PARTS) {
    const own = parts[part];
    const size = typeof own === 'number' ? own : own.length;
    if (size === 0 && (split[part] > 0 || part === 'train')) {
      const at = `data.split.${part}`;
      throw new AppError(
        'NO_ROWS',
        `${at}: A share of ${formatNumber(split[part])} of ${formatCount(rows)} rows leaves no row for this part. ` +
          cure,
        { at },
      );
    }
  }
}

/** 0.7 of 10,000 is 7,000, also where the product falls just short of it. */
function rowsOfShare(share: number, rows: number): number {
  return Math.min(rows, Math.floor(share * rows + SHARE_TOLERANCE * rows));
}

/** The given rows cut into parts: in their order, or shuffled by the split's own seed (article, step 3). */
export function splitRows(split: Split, rows: Uint32Array): Record<Part, Uint32Array> {
  const sizes = partSizes(split, rows.length);
  const order = rows.slice();
  if (split.order === 'shuffled') new Random(split.seed, 'split').shuffle(order);
  return {
    train: order.subarray(0, sizes.train),
    validation: order.subarray(sizes.train, sizes.train + sizes.validation),
    test: order.subarray(sizes.train + sizes.validation),
  };
}
