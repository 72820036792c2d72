import type { Experiment } from '@shared/model/experiment.ts';
import { columnNames } from '@shared/model/features.ts';
import type { RunRecord } from '@shared/model/run.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import { ApprovedPaths } from '../../../../src-main/app/approved-paths.ts';
import { Notices } from '../../../../src-main/app/notices.ts';
import { Session } from '../../../../src-main/app/session.ts';
import { createEvaluationHandlers } from '../../../../src-main/ipc/evaluation-handlers.ts';
import { predictRows } from '../../../../src-main/service/operations.ts';
import type { Workspace } from '../../../../src-main/storage/paths.ts';
import { readMetrics, writeRun } from '../../../../src-main/storage/run-store.ts';
import { TestOpenings } from '../../../../src-main/storage/test-openings.ts';
import { suggestedFor } from '../../../helpers/bundled-experiments.ts';
import { finishedRun, tempWorkspace } from '../../../helpers/runs.ts';
import { recordingLog } from '../quiet-log.ts';
import { serviceInThisProcess } from './in-process-service.ts';

let workspace: Workspace;
let handlers: ReturnType<typeof createEvaluationHandlers>;

beforeEach(() => {
  workspace = tempWorkspace();
  const log = recordingLog();
  const paths = new ApprovedPaths(workspace);
  const session = new Session({ workspace, paths, notices: new Notices(() => undefined), log });
  const context = { workspace, paths, session, service: serviceInThisProcess() };
  handlers = createEvaluationHandlers(context);
});

async function trained(experiment: Experiment): Promise<{ directory: string; record: RunRecord }> {
  return finishedRun(experiment, workspace);
}

/** Float32 while training, float64 here. */
const ROUNDING = 1e-5;

describe('evaluation:read', () => {
  it('gives the figures that the run logged at the epoch whose weights were kept', async () => {
    const { record, directory } = await trained(await suggestedFor('diabetes', 20));
    const read = await handlers['evaluation:read']({ runId: record.id, part: 'validation' });
    const { points } = await readMetrics(directory);
    const { validation } = points.find(({ epoch }) => epoch === read.epoch)!;
    expect(read.numbers).toHaveLength(1);
    expect(read.classes).toEqual([]);
    const [found] = read.numbers;
    expect(found!.rmse / validation!.rmse[0]!).toBeCloseTo(1, 5);
    expect(found!.mae / validation!.mae![0]!).toBeCloseTo(1, 5);
    expect(Math.abs(found!.r2 - validation!.r2![0]!)).toBeLessThan(ROUNDING);
    expect(found!.truth).toHaveLength(read.rows.validation);
    expect([...read.sample]).toEqual([...read.sample].toSorted((a, b) => a - b));
  });

  it('finds the classes that the run counted', async () => {
    const { record, directory } = await trained(await suggestedFor('iris', 10));
    const read = await handlers['evaluation:read']({ runId: record.id, part: 'validation' });
    const { points } = await readMetrics(directory);
    const { classification } = points.find(({ epoch }) => epoch === read.epoch)!.validation!;
    const [found] = read.classes;
    expect(found).toMatchObject({ column: 'species', classes: ['setosa', 'versicolor', 'virginica'] });
    expect([...found!.confusion]).toEqual(classification!.confusion!.flat());
    expect(found!.accuracy).toBe(classification!.accuracy);
    expect(found!.macro.f1).toBeCloseTo(classification!.f1, 12);
    expect(Math.abs(found!.logLoss! - classification!.logLoss)).toBeLessThan(ROUNDING);
    expect(found!.auc!).toBeCloseTo(classification!.auc!, 6);
    expect(read.columns.map(({ name }) => name)).toContain('species');
  });

  it('says nothing of test rows before they were opened', async () => {
    const { record, directory } = await trained(await suggestedFor('iris', 2));
    const { id: runId } = record;
    const asked = { runId, part: 'test' } as const;
    const refused = { code: 'NOT_ALLOWED' };
    await expect(handlers['evaluation:read'](asked)).rejects.toMatchObject(refused);
    await expect(
      handlers['evaluation:rows']({ ...asked, which: { kind: 'all' }, from: 0, count: 1 }),
    ).rejects.toMatchObject(refused);
    await expect(
      handlers['evaluation:curves']({ ...asked, column: 'species', level: 'setosa' }),
    ).rejects.toMatchObject(refused);
    const { rows } = await handlers['evaluation:read']({ runId, part: 'train' });
    await new TestOpenings().add(directory, new Date());
    const opened = await handlers['evaluation:read'](asked);
    expect(opened.sample).toHaveLength(rows.test);
  });

  it('refuses data that are no longer those of the run', async () => {
    const { record, directory } = await trained(await suggestedFor('iris', 2));
    const { data } = record.experiment;
    const renamed = data.columns.map((column) =>
      column.name === 'species' && column.type === 'category'
        ? { ...column, levels: column.levels.toReversed() }
        : column,
    );
    await writeRun(directory, {
      ...record,
      experiment: { ...record.experiment, data: { ...data, columns: renamed } },
    });
    await expect(handlers['evaluation:read']({ runId: record.id, part: 'train' })).rejects.toMatchObject({
      code: 'DATA_CHANGED',
    });
  });
});

