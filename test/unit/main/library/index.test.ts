import { decodeRunList } from '@shared/ipc/run-list.ts';
import type { RunStatus } from '@shared/model/run.ts';
import { NO_MARKS } from '@shared/model/run.ts';
import fc from 'fast-check';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EntryShelf } from '../../../../src-main/library/entry-shelf.ts';
import { readIndex, writeIndex } from '../../../../src-main/library/index-file.ts';
import type { Workspace } from '../../../../src-main/storage/paths.ts';
import { runDirectory, writeRun } from '../../../../src-main/storage/run-store.ts';
import { writeMarks } from '../../../../src-main/storage/run-marks.ts';
import { SEED } from '../../../helpers/campaign.ts';
import { smallExperiment } from '../../../helpers/experiments.ts';
import { metricsPoint } from '../../../helpers/metrics-points.ts';
import { tempWorkspace } from '../../../helpers/runs.ts';
import { tempFolder } from '../../../helpers/temp-folder.ts';
import { endedRun, openLibrary, settle } from './open-library.ts';

/** A workspace whose index has been written. */
async function indexed(runs = 3): Promise<Workspace> {
  const workspace = tempWorkspace();
  for (let k = 0; k < runs; k++) await endedRun(workspace, { last: metricsPoint(1, k === 0 ? NaN : k) });
  await (await openLibrary(workspace)).library.close();
  return workspace;
}

/** What the folders say, whatever the index says. */
async function truth(workspace: Workspace): Promise<string> {
  rmSync(workspace.indexFile, { force: true });
  const { library } = await openLibrary(workspace);
  const text = JSON.stringify(decodeRunList(library.listText()));
  await library.close();
  return text;
}

