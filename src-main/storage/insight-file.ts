import { LIMITS } from '@shared/core/limits.ts';
import { insightPointSchema } from '@shared/ipc/insight-contract.ts';
import type { InsightPoint } from '@shared/model/insight.ts';
import { join } from 'node:path';
import { exists } from './folders.ts';
import { LINE_FEED, LineFile } from './line-file.ts';
import { decodeLine, encodeLine } from './metrics-line.ts';
import { RUN_FILES } from './paths.ts';
import { readTextFile } from './read-json-file.ts';

/** `insight.jsonl`: what was measured inside of a run's network, a line for each moment. Docs: docs/formats/insight.md. */

/** All whole lines of a run; none where it has no such file, as runs of versions up to 0.4. */
export async function readInsight(directory: string): Promise<InsightPoint[]> {
  return (await checkInsight(directory)).points;
}

/** As `readInsight`, with how many lines are damaged; one without an end is only not yet one. */
export async function checkInsight(directory: string): Promise<{ points: InsightPoint[]; damaged: number }> {
  const path = join(directory, RUN_FILES.insight);
  if (!(await exists(path))) return { points: [], damaged: 0 };
  const text = await readLines(path);
  const lines = linesOf(text);
  const points = lines.flatMap(({ point }) => (point === null ? [] : [point]));
  const isTorn = !text.endsWith(LINE_FEED) && lines.at(-1)?.point === null;
  return { points, damaged: lines.length - points.length - Number(isTorn) };
}

/** One line, with a character for each of its bytes → what it tells, or null where it is not a whole one. */
export function decodeInsight(line: string): InsightPoint | null {
  return decodeLine(line, insightPointSchema);
}

/** The same file, open for appending. */
export class InsightFile {
  private readonly lines: LineFile;

  constructor(path: string) {
    this.lines = new LineFile(path);
  }

  append(point: InsightPoint): void {
    this.lines.append(encodeLine(point));
  }

  /** Cuts off every line from the first of a later step on (null: all lines), and returns what stays. */
  async cutAfter(lastStep: number | null): Promise<InsightPoint[]> {
    const kept: InsightPoint[] = [];
    let end = 0;
    for (const { point, next } of linesOf(await readLines(this.lines.path))) {
      if (lastStep === null || (point !== null && point.step > lastStep)) break;
      if (point !== null) kept.push(point);
      end = next;
    }
    this.lines.cutAt(end);
    return kept;
  }

  /** After this the lines survive a power cut. */
  sync(): void {
    this.lines.sync();
  }

  close(): void {
    this.lines.close();
  }
}

function readLines(path: string): Promise<string> {
  return readTextFile(path, LIMITS.metricsBytes, path, 'latin1');
}

/** Each line with the byte after its end; a last one that was cut short has no point. */
function linesOf(text: string): { point: InsightPoint | null; next: number }[] {
  const lines: { point: InsightPoint | null; next: number }[] = [];
  for (let at = 0; at < text.length;) {
    const feed = text.indexOf(LINE_FEED, at);
    const next = feed === -1 ? text.length : feed + 1;
    lines.push({ point: decodeInsight(text.slice(at, feed === -1 ? next : feed)), next });
    at = next;
  }
  return lines;
}
