import { AppError } from '@shared/core/errors.ts';
import { LIMITS } from '@shared/core/limits.ts';
import type { MetricsPoint } from '@shared/model/run.ts';
import { decodeMeasured, encodeMeasured } from '@shared/schema/measured-json.ts';
import { metricsPointSchema } from '@shared/schema/run.ts';
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { truncate } from 'node:fs/promises';
import { fileError } from './file-errors.ts';
import { readTextFile } from './read-json-file.ts';

/** One point → one line of `metrics.jsonl`. */
export function encodePoint(point: MetricsPoint): string {
  return JSON.stringify(encodeMeasured(point));
}

/** One line → the point, or null when it is not a whole one. */
export function decodePoint(line: string): MetricsPoint | null {
  try {
    const result = metricsPointSchema.safeParse(decodeMeasured(JSON.parse(line)));
    return result.success ? result.data : null;
  } catch {
    return null;
  }
}

/** The points of a run, open for appending. Writing is synchronous: a point is in the system's hands before the next step. */
export class MetricsFile {
  readonly path: string;
  private readonly descriptor: number;

  constructor(path: string) {
    this.path = path;
    this.descriptor = this.guarded(() => openSync(path, 'a', 0o600));
  }

  append(point: MetricsPoint): void {
    this.guarded(() => writeSync(this.descriptor, `${encodePoint(point)}\n`));
  }

  /** After this the points survive a power cut. */
  sync(): void {
    this.guarded(() => {
      fsyncSync(this.descriptor);
    });
  }

  close(): void {
    closeSync(this.descriptor);
  }

  private guarded<T>(action: () => T): T {
    try {
      return action();
    } catch (error) {
      throw fileError(error, 'write', this.path);
    }
  }
}

/** Leaves the first `count` points of a file, and returns them. Throws INVALID_VALUE where it has fewer. */
export async function cutMetricsFile(path: string, count: number): Promise<MetricsPoint[]> {
  const text = await readTextFile(path, LIMITS.metricsBytes);
  const kept = text.split('\n').slice(0, count);
  const points = kept.map(decodePoint).filter((point) => point !== null);
  if (points.length < count) {
    throw new AppError(
      'INVALID_VALUE',
      `${path}: Points are missing; the run had ${String(count)} at its checkpoint. Put the whole file back.`,
      { at: path },
    );
  }
  try {
    await truncate(path, Buffer.byteLength(kept.map((line) => `${line}\n`).join('')));
  } catch (error) {
    throw fileError(error, 'write', path);
  }
  return points;
}

/** All whole points of a file. A line that a kill cut short, and whatever follows it, is left out. */
export async function readMetricsFile(path: string): Promise<MetricsPoint[]> {
  const text = await readTextFile(path, LIMITS.metricsBytes);
  const points: MetricsPoint[] = [];
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const point = decodePoint(line);
    if (point === null) break;
    points.push(point);
  }
  return points;
}