describe('evaluation:rows', () => {
  it('lists rows with the answers that "Try it" gives for their inputs', async () => {
    const { record, directory } = await trained(await suggestedFor('iris', 3));
    const { of, rows } = await handlers['evaluation:rows']({
      runId: record.id,
      part: 'train',
      which: { kind: 'mistakes', column: 'species' },
      from: 0,
      count: 500,
    });
    expect(of).toBe(rows.length);
    expect(rows.every(({ classes }) => classes[0]!.truth !== classes[0]!.predicted)).toBe(true);
    const certainties = rows.map(({ classes }) => classes[0]!.probability);
    expect(certainties).toEqual(certainties.toSorted((a, b) => b - a));
    const { outputs } = await predictRows(
      directory,
      rows.map(({ inputs }) => inputs),
    );
    rows.forEach(({ answers }, k) => {
      answers.forEach((answer, t) => {
        expect(answer).toBeCloseTo(outputs[k]![t]!, 11);
      });
    });
  });

  it('agrees with the confusion matrix, cell by cell', async () => {
    const { record } = await trained(await suggestedFor('wine', 2));
    const subject = { runId: record.id, part: 'train' } as const;
    const [found] = (await handlers['evaluation:read'](subject)).classes;
    const { column, classes, confusion } = found!;
    for (const [t, truth] of classes.entries()) {
      for (const [p, predicted] of classes.entries()) {
        const which = { kind: 'cell', column, truth, predicted } as const;
        const { of } = await handlers['evaluation:rows']({ ...subject, which, from: 0, count: 1 });
        expect(of).toBe(confusion[t * classes.length + p]);
      }
    }
  });
});

describe('evaluation:importance and evaluation:dependence', () => {
  it('shuffles a column the same way whatever else is asked for', async () => {
    const { record } = await trained(await suggestedFor('diabetes', 5));
    const asked = { runId: record.id, part: 'train', repeats: 3, seed: 4 } as const;
    const both = await handlers['evaluation:importance']({ ...asked, columns: ['bmi', 's5'] });
    const one = await handlers['evaluation:importance']({ ...asked, columns: ['s5'] });
    expect(one.columns[0]).toEqual(both.columns[1]);
    expect(both.figures.map(({ name }) => name)).toEqual(['r2', 'rmse', 'mae']);
    expect(both.rows).toBe(both.of);
  });

  it('lets the mean of the lines be the dependence', async () => {
    const { record } = await trained(await suggestedFor('diabetes', 5));
    const found = await handlers['evaluation:dependence']({
      runId: record.id,
      part: 'validation',
      column: 'bmi',
      range: null,
      places: 5,
      lines: 200,
    });
    const lines = found.lines.rows.length;
    expect(lines).toBe(found.rows);
    found.mean.forEach((mean, p) => {
      let sum = 0;
      for (let n = 0; n < lines; n++) sum += found.lines.values[n * 5 + p]!;
      expect(sum / lines).toBeCloseTo(mean, 9);
    });
    expect(found.isKnown).toEqual([true, true, true, true, true]);
    expect(found.deciles![0]).toBe(found.places[0]);
  });

  it('ends when it is cancelled', async () => {
    const { record } = await trained(await suggestedFor('digits', 1));
    const importance = handlers['evaluation:importance']({
      runId: record.id,
      part: 'train',
      columns: columnNames(record.experiment.data, 'input'),
      repeats: 100,
      seed: 1,
    });
    // It is under way once the run has been read, which a call that takes a turn is behind.
    await handlers['evaluation:read']({ runId: record.id, part: 'train' });
    await handlers['evaluation:cancel']({});
    await expect(importance).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});