describe('the file of the index', () => {
  it('gives back what was put into it', async () => {
    const workspace = await indexed();
    const { library } = await openLibrary(workspace);
    const { index, problem } = await readIndex(workspace.indexFile);
    expect(problem).toBeNull();
    const shelf = new EntryShelf(index!.table, index!.runs);
    expect(shelf.text()).toBe(library.listText());
    expect(shelf.entries()).toEqual(library.entries());
  });

  it('needs no words where it is missing', async () => {
    expect(await readIndex(join(tempFolder(), 'runs.index'))).toEqual({ index: null, problem: null });
  });

  it('is not used where any byte of it was changed, or its end is missing', async () => {
    const workspace = await indexed(1);
    const whole = readFileSync(workspace.indexFile);
    for (let k = 0; k < whole.length; k += 97) {
      const damaged = Buffer.from(whole);
      damaged[k] = damaged[k]! ^ 1;
      writeFileSync(workspace.indexFile, damaged);
      expect((await readIndex(workspace.indexFile)).index).toBeNull();
      writeFileSync(workspace.indexFile, whole.subarray(0, k));
      expect((await readIndex(workspace.indexFile)).index).toBeNull();
    }
  });

  it.each([
    ['another version', (text: string) => text.replace('"version":1', '"version":2')],
    ['another Ninestep', (text: string) => text.replace(/"by":"[^"]*"/, '"by":"0.0.1"')],
    [
      'a name that leads elsewhere',
      (text: string) => text.replaceAll(/run_[0-9a-z]{12}/g, '../../../../etc'),
    ],
    ['data that are none', (text: string) => text.replace('"kind":"formula"', '"kind":"file"')],
  ])('is not used where it is one of %s, whatever its checksum', async (_what, change) => {
    const workspace = await indexed();
    const whole = readFileSync(workspace.indexFile, 'utf8');
    const content = change(whole.slice(0, whole.lastIndexOf('\n') + 1));
    const { createHash } = await import('node:crypto');
    writeFileSync(workspace.indexFile, content + createHash('sha256').update(content).digest('hex'));
    const { index, problem } = await readIndex(workspace.indexFile);
    expect(index).toBeNull();
    expect(problem).not.toBeNull();
  });

  it('is made anew where it is damaged, which only the log is told', async () => {
    const workspace = await indexed();
    const before = readFileSync(workspace.indexFile, 'utf8');
    writeFileSync(workspace.indexFile, 'nonsense');
    const { library, told, log } = await openLibrary(workspace);
    expect(library.entries()).toHaveLength(3);
    expect(told).toEqual([]);
    expect(log.lines.join('\n')).toContain('made anew');
    await library.close();
    const sorted = (text: string) => text.split('\n').slice(0, -1).sort();
    expect(sorted(readFileSync(workspace.indexFile, 'utf8'))).toEqual(sorted(before));
  });

  it('forgets data that no run is about any more', async () => {
    const workspace = tempWorkspace();
    const other = smallExperiment();
    other.data.split.seed = 99;
    const gone = await endedRun(workspace, {}, other);
    await endedRun(workspace);
    await (await openLibrary(workspace)).library.close();
    rmSync(gone.directory, { recursive: true });
    const { library } = await openLibrary(workspace);
    expect(library.listText().match(/"data":/g)).toHaveLength(1);
    expect(library.entries()).toHaveLength(1);
  });

  it('can be written over and over', async () => {
    const path = join(tempFolder(), 'runs.index');
    const shelf = new EntryShelf();
    await writeIndex(path, shelf);
    await writeIndex(path, shelf);
    expect((await readIndex(path)).index?.runs).toEqual([]);
  });
});

describe('index and folders', () => {
  const STATUSES: RunStatus[] = ['finished', 'stopped', 'failed', 'queued'];
  interface Step {
    do: 'add' | 'change' | 'mark' | 'delete' | 'tell' | 'restart';
    which: number;
    status: RunStatus;
  }

  const steps: fc.Arbitrary<Step[]> = fc.array(
    fc.record({
      do: fc.constantFrom('add', 'add', 'change', 'mark', 'delete', 'tell', 'restart'),
      which: fc.nat(),
      status: fc.constantFrom(...STATUSES),
    }),
    { minLength: 3, maxLength: 14 },
  );

  it('say the same after whatever was done to them, by this Ninestep or another', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (done) => {
        const workspace = tempWorkspace();
        const ids: string[] = [];
        let open = await openLibrary(workspace);
        for (const [k, { do: what, which, status }] of done.entries()) {
          const id = ids[which % Math.max(1, ids.length)];
          const directory = id === undefined ? '' : runDirectory(workspace, id);
          if (what === 'add') {
            const run = await endedRun(workspace, { name: `run ${String(k)}`, status });
            ids.push(run.record.id);
            if (which % 2 === 0) await open.library.add(run.record.id);
          } else if (what === 'restart') {
            await open.library.close();
            open = await openLibrary(workspace);
          } else if (id !== undefined) {
            const entry = open.library.get(id);
            if (what === 'delete') {
              renameSync(directory, join(tempFolder(), id));
              ids.splice(ids.indexOf(id), 1);
              if (which % 2 === 0) open.library.remove([id]);
            } else if (what === 'mark') {
              if (which % 2 === 0) await writeMarks(directory, { ...NO_MARKS, note: `note ${String(k)}` });
              else await open.library.changeMarks([id], { addTags: [`tag ${String(k)}`] });
            } else if (entry !== undefined) {
              const { marks: _, spark: __, isElsewhere: ___, ...record } = entry;
              const changed = { ...record, status, reason: `change ${String(k)}` };
              await writeRun(directory, changed);
              if (what === 'tell') open.library.noteRecord(changed);
            }
            if (what !== 'delete') settle(directory);
          }
        }
        await open.library.close();
        const { library } = await openLibrary(workspace);
        const withIndex = JSON.stringify(decodeRunList(library.listText()));
        await library.close();
        expect(withIndex).toBe(await truth(workspace));
      }),
      { numRuns: 25, seed: SEED },
    );
  });
});
