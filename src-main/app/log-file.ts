import { appendFileSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Log, LogLevel } from '../log.ts';
import { createRedactor, type Redaction } from './redact.ts';

export interface LogOptions {
  folder: string;
  redaction: Redaction;
  /** In development lines are also seen on the terminal. */
  mirror?: (line: string) => void;
  maxBytes?: number;
  now?: () => Date;
}

const MAX_BYTES = 2 ** 20;
const FILES = 5;
const MAX_AGE_MS = 14 * 24 * 3_600_000;

/**
 * The log of this machine: 5 files of 1 MB, none older than 14 days (L1). Each line is written before the call
 * returns, so that the last words before a crash are there.
 */
export function createLog(options: LogOptions): Log {
  const { folder, mirror, maxBytes = MAX_BYTES, now = () => new Date() } = options;
  const redact = createRedactor(options.redaction);
  quietly(() => {
    mkdirSync(folder, { recursive: true });
    removeOld(folder, now().getTime());
  });

  const write = (level: LogLevel, message: string, cause?: unknown): void => {
    const text = cause === undefined ? message : `${message} | ${describe(cause)}`;
    const line = `${now().toISOString()} ${level} ${escapeNewlines(redact(text))}\n`;
    quietly(() => {
      append(folder, line, maxBytes);
    });
    mirror?.(line);
  };
  return {
    info: (message, cause) => {
      write('info', message, cause);
    },
    warn: (message, cause) => {
      write('warn', message, cause);
    },
    error: (message, cause) => {
      write('error', message, cause);
    },
  };
}

/** `ninestep.log` is the newest; `ninestep.4.log` the oldest. */
export function logFile(folder: string, age: number): string {
  return join(folder, age === 0 ? 'ninestep.log' : `ninestep.${String(age)}.log`);
}

function append(folder: string, line: string, maxBytes: number): void {
  const current = statSync(logFile(folder, 0), { throwIfNoEntry: false });
  if (current !== undefined && current.size + Buffer.byteLength(line) > maxBytes) rotate(folder);
  appendFileSync(logFile(folder, 0), line, { mode: 0o600 });
}

function rotate(folder: string): void {
  rmSync(logFile(folder, FILES - 1), { force: true });
  for (let age = FILES - 2; age >= 0; age--) {
    quietly(() => {
      renameSync(logFile(folder, age), logFile(folder, age + 1));
    });
  }
}

function removeOld(folder: string, nowMs: number): void {
  for (let age = 0; age < FILES; age++) {
    const file = statSync(logFile(folder, age), { throwIfNoEntry: false });
    if (file !== undefined && nowMs - file.mtimeMs > MAX_AGE_MS)
      rmSync(logFile(folder, age), { force: true });
  }
}

function describe(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const deeper = cause.cause === undefined ? '' : ` | because: ${describe(cause.cause)}`;
  return `${cause.stack ?? cause.message}${deeper}`;
}

/** One entry is one line, and no text can forge a second entry. */
function escapeNewlines(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f\u0085\u2028\u2029]/g, (character) => {
    if (character === '\n') return '\\n';
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/** A full or read-only disk must not take the app down with it: there is nowhere left to tell it. */
function quietly(action: () => void): void {
  try {
    action();
  } catch {
    return;
  }
}
