import type { CurveQuantity } from '@shared/ipc/run-contract.ts';
import { evaluationSchema } from '@shared/schema/run.ts';
import type { MetricsPoint } from '@shared/model/run.ts';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { CurveStore } from '../../../../src-main/library/curve-store.ts';
import { MetricsFile } from '../../../../src-main/storage/metrics-file.ts';
import { encodePoint } from '../../../../src-main/storage/metrics-line.ts';
import { RUN_FILES } from '../../../../src-main/storage/paths.ts';
import { readPoints } from '../../../../src-main/storage/run-store.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
import { classificationJson } from '../../../helpers/experiments.ts';
import { metricsPoint } from '../../../helpers/metrics-points.ts';
import { finishedRun } from '../../../helpers/runs.ts';
import { tempFolder } from '../../../helpers/temp-folder.ts';

const LOSS: CurveQuantity = { metric: 'loss', target: 0 };

let directory: string;
let store: CurveStore;
beforeEach(() => {
  directory = tempFolder();
  store = new CurveStore();
});

const path = () => join(directory, RUN_FILES.points);
const write = (points: readonly MetricsPoint[]) => {
  writeFileSync(path(), points.map((point) => `${encodePoint(point)}\n`).join(''));
};
const read = (quantity = LOSS, withTest = true) => store.read({ directory, quantity, withTest });

describe('CurveStore', () => {
  it('has empty columns for a run without points', async () => {
    const { epoch, train, test } = await read();
    expect([epoch, train, test]).toEqual([new Float64Array(0), null, null]);
  });

  it('gives a metric of each part over epochs, steps and seconds', async () => {
    write([metricsPoint(0, 4, 5), metricsPoint(1, 2, 3)]);
    expect(await read()).toEqual({
      epoch: Float64Array.of(0, 1),
      step: Float64Array.of(0, 10),
      seconds: Float64Array.of(0, 1 / 8),
      train: Float64Array.of(4, 2),
      validation: Float64Array.of(5, 3),
      test: Float64Array.of(4.2, 2.2),
    });
  });

  it('gives the figure of one target where there is one for each', async () => {
    write([metricsPoint(0, 4)]);
    expect((await read({ metric: 'rmse', target: 1 })).train).toEqual(Float64Array.of(8));
    expect((await read({ metric: 'rmse', target: 2 })).train).toBeNull();
    expect((await read({ metric: 'mae', target: 0 })).train).toBeNull();
  });

  it('keeps the test part back where it is not asked for', async () => {
    write([metricsPoint(0, 4)]);
    expect((await read(LOSS, false)).test).toBeNull();
  });

  it('is NaN where a value is no number, and null where a part was never measured', async () => {
    write([metricsPoint(0, NaN), metricsPoint(1, Infinity), metricsPoint(2, 1)]);
    const { train, validation } = await read();
    expect(train).toEqual(Float64Array.of(NaN, NaN, 1));
    expect(validation).toBeNull();
  });

  it('reads on where a run has gone on, and anew where its end was cut off', async () => {
    const points = new MetricsFile(path());
    points.append(metricsPoint(0, 4));
    points.append(metricsPoint(1, 3));
    expect((await read()).train).toEqual(Float64Array.of(4, 3));
    points.append(metricsPoint(2, 2));
    expect((await read()).train).toEqual(Float64Array.of(4, 3, 2));
    await points.cutAfter(metricsPoint(0, 4).step);
    for (const epoch of [1, 2, 3]) points.append(metricsPoint(epoch, 10 * epoch));
    expect((await read()).train).toEqual(Float64Array.of(4, 10, 20, 30));
    points.close();
  });

  it('leaves out lines that are damaged, and one that is not yet whole', async () => {
    write([metricsPoint(0, 4), metricsPoint(1, 3), metricsPoint(2, 2)]);
    const lines = readFileSync(path(), 'utf8').split('\n');
    lines[1] = lines[1]!.replace('"loss":3', '"loss":9');
    writeFileSync(path(), lines.join('\n'));
    appendFileSync(path(), encodePoint(metricsPoint(3, 1)).slice(0, -9));
    expect((await read()).train).toEqual(Float64Array.of(4, 2));
  });

  it('reads lines of older versions, which have no checksum, and those that were written in another way', async () => {
    const line = JSON.stringify(metricsPoint(0, 4));
    const { train, ...others } = metricsPoint(1, 3);
    writeFileSync(path(), `${line}\n${JSON.stringify({ ...others, train })}\n{"other": 1}\n`);
    expect((await read()).train).toEqual(Float64Array.of(4, 3, NaN));
  });

  it('gives for every metric of a real run what its points say', async () => {
    const run = await finishedRun(parseExperiment(classificationJson));
    directory = run.directory;
    const points = await readPoints(directory);
    expect(() => points.map(({ seconds: _, ...point }) => evaluationSchema.parse(point))).not.toThrow();
    for (const metric of [
      'loss',
      'articleLoss',
      'accuracy',
      'balancedAccuracy',
      'f1',
      'logLoss',
      'auc',
    ] as const) {
      for (const part of ['train', 'validation', 'test'] as const) {
        const expected = points.map((point) => {
          const measured = point[part];
          const value =
            metric === 'loss' || metric === 'articleLoss'
              ? measured?.[metric]
              : measured?.classification?.[metric];
          return value ?? NaN;
        });
        expect((await read({ metric, target: 0 }))[part], `${part} ${metric}`).toEqual(
          Float64Array.from(expected),
        );
      }
    }
    for (const metric of ['rmse', 'mae', 'r2'] as const) {
      const expected = points.map((point) => point.test?.[metric]?.[1] ?? NaN);
      expect((await read({ metric, target: 1 })).test).toEqual(Float64Array.from(expected));
    }
  });

  it('forgets what was not asked for longest, and reads it again', async () => {
    store = new CurveStore(1);
    write([metricsPoint(0, 4)]);
    await read({ metric: 'rmse', target: 0 });
    await read();
    expect((await read({ metric: 'rmse', target: 0 })).train).toEqual(Float64Array.of(4));
  });

  it('ends at once where nobody wants the answer any more', async () => {
    write([metricsPoint(0, 4)]);
    const reading = store.read({ directory, quantity: LOSS, withTest: false }, AbortSignal.abort());
    await expect(reading).rejects.toMatchObject({ code: 'CANCELLED' });
    expect((await read()).train).toEqual(Float64Array.of(4));
  });
});
