import { AppError, type ErrorCode } from '@shared/core/errors.ts';

const CODES: Readonly<Record<string, { code: ErrorCode; reason: string }>> = {
  ENOENT: { code: 'FILE_NOT_FOUND', reason: 'there is no such file or folder' },
  ENOTDIR: { code: 'FILE_NOT_FOUND', reason: 'part of the path is a file, not a folder' },
  EISDIR: { code: 'FILE_UNREADABLE', reason: 'it is a folder, not a file' },
  EACCES: { code: 'FILE_UNREADABLE', reason: 'the system denies access' },
  EPERM: { code: 'FILE_UNREADABLE', reason: 'the system denies access' },
  ELOOP: { code: 'FILE_UNREADABLE', reason: 'its links lead in a circle' },
  ENAMETOOLONG: { code: 'FILE_UNREADABLE', reason: 'its name is too long' },
  EBUSY: { code: 'FILE_UNREADABLE', reason: 'another program is using it' },
  ENFILE: { code: 'FILE_UNREADABLE', reason: 'too many files are open' },
  EMFILE: { code: 'FILE_UNREADABLE', reason: 'too many files are open' },
  ENOSPC: { code: 'DISK_FULL', reason: 'the disk is full' },
  EDQUOT: { code: 'DISK_FULL', reason: 'the disk quota is used up' },
  EFBIG: { code: 'FILE_UNWRITABLE', reason: 'the system allows no file of that size' },
  EROFS: { code: 'FILE_UNWRITABLE', reason: 'the disk is read-only' },
  EXDEV: { code: 'FILE_UNWRITABLE', reason: 'it lies on another disk' },
  ENOTEMPTY: { code: 'TARGET_EXISTS', reason: 'something is there already' },
  EEXIST: { code: 'TARGET_EXISTS', reason: 'something is there already' },
  ERR_INVALID_ARG_VALUE: { code: 'FILE_NOT_FOUND', reason: 'its name holds a NUL, which no file has' },
  EIO: { code: 'FILE_UNREADABLE', reason: 'the disk reports an error' },
};

/** A system error on a file → what a person can act on. Anything else passes through: it is a bug. */
export function fileError(thrown: unknown, verb: 'read' | 'write', path: string): Error {
  const found = CODES[(thrown as NodeJS.ErrnoException).code ?? ''];
  if (found === undefined) return thrown instanceof Error ? thrown : new Error(String(thrown));
  const code = verb === 'write' && found.code === 'FILE_UNREADABLE' ? 'FILE_UNWRITABLE' : found.code;
  return new AppError(code, `Cannot ${verb} ${path}: ${found.reason}.`, { at: path, cause: thrown });
}

/** Whether a system error says that there is nothing at that place, and not that it cannot be told. */
export function isMissing(thrown: unknown): boolean {
  const { code } = thrown as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENOTDIR';
}

/** Whether the system would not let a file be read: what is in it is not known, and may be right. */
export function isRefused(error: AppError): boolean {
  const { cause } = error;
  return cause instanceof Error && !(cause instanceof AppError) && 'code' in cause && !isMissing(cause);
}

/** Of a file that cannot be used: a newer Ninestep's, or one that only cannot be read just now, is not ours to move. */
export function keepsItsPlace(error: AppError): boolean {
  return error.code === 'FILE_TOO_NEW' || error.code === 'FILE_UNREADABLE' || isRefused(error);
}
