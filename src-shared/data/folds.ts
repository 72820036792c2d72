import { AppError } from '../core/errors.ts';
import { formatCount } from '../core/text.ts';
import type { Part, Split } from '../model/data-catalog.ts';

/**
 * Parts of one fold of cross-validation: the rows for training and validation, in their order, are cut into as many
 * stretches as there are folds; the chosen one validates, the others train, and the test part stays as it is. Without
 * cross-validation, or with fold 0, the parts themselves.
 */
export function foldParts(
  { crossValidation }: Split,
  parts: Record<Part, Uint32Array>,
): Record<Part, Uint32Array> {
  if (crossValidation === undefined || crossValidation.fold === 0) return parts;
  const { folds, fold } = crossValidation;
  const pool = Uint32Array.from([...parts.train, ...parts.validation]);
  if (pool.length < folds) refuseFolds(`${formatCount(pool.length)} rows`, folds);
  const [from, to] = [edge(pool.length, folds, fold - 1), edge(pool.length, folds, fold)];
  return {
    train: Uint32Array.from([...pool.subarray(0, from), ...pool.subarray(to)]),
    validation: pool.slice(from, to),
    test: parts.test,
  };
}

/** Rows of each fold, as even as can be. */
export function foldSizes(rows: number, folds: number): number[] {
  return Array.from({ length: folds }, (_, k) => edge(rows, folds, k + 1) - edge(rows, folds, k));
}

function edge(rows: number, folds: number, k: number): number {
  return Math.floor((k * rows) / folds);
}

/** @param what what there is too little of, with its number */
export function refuseFolds(what: string, folds: number): never {
  const at = 'data.split.crossValidation.folds';
  throw new AppError(
    'NO_ROWS',
    `${at}: ${what} for training and validation cannot be cut into ${formatCount(folds)} folds. ` +
      'Use fewer folds, or more rows.',
    { at },
  );
}
