import { createPredictor } from '@shared/export/predictor.ts';
import type { LookRequest, SurfaceRequest } from '@shared/ipc/insight-contract.ts';
import { insightContract } from '@shared/ipc/insight-contract.ts';
import type { Experiment } from '@shared/model/experiment.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { suggestForTable } from '../../../../src-main/cli/suggested-experiment.ts';
import { loadModel } from '../../../../src-main/service/operations.ts';
import {
  lookAt,
  measureMoment,
  readInsightOf,
  readMoment,
  readMomentToBranch,
} from '../../../../src-main/service/looks.ts';
import { RUN_FILES } from '../../../../src-main/storage/paths.ts';
import { readPoints, readRun } from '../../../../src-main/storage/run-store.ts';
import { readSnapshot } from '../../../../src-main/storage/snapshots-file.ts';
import { TestOpenings } from '../../../../src-main/storage/test-openings.ts';
import { chooseEngine } from '../../../../src-main/trainer/engine.ts';
import { prepareFromSource } from '../../../../src-main/tables/prepare-from-source.ts';
import { classificationJson, smallExperimentJson } from '../../../helpers/experiments.ts';
import { tempFolder } from '../../../helpers/temp-folder.ts';
import { finishedRun } from '../../../helpers/runs.ts';
import { rejectionOf } from '../../../helpers/thrown.ts';

const NOTHING: LookRequest = { weights: false, rows: [], surface: null, answers: 0 };

function experimentWith(
  training: object,
  base: typeof smallExperimentJson | typeof classificationJson = smallExperimentJson,
): Experiment {
  return parseExperiment({ ...base, training: { ...base.training, ...training } });
}

const engines = (['reference', 'wasm-simd', 'wasm'] as const).map((backend) => ({
  backend,
  engine: chooseEngine({ backend, threads: 1 }),
}));

const cases = {
  regression: experimentWith({ epochs: 12 }),
  'classification with every kind of layer': experimentWith({ epochs: 12 }, classificationJson),
  'double precision': experimentWith({ epochs: 12, precision: 'float64', batchSize: 'full' }),
};
const table = engines.flatMap(({ backend, engine }) =>
  Object.entries(cases).map(([what, experiment]) => ({ backend, engine, what, experiment })),
);

describe.each(table)('the moments of a run by $backend: $what', ({ engine, experiment }) => {
  it('measured anew are what was logged, to the last bit', async () => {
    const { directory } = await finishedRun(experiment, undefined, engine);
    const { moments, bytes } = await readInsightOf(directory);
    expect(moments.map(({ epoch }) => epoch)).toEqual(Array.from({ length: 13 }, (_, epoch) => epoch));
    expect(bytes).toBeGreaterThan(0);
    const logged = await readPoints(directory);
    for (const { epoch, step } of moments) {
      const { seconds: _, duringEpoch: __, ...point } = logged.find((each) => each.epoch === epoch)!;
      const measured = await measureMoment(directory, epoch);
      expect(measured).toEqual({ ...point, step, duringEpoch: null, test: null });
    }
    await new TestOpenings().add(directory, new Date(0));
    const { test } = await measureMoment(directory, 12);
    expect(test).toEqual(logged.at(-1)!.test);
  });
});

describe('run:insight', () => {
  it('tells what was measured at each moment, by the contract', async () => {
    const { directory } = await finishedRun(cases.regression);
    const told = await readInsightOf(directory);
    expect(insightContract['run:insight'].response.safeParse(told).success).toBe(true);
    expect(told.points.map(({ epoch }) => epoch)).toEqual(told.moments.map(({ epoch }) => epoch));
    const [first, second] = told.points;
    expect(first).toMatchObject({ step: 0, learningRate: null, layers: [{ updateRatio: null }, {}] });
    expect(second).toMatchObject({ learningRate: 0.02, probeRows: 32 });
    for (const layer of second!.layers) {
      expect(layer.updateRatio).toBeGreaterThan(0);
      expect(layer.gradientNorm).toBeGreaterThan(0);
    }
    expect(second!.layers[0]).toMatchObject({
      deadShare: null,
      saturatedShare: expect.any(Number) as number,
    });
    expect(second!.layers[0]!.weights!.counts.reduce((sum, count) => sum + count)).toBe(6);
  });
});

