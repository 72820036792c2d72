/**
 * Every code an expected failure can carry, with what it means. `docs/errors.md` lists the same codes; a test keeps
 * the two equal. A bug is a plain `Error` and crosses borders as INTERNAL.
 */
export const ERROR_CODES = {
  CANCELLED: 'The person or program that asked changed its mind. Never logged as an error.',
  CHECKSUM_MISMATCH:
    'A file does not match its own checksum: it was changed or damaged after it was written.',
  DATA_CHANGED: 'The file of a table is not the one that the experiment was made with.',
  DATA_NOT_FINITE: 'A column holds a value that is no finite number, so nothing can be learned from it.',
  DISK_FULL: 'The disk has no room for the file.',
  DUPLICATE_KEY: 'A JSON object names the same field twice.',
  FILE_NOT_FOUND: 'There is no file or folder at that place.',
  FILE_NOT_JSON: 'The file is not valid JSON.',
  FILE_TOO_LARGE: 'The file is larger than Ninestep reads.',
  FILE_TOO_NEW: 'The file was written by a newer Ninestep. It is left untouched.',
  FILE_UNREADABLE: 'The file exists but the system refuses to read it.',
  FILE_UNWRITABLE: 'The system refuses to write there.',
  FORMULA_INVALID: 'A formula cannot be understood.',
  GOLDEN_CASE_MISMATCH: 'A model does not compute what its own golden cases say.',
  INTERNAL: 'A bug in Ninestep. The details are in the log.',
  INVALID_VALUE: 'A value is outside its allowed range or of the wrong type.',
  MISSING_FIELD: 'A field that has no default is missing.',
  MODEL_UNSUPPORTED: 'A model of another program holds something that Ninestep has no layer for.',
  NO_ROWS: 'A split leaves a part without rows.',
  NOT_ALLOWED: 'The caller may not do this.',
  RUN_BUSY: 'Another process is training this run.',
  RUN_CANNOT_GO_ON: 'A run has nothing to go on to, or would not go on with the same bits.',
  RUN_NOT_ACTIVE: 'The run is not being trained, so it cannot be paused, resumed or stopped.',
  RUN_NOT_FOUND: 'There is no such run in the history.',
  TABLE_INVALID: 'A table cannot be read as it stands.',
  TARGET_EXISTS: 'Something is there already and would be overwritten.',
  TOO_DEEP: 'JSON nests deeper than Ninestep reads.',
  TOO_LARGE: 'The network or the data need more memory than is allowed.',
  TRAINER_LOST: 'The process that did the work ended unexpectedly.',
  UNKNOWN_FIELD: 'A field is not known at that place.',
  USAGE: 'The command line was used in a way that it does not know.',
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;

/** An expected failure: what happened, where (`at`, e.g. `layers[2].units`), and what to do, for a person to read. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly at: string | undefined;

  constructor(code: ErrorCode, message: string, detail: { at?: string | undefined; cause?: unknown } = {}) {
    super(message, { cause: detail.cause });
    this.code = code;
    this.at = detail.at;
  }
}

/** An error as it crosses a border between processes or is kept in a file. */
export interface WireError {
  code: ErrorCode;
  message: string;
  at?: string | undefined;
}

/** Anything thrown → what may cross a border. An unknown error leaks no text. */
export function toWireError(thrown: unknown): WireError {
  if (thrown instanceof AppError) {
    return {
      code: thrown.code,
      message: thrown.message,
      ...(thrown.at === undefined ? {} : { at: thrown.at }),
    };
  }
  return { code: 'INTERNAL', message: 'Something went wrong inside Ninestep. The log has the details.' };
}

export function fromWireError(error: WireError): AppError {
  return new AppError(error.code, error.message, { at: error.at });
}
