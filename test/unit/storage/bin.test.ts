import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listBin, moveToBin, purgeFromBin, restoreFromBin } from '../../../src-main/storage/bin.ts';
import { RUN_FILES, type Workspace } from '../../../src-main/storage/paths.ts';
import { acquireRunLock } from '../../../src-main/storage/run-lock.ts';
import { readMarks, writeMarks } from '../../../src-main/storage/run-marks.ts';
import { listRuns, recoverRuns } from '../../../src-main/storage/run-store.ts';
import { smallExperiment } from '../../helpers/experiments.ts';
import { contentOf } from '../../helpers/folder-content.ts';
import { newRun, tempWorkspace } from '../../helpers/runs.ts';
import { rejectionOf } from '../../helpers/thrown.ts';

const NOW = new Date('2026-11-23T12:00:00.000Z');
const marks = { name: 'Best so far', tags: ['a'], note: '', isStarred: true, color: null };

async function markedRun(workspace: Workspace): Promise<{ id: string; directory: string }> {
  const { directory, record } = await newRun(smallExperiment(), workspace);
  await writeMarks(directory, marks);
  return { id: record.id, directory };
}

describe('a run in the bin', () => {
  it('is no longer in the history, and is told with its bytes', async () => {
    const workspace = tempWorkspace();
    const { id, directory } = await markedRun(workspace);
    const other = await markedRun(workspace);
    mkdirSync(join(directory, RUN_FILES.checkpoints));
    writeFileSync(join(directory, RUN_FILES.checkpoints, 'large'), Buffer.alloc(12_345));
    await moveToBin(workspace, id, NOW);
    expect((await listRuns(workspace)).runs.map((run) => run.id)).toEqual([other.id]);
    const folder = join(workspace.bin, id);
    const files = readdirSync(folder).filter((name) => name !== RUN_FILES.checkpoints);
    const bytes = 12_345 + files.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
    expect(await listBin(workspace)).toEqual([
      expect.objectContaining({
        id,
        name: marks.name,
        status: 'running',
        deletedAt: NOW.toISOString(),
        bytes,
      }),
    ]);
    expect(files).not.toContain(RUN_FILES.lock);
  });

  it('comes back as it was, byte for byte', async () => {
    const workspace = tempWorkspace();
    const { id, directory } = await markedRun(workspace);
    const before = contentOf(directory);
    await moveToBin(workspace, id, NOW);
    await restoreFromBin(workspace, id);
    expect(contentOf(directory)).toEqual(before);
    expect((await readMarks(directory)).marks).toEqual(marks);
    expect(await listBin(workspace)).toEqual([]);
  });

  it('is told last deleted first', async () => {
    const workspace = tempWorkspace();
    const ids: string[] = [];
    for (const hour of [1, 3, 2]) {
      const { id } = await markedRun(workspace);
      ids.push(id);
      await moveToBin(workspace, id, new Date(Date.UTC(2026, 0, 1, hour)));
    }
    expect((await listBin(workspace)).map((run) => run.id)).toEqual([ids[1], ids[2], ids[0]]);
  });

  it('can be got rid of also where its record cannot be read', async () => {
    const workspace = tempWorkspace();
    const { id, directory } = await markedRun(workspace);
    truncateSync(join(directory, RUN_FILES.record), 20);
    await moveToBin(workspace, id, NOW);
    const [found] = await listBin(workspace);
    expect(found).toMatchObject({ id, name: id, deletedAt: NOW.toISOString() });
    expect(await purgeFromBin(workspace, [id])).toBe(found?.bytes);
  });
});