describe('run:look', () => {
  it('shows the weights that were kept', async () => {
    const { directory } = await finishedRun(cases.regression);
    const { parameters } = await readSnapshot(directory, 3);
    const { weights, epoch, step } = await lookAt(directory, 3, { ...NOTHING, weights: true });
    expect({ epoch, step }).toEqual({ epoch: 3, step: 9 });
    expect(weights!.map(({ layer, rows, columns }) => ({ layer, rows, columns }))).toEqual([
      { layer: 0, rows: 3, columns: 2 },
      { layer: 1, rows: 2, columns: 3 },
    ]);
    expect([...weights![0]!.values]).toEqual([...parameters.subarray(0, 6)]);
  });

  it('shows each moment its own weights, of however many it is asked for at once', async () => {
    const { directory } = await finishedRun(cases.regression);
    const epochs = [3, 9, 0, 12, 6];
    const look = (epoch: number) => lookAt(directory, epoch, { ...NOTHING, weights: true });
    // One machine for all of them.
    await look(1);
    const together = await Promise.all(epochs.map(look));
    for (const [k, epoch] of epochs.entries()) expect(together[k]).toEqual(await look(epoch));
  });

  it.each(['regression', 'classification with every kind of layer'] as const)(
    'answers with the best weights as the model does: %s',
    async (what) => {
      const { directory, record } = await finishedRun(cases[what], undefined, engines[1]!.engine);
      const model = await loadModel(join(directory, RUN_FILES.model));
      const predict = createPredictor(model);
      const surface: SurfaceRequest = {
        x: 'a',
        y: 'b',
        xRange: [0, 1],
        yRange: [-1, 1],
        size: 5,
        rest: [0, 0],
      };
      const frame = await lookAt(directory, null, { ...NOTHING, surface, answers: 50, rows: [0, 1, 2] });
      expect(insightContract['run:look'].response.safeParse(frame).success).toBe(true);
      expect(frame.epoch).toBe(record.best!.epoch);
      const { values, outputs } = frame.surface!;
      for (let j = 0; j < 5; j++) {
        for (let k = 0; k < 5; k++) {
          predict([k / 4, j / 2 - 1]).forEach((value, t) => {
            expect(values[(j * 5 + k) * outputs + t]).toBeCloseTo(value, 4);
          });
        }
      }
      const data = await prepareFromSource(record.experiment);
      const [train, validation] = frame.answers!;
      expect([train!.rows, validation!.rows]).toEqual([[...data.rows.train], [...data.rows.validation]]);
      train!.rows.forEach((row, n) => {
        const answer = predict(data.inputs.map(({ values: column }) => column[row]!));
        answer.forEach((value, t) => {
          expect(train!.answers[n * outputs + t]).toBeCloseTo(value, 4);
        });
        if (what === 'regression')
          data.targets.forEach((target, t) => {
            expect(train!.truth[n * outputs + t]).toBeCloseTo(target.values[row]!, 4);
          });
      });
    },
  );

  it('follows rows through all layers, scaled inputs first, and thins answers evenly', async () => {
    const { directory, record } = await finishedRun(cases.regression);
    const data = await prepareFromSource(record.experiment);
    const row = data.rows.train[4]!;
    const frame = await lookAt(directory, 2, { ...NOTHING, rows: [row], answers: 6 });
    const { transform } = data.inputs[0]!.fitted as { transform: { shift: number; scale: number } };
    expect(frame.rows).toEqual([row]);
    expect(frame.activations!.map(({ length }) => length)).toEqual([2, 3, 2]);
    expect(frame.activations![0]![0]).toBeCloseTo(
      (data.inputs[0]!.values[row]! - transform.shift) / transform.scale,
      5,
    );
    expect(frame.answers!.map(({ rows }) => rows.length)).toEqual([6, 6]);
  });

  it('follows more rows at once than the machine takes', async () => {
    const { directory, record } = await finishedRun(cases.regression);
    const data = await prepareFromSource(record.experiment);
    const rows = [...data.rows.train, ...data.rows.validation];
    const all = await lookAt(directory, 4, { ...NOTHING, rows });
    expect(all.rows).toEqual(rows);
    for (const [n, row] of rows.entries()) {
      const { activations } = await lookAt(directory, 4, { ...NOTHING, rows: [row] });
      activations!.forEach((values, l) => {
        const own = all.activations![l]!.subarray(n * values.length, (n + 1) * values.length);
        expect([...own]).toEqual([...values]);
      });
    }
  });

  it('shows nothing of test rows while they are sealed, nor of rows that there are not', async () => {
    const { directory, record } = await finishedRun(cases.regression);
    const data = await prepareFromSource(record.experiment);
    const [test, train] = [data.rows.test[0]!, data.rows.train[0]!];
    const look = { ...NOTHING, rows: [test, train, 10_000] };
    expect((await lookAt(directory, 2, look)).rows).toEqual([train]);
    expect((await lookAt(directory, 2, { ...look, rows: [test] })).activations).toBeNull();
    await new TestOpenings().add(directory, new Date(0));
    expect((await lookAt(directory, 2, look)).rows).toEqual([test, train]);
  });

  it('refuses what was not kept, and surfaces that cannot be', async () => {
    const { directory } = await finishedRun(cases.regression);
    const surface = {
      x: 'a',
      y: 'b',
      xRange: [0, 1],
      yRange: [0, 1],
      size: 4,
      rest: [0, 0],
    } satisfies SurfaceRequest;
    expect(await rejectionOf(lookAt(directory, 999, NOTHING))).toMatchObject({
      code: 'INVALID_VALUE',
      at: 'epoch',
    });
    for (const wrong of [{ x: 'b' }, { y: 'c' }, { rest: [0] }]) {
      const look = { ...NOTHING, surface: { ...surface, ...wrong } };
      expect(await rejectionOf(lookAt(directory, 1, look))).toMatchObject({
        code: 'INVALID_VALUE',
        at: 'look.surface',
      });
    }
  });
});

