import { NO_MARKS, type RunMarks } from '@shared/model/run.ts';
import { NO_VIEWS, type RunViews } from '@shared/model/run-views.ts';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RUN_FILES, type Workspace, workspaceAt } from '../../../src-main/storage/paths.ts';
import { readQueue, writeQueue } from '../../../src-main/storage/queue-store.ts';
import { readMarks, writeMarks } from '../../../src-main/storage/run-marks.ts';
import { readViews, saveViews } from '../../../src-main/storage/views-store.ts';
import { tempWorkspace } from '../../helpers/runs.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';
import { rejectionOf } from '../../helpers/thrown.ts';

const marks: RunMarks = {
  name: 'Änderung “2”',
  tags: ['a', 'b c'],
  note: 'Two\nlines.',
  isStarred: true,
  color: 3,
};
const views: RunViews = {
  ...NO_VIEWS,
  current: {
    name: 'All',
    query: 'status:finished',
    columns: ['name', 'best:validation.loss'],
    sort: [{ column: 'name', direction: 'descending' }],
    groupBy: 'tag',
    baseline: 'run_000000000001',
  },
};
const queue = { waiting: ['run_000000000002', 'run_000000000001'], isHeld: true, isOpen: true };
const emptyQueue = { waiting: [], isHeld: false, isOpen: false };

interface Kind {
  path: (workspace: Workspace) => string;
  write: (workspace: Workspace) => Promise<void>;
  read: (workspace: Workspace) => Promise<{ value: unknown; problem: string | null }>;
  value: unknown;
  none: unknown;
  format: string;
}

const kinds: Record<string, Kind> = {
  'the marks of a run': {
    path: ({ root }) => join(root, RUN_FILES.marks),
    write: ({ root }) => writeMarks(root, marks),
    read: async ({ root }) => {
      const { marks: value, problem } = await readMarks(root);
      return { value, problem };
    },
    value: marks,
    none: NO_MARKS,
    format: 'ninestep-marks',
  },
  'the views': {
    path: ({ viewsFile }) => viewsFile,
    write: (workspace) => saveViews(workspace, views),
    read: async (workspace) => {
      const { views: value, problem } = await readViews(workspace);
      return { value, problem };
    },
    value: views,
    none: NO_VIEWS,
    format: 'ninestep-views',
  },
  'the queue': {
    path: ({ queueFile }) => queueFile,
    write: (workspace) => writeQueue(workspace, queue),
    read: async (workspace) => {
      const { problem, ...value } = await readQueue(workspace);
      return { value, problem };
    },
    value: queue,
    none: emptyQueue,
    format: 'ninestep-queue',
  },
};

describe.each(Object.entries(kinds))('%s', (_name, { path, write, read, value, none, format }) => {
  const keptIn = ({ root }: Workspace) => readdirSync(root).filter((name) => name.includes('.corrupt-'));

  it('come back as they were written', async () => {
    const workspace = tempWorkspace();
    await write(workspace);
    expect(await read(workspace)).toEqual({ value, problem: null });
    await write(workspace);
    expect(await read(workspace)).toEqual({ value, problem: null });
    expect(keptIn(workspace)).toEqual([]);
  });

  it('are empty where nothing was written', async () => {
    expect(await read(tempWorkspace())).toEqual({ value: none, problem: null });
  });

  it.each([
    ['empty', ''],
    ['cut off', `{"format": "${format}", "ver`],
    ['all zeros, as a power cut may leave it', '\0'.repeat(100)],
    ['of another kind', '{"format": "ninestep-run", "version": 1}'],
    ['with an unknown field', `{"format": "${format}", "version": 1, "extra": 1}`],
  ])('are set aside when they are found %s, byte for byte, and told', async (_what, content) => {
    const workspace = tempWorkspace();
    writeFileSync(path(workspace), content);
    const found = await read(workspace);
    const [kept, ...others] = keptIn(workspace);
    expect(others).toEqual([]);
    expect(readFileSync(join(workspace.root, kept!), 'utf8')).toBe(content);
    expect(found.value).toEqual(none);
    expect(found.problem).toContain(kept);
    expect(await read(workspace)).toEqual({ value: none, problem: null });
  });

  it('are set aside also by who writes without having read', async () => {
    const workspace = tempWorkspace();
    writeFileSync(path(workspace), 'mine');
    await write(workspace);
    expect(readFileSync(join(workspace.root, keptIn(workspace)[0]!), 'utf8')).toBe('mine');
    expect(await read(workspace)).toEqual({ value, problem: null });
  });

  it('of a newer Ninestep are told, not touched and not overwritten', async () => {
    const workspace = tempWorkspace();
    const newer = `{"format": "${format}", "version": 2, "unknown": 1}`;
    writeFileSync(path(workspace), newer);
    const found = await read(workspace);
    expect(found.value).toEqual(none);
    expect(found.problem).toContain('left untouched');
    expect(await rejectionOf(write(workspace))).toMatchObject({ code: 'FILE_TOO_NEW' });
    expect(readFileSync(path(workspace), 'utf8')).toBe(newer);
  });

  it('that the system does not let read are told, and not overwritten', async () => {
    const workspace = tempWorkspace();
    mkdirSync(path(workspace));
    const found = await read(workspace);
    expect(found.value).toEqual(none);
    expect(found.problem).toContain('left untouched');
    expect(await rejectionOf(write(workspace))).toMatchObject({ code: 'FILE_UNREADABLE' });
  });
});

it('the queue and the views make the workspace where there is none yet', async () => {
  const workspace = workspaceAt(join(tempFolder(), 'not', 'there', 'yet'));
  await writeQueue(workspace, queue);
  expect(await readQueue(workspace)).toEqual({ ...queue, problem: null });
});
