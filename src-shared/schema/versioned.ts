import { AppError } from '../core/errors.ts';
import { quote } from '../core/text.ts';

/** Refuses a file that is of another kind, or of a newer version than this Ninestep reads, before any other check. */
export function checkFormat(value: unknown, format: string, version: number, what: string): void {
  const head = (typeof value === 'object' && value !== null ? value : {}) as {
    format?: unknown;
    version?: unknown;
  };
  if (head.format !== format) {
    throw new AppError(
      'INVALID_VALUE',
      `format: ${what} must say "format": ${quote(format)}, but says ${quote(head.format)}.`,
      {
        at: 'format',
      },
    );
  }
  if (typeof head.version === 'number' && head.version > version) {
    throw new AppError(
      'FILE_TOO_NEW',
      `version: ${what} has version ${String(head.version)}; this Ninestep reads up to version ${String(version)}. ` +
        'Open it with a newer Ninestep.',
      { at: 'version' },
    );
  }
}
