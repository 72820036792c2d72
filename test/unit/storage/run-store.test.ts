import { formatJson } from '@shared/core/json-text.ts';
import { LIMITS } from '@shared/core/limits.ts';
import type { MetricsPoint, RunRecord } from '@shared/model/run.ts';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { encodePoint } from '../../../src-main/storage/metrics-line.ts';
import { RUN_FILES, type Workspace } from '../../../src-main/storage/paths.ts';
import { acquireRunLock } from '../../../src-main/storage/run-lock.ts';
import {
  createRun,
  hasModel,
  listRuns,
  markInterrupted,
  readPoints,
  readRun,
  recoverRuns,
  writeRun,
} from '../../../src-main/storage/run-store.ts';
import { smallExperiment } from '../../helpers/experiments.ts';
import { contentOf } from '../../helpers/folder-content.ts';
import { metricsPoint } from '../../helpers/metrics-points.ts';
import { finishedRun, newRun, tempWorkspace } from '../../helpers/runs.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';
import { rejectionOf } from '../../helpers/thrown.ts';

const TEMPORARY = '.run.json.0123456789ab.tmp';

/** A run as a killed process leaves it: with these points, and its last line cut. */
async function killedRun(
  workspace: Workspace,
  points: readonly MetricsPoint[],
  changes: Partial<RunRecord> = {},
): Promise<string> {
  const { directory, record } = await newRun(smallExperiment(), workspace);
  await writeRun(directory, { ...record, ...changes });
  const lines = points.map((point) => `${encodePoint(point)}\n`).join('');
  writeFileSync(join(directory, RUN_FILES.points), `${lines}{"epoch": 9, "st`);
  return directory;
}

describe('createRun', () => {
  it('makes a folder named by the id in the workspace, with a record that loads', async () => {
    const workspace = tempWorkspace();
    const { directory, record } = await newRun(smallExperiment(), workspace);
    expect(directory).toBe(join(workspace.runs, record.id));
    expect(await readRun(directory)).toEqual(record);
    expect(record).toMatchObject({
      status: 'running',
      parameters: 17,
      epochsDone: 0,
      last: null,
      best: null,
    });
  });

  it('takes a new or empty folder of its own choice', async () => {
    const empty = tempFolder();
    for (const directory of [empty, join(empty, 'runs', 'new')]) {
      const made = await createRun(directory, tempWorkspace(), smallExperiment(), 'command-line');
      expect(made.directory).toBe(directory);
      expect(await readRun(directory)).toEqual(made.record);
    }
  });

  it.each(['run.json', '.hidden', 'folder'])('never writes into a folder that holds %s', async (name) => {
    const folder = tempFolder();
    if (name === 'folder') mkdirSync(join(folder, name));
    else writeFileSync(join(folder, name), 'mine');
    const error = await rejectionOf(createRun(folder, tempWorkspace(), smallExperiment(), 'window'));
    expect(error).toMatchObject({ code: 'TARGET_EXISTS' });
    expect(readdirSync(folder)).toEqual([name]);
  });

  it('never takes the place of a file', async () => {
    const path = join(tempFolder(), 'file');
    writeFileSync(path, 'mine');
    const error = await rejectionOf(createRun(path, tempWorkspace(), smallExperiment(), 'window'));
    expect(error).toMatchObject({ code: 'TARGET_EXISTS' });
    expect(readFileSync(path, 'utf8')).toBe('mine');
  });

  it('gives one folder to one run only, also when two ask at once', async () => {
    for (let round = 0; round < 300; round++) {
      const folder = join(tempFolder(), 'run');
      const ask = () => createRun(folder, tempWorkspace(), smallExperiment(), 'window');
      const tries = await Promise.allSettled([ask(), ask()]);
      const made = tries.flatMap((result) => (result.status === 'fulfilled' ? [result.value.record] : []));
      expect(made).toHaveLength(1);
      expect(await readRun(folder)).toEqual(made[0]);
    }
  });
});

