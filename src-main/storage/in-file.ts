import { AppError } from '@shared/core/errors.ts';

/** Says in which file something is wrong, where the message itself only knows the place inside it. */
export function inFile<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof AppError) || error.message.includes(path)) throw error;
    throw new AppError(error.code, `${path}: ${error.message}`, { at: error.at, cause: error });
  }
}
