import type { MetricsPoint } from '@shared/model/run.ts';
import { appendFileSync, existsSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  decodePoint,
  encodePoint,
  MetricsFile,
  readMetricsFile,
} from '../../../src-main/storage/metrics-file.ts';
import { metricsPoint } from '../../helpers/metrics-points.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';
import { rejectionOf, thrownBy } from '../../helpers/thrown.ts';

const points = [metricsPoint(0, 1), metricsPoint(1, 0.5, 0.6), metricsPoint(2, 1e-300)];

function fileWith(written: readonly MetricsPoint[]): string {
  const path = join(tempFolder(), 'metrics.jsonl');
  const file = new MetricsFile(path);
  for (const point of written) file.append(point);
  file.sync();
  file.close();
  return path;
}

describe('MetricsFile', () => {
  it('gives back every point as it was', async () => {
    expect(await readMetricsFile(fileWith(points))).toEqual(points);
  });

  it('writes a line a point, and a line is in the file before the next step', async () => {
    const path = join(tempFolder(), 'metrics.jsonl');
    const file = new MetricsFile(path);
    for (const [k, point] of points.entries()) {
      file.append(point);
      expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(k + 2);
    }
    file.close();
    expect(await readMetricsFile(path)).toEqual(points);
  });

  it('keeps NaN and the infinities, in every place a measurement may have', async () => {
    const extreme = [NaN, Infinity, -Infinity, -0.5].map((value, epoch) => ({
      ...metricsPoint(epoch, value, value),
      duringEpoch: { loss: value, articleLoss: value },
    }));
    expect(await readMetricsFile(fileWith(extreme))).toEqual(extreme);
  });

  it('leaves out a last line that a kill cut short, wherever it was cut', async () => {
    const path = fileWith(points);
    const whole = readFileSync(path);
    const keep = Buffer.byteLength(`${encodePoint(points[0]!)}\n${encodePoint(points[1]!)}\n`);
    for (let length = whole.length - 2; length >= keep; length--) {
      truncateSync(path, length);
      expect(await readMetricsFile(path)).toEqual(points.slice(0, 2));
    }
  });

  it('takes a last line that lacks only its end of line', async () => {
    const path = fileWith(points);
    truncateSync(path, readFileSync(path).length - 1);
    expect(await readMetricsFile(path)).toEqual(points);
  });

  it('leaves out what follows a bad line: nobody can tell what it belongs to', async () => {
    const path = fileWith(points.slice(0, 1));
    appendFileSync(path, `{"epoch": 1}\n${encodePoint(points[2]!)}\n`);
    expect(await readMetricsFile(path)).toEqual(points.slice(0, 1));
  });

  it('has no points where the file is empty', async () => {
    expect(await readMetricsFile(fileWith([]))).toEqual([]);
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

describe('decodePoint', () => {
  const line = encodePoint(points[1]!);

  it.each([
    ['an empty line', ''],
    ['no JSON', 'epoch 1'],
    ['another value', '[]'],
    ['a missing field', line.replace('"step":10,', '')],
    ['an unknown field', line.replace('{', '{"extra":1,')],
    ['a text for a number', line.replace('"step":10', '"step":"10"')],
    ['a name that is no number', line.replace(/"loss":[^,]+/, '"loss":"nan"')],
    ['a negative epoch', line.replace('"epoch":1', '"epoch":-1')],
    ['half an epoch', line.replace('"epoch":1', '"epoch":1.5')],
    ['NaN seconds', line.replace(/"seconds":[^,]+/, '"seconds":"NaN"')],
    ['a million nested lists', '['.repeat(1_000_000)],
  ])('is null for %s', (_what, text) => {
    expect(decodePoint(text)).toBeNull();
  });
});
