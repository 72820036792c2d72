import { inspect } from 'node:util';
import type { Log } from '../../../src-main/log.ts';

export interface RecordingLog extends Log {
  readonly lines: string[];
}

/** A log that keeps what it is told, for a test to look at. */
export function recordingLog(): RecordingLog {
  const lines: string[] = [];
  const keep = (level: string) => (message: string, cause?: unknown) => {
    lines.push(cause === undefined ? `${level} ${message}` : `${level} ${message} | ${inspect(cause)}`);
  };
  return { lines, info: keep('info'), warn: keep('warn'), error: keep('error') };
}
