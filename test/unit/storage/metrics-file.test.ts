import type { MetricsPoint } from '@shared/model/run.ts';
import { appendFileSync, existsSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MetricsFile, readMetricsFile } from '../../../src-main/storage/metrics-file.ts';
import { encodePoint } from '../../../src-main/storage/metrics-line.ts';
import { metricsPoint } from '../../helpers/metrics-points.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';
import { rejectionOf, thrownBy } from '../../helpers/thrown.ts';

const points = [metricsPoint(0, 1), metricsPoint(1, 0.5, 0.6), metricsPoint(2, 1e-300)];

function fileWith(written: readonly MetricsPoint[]): string {
  const path = join(tempFolder(), 'metrics.jsonl');
  append(path, written);
  return path;
}

function append(path: string, written: readonly MetricsPoint[]): void {
  const file = new MetricsFile(path);
  for (const point of written) file.append(point);
  file.sync();
  file.close();
}

async function cut(path: string, lastStep: number | null): Promise<MetricsPoint[]> {
  const file = new MetricsFile(path);
  try {
    return await file.cutAfter(lastStep);
  } finally {
    file.close();
  }
}

describe('MetricsFile', () => {
  it('gives back every point as it was', async () => {
    expect(await readMetricsFile(fileWith(points))).toEqual({ points, damaged: 0 });
  });

  it('writes a line a point, and a line is in the file before the next step', async () => {
    const path = join(tempFolder(), 'metrics.jsonl');
    const file = new MetricsFile(path);
    for (const [k, point] of points.entries()) {
      file.append(point);
      expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(k + 2);
    }
    file.close();
    expect(await readMetricsFile(path)).toEqual({ points, damaged: 0 });
  });

  it('keeps NaN and the infinities, in every place a measurement may have', async () => {
    const extreme = [NaN, Infinity, -Infinity, -0.5].map((value, epoch) => ({
      ...metricsPoint(epoch, value, value),
      duringEpoch: { loss: value, articleLoss: value },
    }));
    expect(await readMetricsFile(fileWith(extreme))).toEqual({ points: extreme, damaged: 0 });
  });

  it('leaves out a last line that a kill cut short, wherever it was cut, and goes on behind it', async () => {
    const whole = readFileSync(fileWith(points));
    const keep = Buffer.byteLength(`${encodePoint(points[0]!)}\n${encodePoint(points[1]!)}\n`);
    const path = join(tempFolder(), 'cut.jsonl');
    for (let length = keep + 1; length < whole.length - 1; length++) {
      writeFileSync(path, whole.subarray(0, length));
      expect(await readMetricsFile(path)).toEqual({ points: points.slice(0, 2), damaged: 0 });
      append(path, [points[2]!]);
      expect(await readMetricsFile(path)).toEqual({ points, damaged: 1 });
    }
  });

  it('takes a last line that lacks only its end of line', async () => {
    const path = fileWith(points);
    truncateSync(path, readFileSync(path).length - 1);
    expect(await readMetricsFile(path)).toEqual({ points, damaged: 0 });
  });

  it('gives a last line that lacks its end one, before the next point', async () => {
    const path = fileWith(points.slice(0, 2));
    truncateSync(path, readFileSync(path).length - 1);
    append(path, [points[2]!]);
    expect(readFileSync(path, 'utf8')).toBe(points.map((point) => `${encodePoint(point)}\n`).join(''));
  });

  it.each([
    ['a changed digit', (line: string) => line.replace('"step":10', '"step":11')],
    ['zeros', (line: string) => '\0'.repeat(line.length)],
    ['bytes that are no text', () => '\xff\xfe'],
    ['an end that is missing', (line: string) => line.slice(0, 40)],
    ['its checksum cut off', (line: string) => line.replace(/,"crc".*/, '')],
  ])('leaves out and counts a line with %s, and keeps those after it', async (_what, damage) => {
    const path = join(tempFolder(), 'metrics.jsonl');
    const lines = points.map(encodePoint);
    writeFileSync(path, `${lines[0]!}\n${damage(lines[1]!)}\n${lines[2]!}\n`, 'latin1');
    expect(await readMetricsFile(path)).toEqual({ points: [points[0], points[2]], damaged: 1 });
  });

  it('reads the lines of version 0.3, which have no checksums, also where newer ones follow', async () => {
    const path = join(tempFolder(), 'metrics.jsonl');
    writeFileSync(
      path,
      points
        .slice(0, 2)
        .map((point) => `${JSON.stringify(point)}\n`)
        .join(''),
    );
    append(path, [points[2]!]);
    expect(await readMetricsFile(path)).toEqual({ points, damaged: 0 });
  });

  it('has no points where the file is empty', async () => {
    expect(await readMetricsFile(fileWith([]))).toEqual({ points: [], damaged: 0 });
  });

  it('tells a file that is not there, and one that is far too large, before it reads anything', async () => {
    const folder = tempFolder();
    expect(await rejectionOf(readMetricsFile(join(folder, 'no')))).toMatchObject({ code: 'FILE_NOT_FOUND' });
    const large = join(folder, 'large');
    writeFileSync(large, '');
    truncateSync(large, 300 * 2 ** 20);
    expect(await rejectionOf(readMetricsFile(large))).toMatchObject({ code: 'FILE_TOO_LARGE' });
  });

  it('tells a folder that is not there', () => {
    expect(thrownBy(() => new MetricsFile(join(tempFolder(), 'no', 'metrics.jsonl'))).code).toBe(
      'FILE_NOT_FOUND',
    );
  });

  it.runIf(existsSync('/dev/full'))('tells a full disk', () => {
    const file = new MetricsFile('/dev/full');
    expect(
      thrownBy(() => {
        file.append(points[0]!);
      }).code,
    ).toBe('DISK_FULL');
    file.close();
  });
});

describe('cutAfter', () => {
  const [first, second, third] = points as [MetricsPoint, MetricsPoint, MetricsPoint];

  it.each([
    [null, []],
    [first.step, [first]],
    [second.step, [first, second]],
    [third.step, points],
  ])('leaves the points up to that of step %s', async (step, kept) => {
    const path = fileWith(points);
    expect(await cut(path, step)).toEqual(kept);
    expect(readFileSync(path, 'utf8')).toBe(kept.map((point) => `${encodePoint(point)}\n`).join(''));
  });

  it('leaves damaged lines before it as they are', async () => {
    const path = join(tempFolder(), 'metrics.jsonl');
    const kept = `${encodePoint(first)}\n\xff\n${encodePoint(second)}\n`;
    writeFileSync(path, `${kept}${encodePoint(third)}\n{"ep`, 'latin1');
    expect(await cut(path, second.step)).toEqual([first, second]);
    expect(readFileSync(path, 'latin1')).toBe(kept);
  });

  it('goes on with whole lines, also where the last one had no end', async () => {
    const path = fileWith([first, second]);
    truncateSync(path, readFileSync(path).length - 1);
    const file = new MetricsFile(path);
    await file.cutAfter(second.step);
    file.append(third);
    file.close();
    expect(await readMetricsFile(path)).toEqual({ points, damaged: 0 });
  });

  it('refuses where the point is missing or damaged, with the file as it was', async () => {
    const path = fileWith([first]);
    appendFileSync(path, encodePoint(second).replace('"step":10', '"step":30'));
    const before = readFileSync(path, 'utf8');
    for (const step of [second.step, 30]) {
      expect(await rejectionOf(cut(path, step))).toMatchObject({ code: 'INVALID_VALUE', at: path });
    }
    expect(readFileSync(path, 'utf8')).toBe(before);
  });
});
