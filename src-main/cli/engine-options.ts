import { AppError } from '@shared/core/errors.ts';
import { LIMITS } from '@shared/core/limits.ts';
import { quote } from '@shared/core/text.ts';
import { BACKEND_REQUESTS, type BackendRequest } from '@shared/model/backends.ts';
import { wholeNumber } from './arguments.ts';

/** The value of `--backend`; null where it is not given. Throws USAGE. */
export function backendOf({ backend }: { backend?: string }): BackendRequest | null {
  if (backend === undefined) return null;
  const found = BACKEND_REQUESTS.find((request) => request === backend);
  if (found !== undefined) return found;
  throw new AppError(
    'USAGE',
    `There is no backend ${quote(backend)}. Known: ${BACKEND_REQUESTS.join(', ')}.`,
  );
}

/** The value of `--threads`; null where it is not given. Throws USAGE. */
export function threadsOf({ threads }: { threads?: string }): number | null {
  return wholeNumber(threads, '--threads', LIMITS.threads) ?? null;
}