describe('readRun', () => {
  it('gives back every record as it was written, NaN and infinities included', async () => {
    const { directory, record } = await newRun();
    const changed: RunRecord = {
      ...record,
      status: 'failed',
      endedAt: record.createdAt,
      last: metricsPoint(3, NaN, Infinity),
      best: metricsPoint(1, -Infinity),
      reason: 'NaN',
      failure: { code: 'DISK_FULL', message: 'Infinity', at: 'x' },
    };
    await writeRun(directory, changed);
    expect(await readRun(directory)).toEqual(changed);
  });

  it.each([
    ['an experiment', '{"format": "ninestep-experiment", "version": 1}', 'INVALID_VALUE'],
    ['a newer run', '{"format": "ninestep-run", "version": 2, "unknown": 1}', 'FILE_TOO_NEW'],
    ['a run without fields', '{"format": "ninestep-run", "version": 1}', 'MISSING_FIELD'],
    ['no JSON', 'run', 'FILE_NOT_JSON'],
  ])('refuses %s', async (_what, content, code) => {
    const { directory } = await newRun();
    writeFileSync(join(directory, RUN_FILES.record), content);
    expect((await rejectionOf(readRun(directory))).code).toBe(code);
  });

  it('reads the record of any experiment that could be loaded', async () => {
    // As a file without spaces it is just small enough; in the record it is spelled with indentation.
    const experiment = smallExperiment();
    const zeros = Array.from({ length: 1_000 }, () => new Array<number>(3_900).fill(0));
    const initial = [{ W: zeros, b: [] }];
    const large = { ...experiment, network: { ...experiment.network, initial } };
    expect(JSON.stringify(large).length).toBeLessThan(LIMITS.experimentBytes);
    const { directory, record } = await newRun(large);
    expect((await readRun(directory)).id).toBe(record.id);
  });
});

describe('readPoints and hasModel', () => {
  it('say that a run stopped before its first point has none', async () => {
    const { directory } = await newRun();
    expect(await readPoints(directory)).toEqual([]);
    expect(await hasModel(directory)).toBe(false);
  });

  it('find those of a finished run', async () => {
    const { directory, record } = await finishedRun();
    expect((await readPoints(directory)).at(-1)).toEqual(record.last);
    expect(await hasModel(directory)).toBe(true);
  });
});

describe('listRuns', () => {
  it('has no runs where there is no workspace yet', async () => {
    expect(await listRuns(tempWorkspace())).toEqual({ runs: [], problems: [] });
  });

  it('gives the newest first', async () => {
    const workspace = tempWorkspace();
    const dates = ['2026-01-02T00:00:00.000Z', '2026-03-01T00:00:00.000Z', '2025-12-31T23:59:59.999Z'];
    for (const createdAt of dates) {
      const { directory, record } = await newRun(smallExperiment(), workspace);
      await writeRun(directory, { ...record, createdAt });
    }
    const { runs } = await listRuns(workspace);
    expect(runs.map((run) => run.createdAt)).toEqual([dates[1], dates[0], dates[2]]);
  });

  it('tells the folders it cannot read, leaves them as they are, and ignores what is no run', async () => {
    const workspace = tempWorkspace();
    const good = await newRun(smallExperiment(), workspace);
    const bad = await newRun(smallExperiment(), workspace);
    truncateSync(join(bad.directory, RUN_FILES.record), 100);
    mkdirSync(join(workspace.runs, 'run_empty'));
    writeFileSync(join(workspace.runs, 'run_file'), '');
    mkdirSync(join(workspace.runs, 'notes'));
    const before = contentOf(bad.directory);
    const { runs, problems } = await listRuns(workspace);
    expect(runs.map((run) => run.id)).toEqual([good.record.id]);
    expect(problems).toHaveLength(3);
    for (const name of [bad.record.id, 'run_empty', 'run_file']) {
      expect(problems.some((problem) => problem.includes(`The run in ${name} cannot be shown.`))).toBe(true);
    }
    expect(contentOf(bad.directory)).toEqual(before);
  });

  it('shows a copied folder once: two runs with the same id could not be told apart', async () => {
    const workspace = tempWorkspace();
    const { directory, record } = await newRun(smallExperiment(), workspace);
    cpSync(directory, `${directory} copy`, { recursive: true });
    const { runs, problems } = await listRuns(workspace);
    expect(runs).toEqual([record]);
    expect(problems).toEqual([expect.stringContaining(`It holds the run ${record.id}.`)]);
  });
});

describe('markInterrupted', () => {
  it.each<[string, MetricsPoint[], number | null]>([
    ['no points', [], null],
    [
      'training loss where there is no validation',
      [metricsPoint(0, 3), metricsPoint(1, 1), metricsPoint(2, 2)],
      1,
    ],
    ['validation loss first', [metricsPoint(0, 3, 1), metricsPoint(1, 1, 3), metricsPoint(2, 2, 2)], 0],
    ['the first of equals', [metricsPoint(0, 2), metricsPoint(1, 1), metricsPoint(2, 1)], 1],
    ['never NaN', [metricsPoint(0, NaN), metricsPoint(1, 2), metricsPoint(2, NaN)], 1],
    ['never NaN validation', [metricsPoint(0, 1, NaN), metricsPoint(1, 1, 5)], 1],
    ['never infinite', [metricsPoint(0, -Infinity), metricsPoint(1, Infinity), metricsPoint(2, 7)], 2],
    ['nothing where no loss is a number', [metricsPoint(0, NaN), metricsPoint(1, Infinity)], null],
  ])('finds the best point again: %s', async (_what, points, best) => {
    const record = await markInterrupted(await killedRun(tempWorkspace(), points), 'Why.');
    expect(record.best?.epoch ?? null).toBe(best);
    expect(record.last).toEqual(points.at(-1) ?? null);
  });

  it('never goes back behind what the record knows already', async () => {
    // Evaluations are rare in a long run; the record is written every ten seconds.
    const directory = await killedRun(tempWorkspace(), [metricsPoint(1_000, 1)], {
      epochsDone: 1_500,
      seconds: 300,
    });
    expect(await markInterrupted(directory, 'Why.')).toMatchObject({ epochsDone: 1_500, seconds: 300 });
  });

  it('leaves a run alone that has ended', async () => {
    const { directory, record } = await finishedRun();
    expect(await markInterrupted(directory, 'Why.')).toEqual(record);
  });
});

