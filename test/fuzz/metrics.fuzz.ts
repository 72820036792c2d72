import type { MetricsPoint } from '@shared/model/run.ts';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readMetricsFile } from '../../src-main/storage/metrics-file.ts';
import { decodePoint, encodePoint } from '../../src-main/storage/metrics-line.ts';
import { campaignSize, SEED } from '../helpers/campaign.ts';
import { fuzz } from '../helpers/fuzz.ts';
import { metricsPoint } from '../helpers/metrics-points.ts';
import { mutateText, mutateTree } from '../helpers/mutate.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const point = metricsPoint(7, 0.25, NaN);

/** A line is a whole point, which comes back from its own line, or none. */
function readLine(line: string): void {
  const read = decodePoint(line);
  if (read === null) return;
  const written = encodePoint(read);
  expect(encodePoint(decodePoint(written)!)).toBe(written);
}

it(`a mutated line is a point, or none (seed ${SEED})`, async () => {
  const line = encodePoint(point);
  const count = campaignSize(5_000, 100_000);
  expect(await fuzz(count, 'metrics text', (random) => mutateText(line, random), readLine)).toBe(count);
});

it(`a line with mutated fields is a point, or none (seed ${SEED})`, async () => {
  const count = campaignSize(5_000, 100_000);
  const make = (random: Parameters<typeof mutateTree>[1]) =>
    encodePoint(mutateTree(point, random) as MetricsPoint);
  expect(await fuzz(count, 'metrics tree', make, readLine)).toBe(count);
});

it(`a file with one mutated place keeps every point before it (seed ${SEED})`, async () => {
  const points = Array.from({ length: 8 }, (_, epoch) => metricsPoint(epoch, 1 / (epoch + 1)));
  const path = join(tempFolder(), 'metrics.jsonl');
  const lines = points.map((each) => `${encodePoint(each)}\n`);
  const count = campaignSize(1_000, 20_000);
  const accepted = await fuzz(
    count,
    'metrics file',
    (random) => ({ good: random.below(8), tail: mutateText(lines.join(''), random) }),
    async ({ good, tail }) => {
      writeFileSync(path, lines.slice(0, good).join('') + tail);
      expect((await readMetricsFile(path)).points.slice(0, good)).toEqual(points.slice(0, good));
    },
  );
  expect(accepted).toBe(count);
});
