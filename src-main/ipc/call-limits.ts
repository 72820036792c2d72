import { AppError } from '@shared/core/errors.ts';
import { LIMITS } from '@shared/core/limits.ts';
import { formatBytes } from '@shared/core/text.ts';
import { serialize } from 'node:v8';

const WINDOW_MS = 1_000;

/** How often a channel was called in the present second (I5). `now` in milliseconds, from a clock that never jumps. */
export class CallRate {
  private readonly now: () => number;
  private readonly windows = new Map<string, { startedAt: number; calls: number }>();

  constructor(now: () => number) {
    this.now = now;
  }

  count(channel: string): void {
    const now = this.now();
    const current = this.windows.get(channel);
    const window =
      current === undefined || now - current.startedAt >= WINDOW_MS ? { startedAt: now, calls: 0 } : current;
    window.calls += 1;
    this.windows.set(channel, window);
    if (window.calls <= LIMITS.ipcCallsPerSecond) return;
    throw new AppError('NOT_ALLOWED', 'The window calls too often. Wait a second and try again.');
  }
}

/** Beside the charts and tables that a person takes away. */
const ENVELOPE_BYTES = 2 ** 16;
const LARGER: Readonly<Partial<Record<string, number>>> = {
  'artifact:save': LIMITS.artifactBytes + ENVELOPE_BYTES,
  'artifact:copy': LIMITS.artifactBytes + ENVELOPE_BYTES,
};

/** Refuses a request larger than any on its channel that makes sense, before a schema walks through it (I5). */
export function requireSize(request: unknown, channel: string): void {
  const limit = LARGER[channel] ?? LIMITS.ipcBytes;
  if (sizeOf(request) <= limit) return;
  throw new AppError('TOO_LARGE', `The request is larger than the ${formatBytes(limit)} that are allowed.`);
}

/** Bytes as they crossed. What cannot be written down again (nested beyond the stack) is larger than any limit. */
function sizeOf(request: unknown): number {
  try {
    return serialize(request).byteLength;
  } catch {
    return Infinity;
  }
}