describe('the weights of a moment', () => {
  it('are refused for layers that they do not fit to, and given for other settings', async () => {
    const { directory, record } = await finishedRun(cases.regression);
    const { experiment } = await readRun(directory);
    const wider = {
      ...experiment,
      network: { ...experiment.network, layers: [{ ...experiment.network.layers[0]!, units: 4 }] },
    };
    expect(await rejectionOf(readMoment(directory, 3, wider as Experiment))).toMatchObject({
      at: 'network.layers',
    });
    const slower = { ...experiment, training: { ...experiment.training, epochs: 2 } };
    expect(await readMoment(directory, 3, slower)).toMatchObject({
      name: record.name,
      weights: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) as string,
    });
  });

  it('are not given to a branch whose table is gone, which would be launched only to fail', async () => {
    const path = join(tempFolder(), 'table.csv');
    const rows = Array.from({ length: 30 }, (_, k) => `${String(k)},${String(k % 7)},${String(k + (k % 7))}`);
    writeFileSync(path, `a,b,sum\n${rows.join('\n')}\n`);
    const suggested = await suggestForTable(path, 'sum', () => undefined);
    const experiment = { ...suggested, training: { ...suggested.training, epochs: 2 } };
    const { directory } = await finishedRun(experiment);
    expect(await readMomentToBranch(directory, 1, experiment)).toHaveProperty('record');
    rmSync(path);
    expect(await rejectionOf(readMomentToBranch(directory, 1, experiment))).toMatchObject({
      code: 'FILE_NOT_FOUND',
    });
  });
});
