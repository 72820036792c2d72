import { AppError } from '../core/errors.ts';

/** Ends a check: `problem` says what is wrong at `at`, and what to do. */
export function refuse(at: string, problem: string): never {
  throw new AppError('INVALID_VALUE', `${at}: ${problem}`, { at });
}
