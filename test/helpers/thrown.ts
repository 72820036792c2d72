import { AppError } from '@shared/core/errors.ts';

/** The expected failure of a call. That nothing is thrown, or something else, fails the test. */
export function thrownBy(call: () => unknown): AppError {
  try {
    call();
  } catch (error) {
    return requireAppError(error);
  }
  throw new Error('Nothing was thrown.');
}

/** As `thrownBy`, of a promise. */
export async function rejectionOf(promise: Promise<unknown>): Promise<AppError> {
  try {
    await promise;
  } catch (thrown) {
    return requireAppError(thrown);
  }
  throw new Error('The promise was fulfilled.');
}

function requireAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  throw new Error('Thrown was no AppError.', { cause: error });
}