describe('moveToBin', () => {
  it('refuses a run that a process trains, with nothing changed', async () => {
    const workspace = tempWorkspace();
    const { id, directory } = await markedRun(workspace);
    await acquireRunLock(directory);
    const before = contentOf(directory);
    expect(await rejectionOf(moveToBin(workspace, id, NOW))).toMatchObject({ code: 'RUN_BUSY' });
    expect(contentOf(directory)).toEqual(before);
    expect(await listBin(workspace)).toEqual([]);
  });

  it('takes a run whose process is gone', async () => {
    const workspace = tempWorkspace();
    const { id, directory } = await markedRun(workspace);
    writeFileSync(join(directory, RUN_FILES.lock), '{"pid": 4194305, "startedAt": "1"}');
    await moveToBin(workspace, id, NOW);
    expect(await listBin(workspace)).toHaveLength(1);
  });

  it('says that there is no such run', async () => {
    const workspace = tempWorkspace();
    const error = await rejectionOf(moveToBin(workspace, 'run_00000000none', NOW));
    expect(error.code).toBe('RUN_NOT_FOUND');
    expect(existsSync(join(workspace.runs, 'run_00000000none'))).toBe(false);
  });

  it('never takes the place of a run that is in the bin', async () => {
    const workspace = tempWorkspace();
    const { id, directory } = await markedRun(workspace);
    await moveToBin(workspace, id, NOW);
    mkdirSync(directory);
    writeFileSync(join(directory, RUN_FILES.record), 'another');
    const before = contentOf(join(workspace.bin, id));
    expect(await rejectionOf(moveToBin(workspace, id, NOW))).toMatchObject({ code: 'TARGET_EXISTS' });
    expect(contentOf(join(workspace.bin, id))).toEqual(before);
    expect(readdirSync(directory)).toEqual([RUN_FILES.record]);
  });
});

describe('restoreFromBin', () => {
  it('refuses where a run of that id is in the history', async () => {
    const workspace = tempWorkspace();
    const { id, directory } = await markedRun(workspace);
    await moveToBin(workspace, id, NOW);
    mkdirSync(directory);
    writeFileSync(join(directory, RUN_FILES.record), 'another');
    expect(await rejectionOf(restoreFromBin(workspace, id))).toMatchObject({ code: 'TARGET_EXISTS' });
    expect(readFileSync(join(directory, RUN_FILES.record), 'utf8')).toBe('another');
    expect(await listBin(workspace)).toHaveLength(1);
  });

  it('says that there is no such run in the bin', async () => {
    const error = await rejectionOf(restoreFromBin(tempWorkspace(), 'run_00000000none'));
    expect(error).toMatchObject({ code: 'RUN_NOT_FOUND' });
  });
});

describe('purgeFromBin', () => {
  it('removes what it is told to, passes over what is not there, and says the bytes', async () => {
    const workspace = tempWorkspace();
    const [mine, other] = [await markedRun(workspace), await markedRun(workspace)];
    for (const { id } of [mine, other]) await moveToBin(workspace, id, NOW);
    const listed = await listBin(workspace);
    const bytes = listed.find((run) => run.id === mine.id)?.bytes;
    expect(await purgeFromBin(workspace, [mine.id, 'run_00000000none'])).toBe(bytes);
    expect(readdirSync(workspace.bin)).toEqual([other.id]);
  });

  it('empties the bin of runs, and of nothing else', async () => {
    const workspace = tempWorkspace();
    for (let k = 0; k < 3; k++) await moveToBin(workspace, (await markedRun(workspace)).id, NOW);
    writeFileSync(join(workspace.bin, 'notes.txt'), 'mine');
    await purgeFromBin(workspace, null);
    expect(readdirSync(workspace.bin)).toEqual(['notes.txt']);
    expect(await purgeFromBin(workspace, null)).toBe(0);
  });

  it('is ended at the next start, where a kill broke it off', async () => {
    const workspace = tempWorkspace();
    const { id } = await markedRun(workspace);
    await moveToBin(workspace, id, NOW);
    const half = join(workspace.bin, `.${id}.0123456789ab.removed`);
    mkdirSync(half);
    appendFileSync(join(half, RUN_FILES.record), 'half');
    expect((await listBin(workspace)).map((run) => run.id)).toEqual([id]);
    await recoverRuns(workspace);
    expect(readdirSync(workspace.bin)).toEqual([id]);
  });
});