describe('recoverRuns', () => {
  it.each(['running', 'paused'] as const)(
    'marks a %s run whose process is gone, with all its points',
    async (status) => {
      const workspace = tempWorkspace();
      const points = [metricsPoint(0, 3), metricsPoint(1, 1), metricsPoint(2, 2)];
      const directory = await killedRun(workspace, points, { status });
      await recoverRuns(workspace);
      const record = await readRun(directory);
      expect(record).toMatchObject({ status: 'interrupted', epochsDone: 2, seconds: points[2]!.seconds });
      expect(record.last).toEqual(points[2]);
      expect(record.best).toEqual(points[1]);
      expect(record.endedAt).not.toBeNull();
      expect(record.reason).toContain('ended unexpectedly');
      expect(await readPoints(directory)).toEqual(points);
    },
  );

  it('sweeps what a kill left half-written away, at the first start after it', async () => {
    const workspace = tempWorkspace();
    const killed = await killedRun(workspace, [metricsPoint(0, 1)]);
    const { directory: finished } = await finishedRun(smallExperiment(), workspace);
    for (const directory of [killed, finished]) writeFileSync(join(directory, TEMPORARY), 'half');
    await recoverRuns(workspace);
    for (const directory of [killed, finished]) {
      expect(
        readdirSync(directory).filter((name) => name.startsWith('.') || name === RUN_FILES.lock),
      ).toEqual([]);
    }
  });

  it('leaves a run alone that a living process trains', async () => {
    const workspace = tempWorkspace();
    const directory = await killedRun(workspace, [metricsPoint(0, 1)]);
    writeFileSync(join(directory, TEMPORARY), 'being written');
    await acquireRunLock(directory);
    const before = contentOf(directory);
    await recoverRuns(workspace);
    expect(contentOf(directory)).toEqual(before);
  });

  it('leaves runs that have ended byte for byte as they are', async () => {
    const workspace = tempWorkspace();
    const { directory } = await finishedRun(smallExperiment(), workspace);
    const before = contentOf(directory);
    await recoverRuns(workspace);
    expect(contentOf(directory)).toEqual(before);
  });

  it('changes nothing when it is done again', async () => {
    const workspace = tempWorkspace();
    const directory = await killedRun(workspace, [metricsPoint(0, 1)]);
    await recoverRuns(workspace);
    const before = contentOf(directory);
    await recoverRuns(workspace);
    expect(contentOf(directory)).toEqual(before);
  });

  it('is not stopped by runs it cannot read, and leaves those untouched', async () => {
    const workspace = tempWorkspace();
    for (const content of ['', '{', formatJson({ format: 'ninestep-run', version: 9 })]) {
      const { directory } = await newRun(smallExperiment(), workspace);
      writeFileSync(join(directory, RUN_FILES.record), content);
    }
    writeFileSync(join(workspace.runs, 'file'), '');
    const unreadable = readdirSync(workspace.runs).filter((name) => name !== 'file');
    const before = unreadable.map((name) => contentOf(join(workspace.runs, name)));
    const killed = await killedRun(workspace, []);
    await recoverRuns(workspace);
    expect((await readRun(killed)).status).toBe('interrupted');
    expect(unreadable.map((name) => contentOf(join(workspace.runs, name)))).toEqual(before);
  });

  it('leaves no run running for ever, also when its points are more than it reads', async () => {
    const workspace = tempWorkspace();
    const directory = await killedRun(workspace, [metricsPoint(0, 1)]);
    truncateSync(join(directory, RUN_FILES.points), LIMITS.metricsBytes + 1);
    await recoverRuns(workspace);
    expect((await readRun(directory)).status).toBe('interrupted');
  });

  it('has nothing to do where there is no workspace', async () => {
    const workspace = tempWorkspace();
    await recoverRuns(workspace);
    expect(existsSync(workspace.runs)).toBe(false);
  });
});
