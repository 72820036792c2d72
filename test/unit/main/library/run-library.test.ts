import type { RunEntry, RunRecord } from '@shared/model/run.ts';
import { NO_MARKS } from '@shared/model/run.ts';
import { decodeRunList } from '@shared/ipc/run-list.ts';
import { cpSync, mkdirSync, readFileSync, renameSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { encodePoint } from '../../../../src-main/storage/metrics-line.ts';
import { RUN_FILES } from '../../../../src-main/storage/paths.ts';
import { acquireRunLock } from '../../../../src-main/storage/run-lock.ts';
import { readMarks, writeMarks } from '../../../../src-main/storage/run-marks.ts';
import { createRun, readRun, writeRun } from '../../../../src-main/storage/run-store.ts';
import { smallExperiment } from '../../../helpers/experiments.ts';
import { metricsPoint } from '../../../helpers/metrics-points.ts';
import { tempWorkspace } from '../../../helpers/runs.ts';
import { beginLibrary, endedRun, openLibrary, settle } from './open-library.ts';

const statuses = (entries: readonly RunEntry[]) => entries.map(({ id, status }) => [id, status]);

/** Changes the text of a file and nothing that can be seen from outside. */
function changeUnseen(directory: string, from: string, to: string): void {
  const path = join(directory, RUN_FILES.record);
  const { atimeMs, mtimeMs } = statSync(path);
  writeFileSync(path, readFileSync(path, 'utf8').replace(from, to));
  utimesSync(path, atimeMs / 1000, mtimeMs / 1000);
}

describe('opening a workspace', () => {
  it('knows no runs where there is no folder yet', async () => {
    const { library } = await openLibrary(tempWorkspace());
    expect(library.entries()).toEqual([]);
    expect(decodeRunList(library.listText())).toEqual([]);
  });

  it('lists all runs, the newest first, with their marks and their shape', async () => {
    const workspace = tempWorkspace();
    const older = await endedRun(workspace, { createdAt: '2026-01-01T00:00:00.000Z' });
    const newer = await endedRun(workspace, { createdAt: '2026-01-02T00:00:00.000Z' });
    await writeMarks(older.directory, { ...NO_MARKS, tags: ['good'] });
    const points = [metricsPoint(0, 4), metricsPoint(1, NaN), metricsPoint(2, 1)];
    writeFileSync(
      join(older.directory, RUN_FILES.points),
      points.map((point) => `${encodePoint(point)}\n`).join(''),
    );
    const { library } = await openLibrary(workspace);
    const [first, second] = decodeRunList(library.listText());
    expect(first).toEqual({ ...newer.record, marks: NO_MARKS, spark: [], isElsewhere: false });
    expect(second).toMatchObject({ id: older.record.id, marks: { tags: ['good'] }, spark: [4, null, 1] });
    expect(library.entries()).toEqual([first, second]);
  });

  it('tells what it has read of many folders while it reads the others, the last changed first', async () => {
    const workspace = tempWorkspace();
    const { directory, record } = await endedRun(workspace, {});
    for (let k = 0; k < 299; k++) mkdirSync(join(workspace.runs, `run_${String(k)}`));
    utimesSync(directory, new Date(), new Date(Date.now() + 60_000));
    const { events } = await openLibrary(workspace);
    const told = events.filter((event) => event.type === 'runs-read');
    expect(told.map(({ done, total }) => [done, total])).toEqual([
      [250, 300],
      [300, 300],
    ]);
    expect(told.map(({ text }) => decodeRunList(text).map(({ id }) => id))).toEqual([[record.id], []]);
  });

  it('can be listed as soon as some of many folders have been read', async () => {
    const workspace = tempWorkspace();
    await endedRun(workspace, {});
    for (let k = 0; k < 1_000; k++) mkdirSync(join(workspace.runs, `run_${String(k)}`));
    const { library, events } = beginLibrary(workspace);
    await library.begun();
    expect(events.filter(({ type }) => type === 'runs-read').length).toBeLessThan(5);
    await library.opened();
    expect(decodeRunList(library.listText())).toHaveLength(1);
  });

  it('leaves out confusion matrices, which nobody looks at in a list', async () => {
    const workspace = tempWorkspace();
    const classification = { accuracy: 1, balancedAccuracy: 1, f1: 1, logLoss: 0, auc: null };
    const point = metricsPoint(1, 0.5);
    const last = {
      ...point,
      train: { ...point.train, classification: { ...classification, confusion: [[1]] } },
    };
    const { record } = await endedRun(workspace, { last });
    const { library } = await openLibrary(workspace);
    expect(library.get(record.id)?.last?.train.classification).toEqual({
      ...classification,
      confusion: null,
    });
  });

  it('tells of a folder that cannot be shown once, and shows the others', async () => {
    const workspace = tempWorkspace();
    const { record, directory } = await endedRun(workspace);
    mkdirSync(join(workspace.runs, 'run_broken'));
    writeFileSync(join(workspace.runs, 'run_broken', 'run.json'), '{');
    cpSync(directory, join(workspace.runs, `${record.id} copy`), { recursive: true });
    const { library, told } = await openLibrary(workspace);
    expect(library.entries().map(({ id }) => id)).toEqual([record.id]);
    expect(told.filter((problem) => problem.includes('run_broken'))).toHaveLength(1);
    expect(told.filter((problem) => problem.includes('copy'))).toHaveLength(1);
  });

  it('tells of very many such folders in a few words', async () => {
    const workspace = tempWorkspace();
    for (let k = 0; k < 9; k++) {
      mkdirSync(join(workspace.runs, `run_broken${String(k)}`), { recursive: true });
      writeFileSync(join(workspace.runs, `run_broken${String(k)}`, 'run.json'), '{');
    }
    const { told, log } = await openLibrary(workspace);
    expect(told).toHaveLength(6);
    expect(told.at(-1)).toBe('4 more problems with runs stand in the log.');
    expect(log.lines.filter((line) => line.includes('run_broken'))).toHaveLength(4);
  });

  it('says which tables the runs are about, so that they may be read', async () => {
    const workspace = tempWorkspace();
    const { record } = await endedRun(workspace);
    expect((await openLibrary(workspace)).approved).toEqual([record.experiment.data]);
  });

  it('marks a run whose process is gone as interrupted, and tells which those were', async () => {
    const workspace = tempWorkspace();
    const { directory, record } = await createRun(null, workspace, smallExperiment(), 'window');
    const { library } = await openLibrary(workspace);
    expect(library.recovered).toEqual([record.id]);
    expect(statuses(library.unfinished())).toEqual([[record.id, 'interrupted']]);
    expect((await readRun(directory)).status).toBe('interrupted');
  });

  it('says so of a run that a living process trains, and leaves it alone', async () => {
    const workspace = tempWorkspace();
    const { directory, record } = await createRun(null, workspace, smallExperiment(), 'command-line');
    await acquireRunLock(directory);
    const { library } = await openLibrary(workspace);
    expect(library.get(record.id)).toMatchObject({ status: 'running', isElsewhere: true });
    expect(library.recovered).toEqual([]);
  });

  it('sweeps away what a kill left half-written', async () => {
    const workspace = tempWorkspace();
    const { directory } = await endedRun(workspace);
    const left = join(directory, '.run.json.0123456789ab.tmp');
    writeFileSync(left, 'half');
    await openLibrary(workspace);
    expect(statSync(left, { throwIfNoEntry: false })).toBeUndefined();
  });
});

describe('the index', () => {
  it('saves reading the folders that are as they were', async () => {
    const workspace = tempWorkspace();
    const { directory, record } = await endedRun(workspace);
    await (await openLibrary(workspace)).library.close();
    changeUnseen(directory, '"name": "small"', '"name": "smell"');
    const { library } = await openLibrary(workspace);
    expect(library.get(record.id)?.name).toBe('small');
  });

  it.each([
    ['replaced', (directory: string, record: RunRecord) => writeRun(directory, { ...record, name: 'new' })],
    [
      'edited in place',
      (directory: string) => {
        const path = join(directory, RUN_FILES.record);
        writeFileSync(path, readFileSync(path, 'utf8').replace('"name": "small"', '"name": "new"'));
      },
    ],
  ])('is not believed about a record that was %s', async (_how, change) => {
    const workspace = tempWorkspace();
    const { directory, record } = await endedRun(workspace);
    await (await openLibrary(workspace)).library.close();
    await change(directory, record);
    expect((await openLibrary(workspace)).library.get(record.id)?.name).toBe('new');
  });

  it('is not believed about marks that were changed, runs that came, and runs that went', async () => {
    const workspace = tempWorkspace();
    const [marked, gone] = [await endedRun(workspace), await endedRun(workspace)];
    await (await openLibrary(workspace)).library.close();
    await writeMarks(marked.directory, { ...NO_MARKS, isStarred: true });
    renameSync(gone.directory, join(workspace.root, 'elsewhere'));
    const added = await endedRun(workspace);
    const { library } = await openLibrary(workspace);
    expect(library.get(marked.record.id)?.marks.isStarred).toBe(true);
    expect(library.get(gone.record.id)).toBeUndefined();
    expect(library.get(added.record.id)).toBeDefined();
  });

  it('asks every time whether the process of a run lives', async () => {
    const workspace = tempWorkspace();
    const { directory, record } = await createRun(null, workspace, smallExperiment(), 'command-line');
    await acquireRunLock(directory);
    settle(directory);
    const before = await openLibrary(workspace);
    before.library.noteRecord((await endedRun(workspace)).record);
    await before.library.close();
    // As of a process that is gone.
    writeFileSync(join(directory, RUN_FILES.lock), '{');
    settle(directory);
    expect(statuses((await openLibrary(workspace)).library.unfinished())).toEqual([
      [record.id, 'interrupted'],
    ]);
  });
});

describe('what it is told', () => {
  it('shows a run at once, with the marks it has', async () => {
    const workspace = tempWorkspace();
    const { directory, record } = await endedRun(workspace);
    await writeMarks(directory, { ...NO_MARKS, note: 'mine' });
    const { library, events } = await openLibrary(workspace);
    library.noteRecord({ ...record, status: 'running', epochsDone: 3, last: metricsPoint(3, 0.5) });
    expect(events).toEqual([{ type: 'run-changed', run: library.get(record.id) }]);
    expect(library.get(record.id)).toMatchObject({
      epochsDone: 3,
      marks: { note: 'mine' },
      spark: [0.5],
      isElsewhere: false,
    });
  });

  it('says nothing where nothing has changed', async () => {
    const workspace = tempWorkspace();
    const { record } = await endedRun(workspace);
    const { library, events } = await openLibrary(workspace);
    library.noteRecord(record);
    expect(events).toEqual([]);
  });

  it('writes marks down and tells the window of all runs at once', async () => {
    const workspace = tempWorkspace();
    const runs = [await endedRun(workspace), await endedRun(workspace)];
    const runIds = runs.map(({ record }) => record.id);
    const { library, events } = await openLibrary(workspace);
    await library.changeMarks([...runIds, 'run_000000000000'], { addTags: ['a', 'b'], name: 'Better' });
    const marks = { ...NO_MARKS, name: 'Better', tags: ['a', 'b'] };
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ type: 'runs-marked', marks: [marks, marks] });
    for (const { directory, record } of runs) {
      expect((await readMarks(directory)).marks).toEqual(marks);
      expect(library.get(record.id)?.marks).toEqual(marks);
    }
  });

  it('keeps both of two things that are said at once', async () => {
    const workspace = tempWorkspace();
    const { directory, record } = await endedRun(workspace);
    const { library } = await openLibrary(workspace);
    const say = (change: Parameters<typeof library.changeMarks>[1]) =>
      library.changeMarks([record.id], change);
    await Promise.all([say({ addTags: ['a'] }), say({ name: 'Better' }), say({ addTags: ['b'] })]);
    expect((await readMarks(directory)).marks).toMatchObject({ name: 'Better', tags: ['a', 'b'] });
  });

  it('forgets what was removed and takes up what was added', async () => {
    const workspace = tempWorkspace();
    const { directory, record } = await endedRun(workspace);
    const { library, events } = await openLibrary(workspace);
    const away = join(workspace.root, 'away');
    renameSync(directory, away);
    library.remove([record.id]);
    expect(library.get(record.id)).toBeUndefined();
    renameSync(away, directory);
    await library.add(record.id);
    expect(library.get(record.id)).toMatchObject({ id: record.id });
    expect(events.map(({ type }) => type)).toEqual(['runs-removed', 'run-changed']);
  });

  it('believes what it was told while a folder was read, not what was read', async () => {
    const workspace = tempWorkspace();
    const { record } = await endedRun(workspace);
    const { library } = await openLibrary(workspace);
    const reading = library.add(record.id);
    library.noteRecord({ ...record, status: 'queued' });
    await reading;
    expect(library.get(record.id)?.status).toBe('queued');
  });
});
