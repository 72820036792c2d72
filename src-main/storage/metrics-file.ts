import { AppError } from '@shared/core/errors.ts';
import { LIMITS } from '@shared/core/limits.ts';
import type { MetricsPoint } from '@shared/model/run.ts';
import { LINE_FEED, LineFile } from './line-file.ts';
import { decodePoint, encodePoint } from './metrics-line.ts';
import { readTextFile } from './read-json-file.ts';

/** What a file of points holds, and how many of its lines are no whole points; one without an end is only not yet one. */
export interface Metrics {
  points: MetricsPoint[];
  damaged: number;
}

/**
 * All whole points of a file. Lines that are damaged are left out and counted; a last one that a kill cut short, or that is
 * being written, is left out.
 */
export async function readMetricsFile(path: string): Promise<Metrics> {
  const lines = (await readLines(path)).split(LINE_FEED);
  const last = decodePoint(lines.pop() ?? '');
  const whole = lines.filter((line) => line !== '');
  const points = whole.map(decodePoint).filter((point) => point !== null);
  const damaged = whole.length - points.length;
  return { points: last === null ? points : [...points, last], damaged };
}

/** With a character for each byte, so that places in the text are places in the file, whatever has become of it. */
function readLines(path: string): Promise<string> {
  return readTextFile(path, LIMITS.metricsBytes, path, 'latin1');
}

/** The points of a run, open for appending. Writing is synchronous: a point is in the system's hands before the next step. */
export class MetricsFile {
  private readonly lines: LineFile;

  constructor(path: string) {
    this.lines = new LineFile(path);
  }

  append(point: MetricsPoint): void {
    this.lines.append(encodePoint(point));
  }

  /**
   * Cuts off every line after the point of one step (null: all lines), and returns the points that stay. Throws
   * INVALID_VALUE, with the file as it was, where there is no such point.
   */
  async cutAfter(lastStep: number | null): Promise<MetricsPoint[]> {
    const { path } = this.lines;
    const { points, end } = pointsUpTo(await readLines(path), lastStep);
    if (lastStep !== null && points.at(-1)?.step !== lastStep) throw missingPoint(path, lastStep);
    this.lines.cutAt(end);
    return points;
  }

  /** After this the points survive a power cut. */
  sync(): void {
    this.lines.sync();
  }

  close(): void {
    this.lines.close();
  }
}

/** What is wrong where a checkpoint speaks of a point that is not in its file. */
export function missingPoint(path: string, step: number): AppError {
  return new AppError(
    'INVALID_VALUE',
    `${path}: Points are missing; the run had one of step ${String(step)} at its checkpoint. Put the whole file back.`,
    { at: path },
  );
}

/** The points up to that of one step, and where its line ends; all points, where there is none of that step. */
function pointsUpTo(text: string, lastStep: number | null): { points: MetricsPoint[]; end: number } {
  const points: MetricsPoint[] = [];
  let end = 0;
  while (lastStep !== null && end < text.length && points.at(-1)?.step !== lastStep) {
    const feed = text.indexOf(LINE_FEED, end);
    const next = feed === -1 ? text.length : feed + 1;
    const point = decodePoint(text.slice(end, feed === -1 ? next : feed));
    if (point !== null) points.push(point);
    end = next;
  }
  return { points, end };
}
