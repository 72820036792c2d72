import { LIMITS } from '@shared/core/limits.ts';
import type { Request, Response, WorkbenchEvent } from '@shared/ipc/contract.ts';
import { invokeContract } from '@shared/ipc/contract.ts';
import type { Experiment } from '@shared/model/experiment.ts';
import type { FileSource, TableFormat } from '@shared/model/table-source.ts';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApprovedPaths } from '../../../../src-main/app/approved-paths.ts';
import { Notices } from '../../../../src-main/app/notices.ts';
import { Session } from '../../../../src-main/app/session.ts';
import type { Handlers } from '../../../../src-main/ipc/answer.ts';
import type { HandlerContext } from '../../../../src-main/ipc/context.ts';
import { createProjectHandlers } from '../../../../src-main/ipc/project-handlers.ts';
import { createTableHandlers } from '../../../../src-main/ipc/table-handlers.ts';
import { type Workspace, workspaceAt } from '../../../../src-main/storage/paths.ts';
import { recordingLog } from '../quiet-log.ts';
import { serviceInThisProcess } from './in-process-service.ts';

/** The edge: the open dialog, in which a person chooses this file, or none. */
const edge = vi.hoisted(() => ({ chosen: null as string | null, asked: [] as unknown[] }));
vi.mock('electron', () => ({
  dialog: {
    showOpenDialog: (options: unknown) => {
      edge.asked.push(options);
      const { chosen } = edge;
      return Promise.resolve({ canceled: chosen === null, filePaths: chosen === null ? [] : [chosen] });
    },
  },
}));

type TestedHandlers = ReturnType<typeof createTableHandlers> & ReturnType<typeof createProjectHandlers>;

const FLOWERS = 'width,color,kind\n1.5,red,rose\n2.5,blue,iris\n3.5,red,rose\n,blue,iris\n';

let home: string;
let workspace: Workspace;
let events: WorkbenchEvent[];
let handlers: TestedHandlers;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'ninestep-home-'));
  workspace = workspaceAt(join(home, 'Ninestep'));
  mkdirSync(join(home, 'tables'));
  edge.chosen = null;
  edge.asked.length = 0;
  handlers = start();
});
afterEach(() => {
  rmSync(home, { recursive: true });
});

/** Ninestep as it starts: with what is on the disk, and nothing approved beside it. */
function start(): TestedHandlers {
  events = [];
  const broadcast = (event: WorkbenchEvent) => events.push(event);
  const log = recordingLog();
  const paths = new ApprovedPaths(workspace);
  const session = new Session({ workspace, paths, notices: new Notices(broadcast), log });
  const service = serviceInThisProcess();
  const context = { workspace, paths, session, service, broadcast, log, window: () => null };
  return {
    ...createTableHandlers(context as unknown as HandlerContext),
    ...createProjectHandlers(context as unknown as HandlerContext),
  };
}

/** As the router does it: what crosses keeps the contract. */
async function call<C extends keyof TestedHandlers>(channel: C, request: Request<C>): Promise<Response<C>> {
  const handle = handlers[channel] as unknown as Handlers[C];
  const { request: asked, response } = invokeContract[channel];
  const answer = await handle(asked.parse(request) as Request<C>);
  return response.parse(answer) as Response<C>;
}

function write(name: string, text: string): string {
  const path = join(home, 'tables', name);
  writeFileSync(path, text);
  return path;
}

async function choose(path: string): Promise<string> {
  edge.chosen = path;
  const answer = await call('table:choose', {});
  if (answer.status === 'cancelled') throw new Error('Nothing was chosen.');
  return answer.path;
}

async function open(path: string, format: TableFormat | null = null): Promise<Experiment> {
  const table = { kind: 'path', path, format } as const;
  return (await call('table:open', { id: 'opening', table })).experiment;
}

const sourceOf = ({ data }: Experiment) => data.source as FileSource;

function withSource(experiment: Experiment, changes: Partial<FileSource>): Experiment {
  const source = { ...sourceOf(experiment), ...changes };
  return { ...experiment, data: { ...experiment.data, source } };
}

describe('table:choose', () => {
  it('offers every kind of table, and any file at all', async () => {
    await choose(write('flowers.csv', FLOWERS));
    const [{ filters }] = edge.asked as [{ filters: { name: string; extensions: string[] }[] }];
    expect(filters[0]!.extensions).toEqual(expect.arrayContaining(['csv', 'tsv', 'json', 'parquet', 'xlsx']));
    expect(filters.at(-1)).toEqual({ name: 'All files', extensions: ['*'] });
  });

  it('says so where nothing was chosen', async () => {
    expect(await call('table:choose', {})).toEqual({ status: 'cancelled' });
  });
});

describe('table:open', () => {
  it('reads a chosen file and suggests an experiment on it', async () => {
    const experiment = await open(await choose(write('flowers.csv', FLOWERS)));
    expect(experiment.name).toBe('flowers');
    expect(sourceOf(experiment)).toMatchObject({ kind: 'file', path: '../tables/flowers.csv', rows: 4 });
    expect(experiment.data.columns.map(({ name }) => name)).toEqual(['width', 'color', 'kind']);
  });

  it('takes another format than the one that is found out', async () => {
    const path = await choose(write('flowers.csv', 'a,b;c\n1,2;3\n4,5;6\n'));
    const { format } = sourceOf(await open(path));
    expect(format).toMatchObject({ type: 'csv' });
    const experiment = await open(path, { ...format, type: 'csv', delimiter: 'comma' } as TableFormat);
    expect(experiment.data.columns.map(({ name }) => name)).toEqual(['a', 'b;c']);
  });

  it.each([
    [{ kind: 'bundled', id: 'iris', rows: 150 } as const, 'Iris', 5],
    [{ kind: 'toy', id: 'moons', rows: 50, noise: 0.1, seed: 1 } as const, 'Moons', 3],
  ])('opens what needs no file: %j', async (source, name, columns) => {
    const { experiment } = await call('table:open', { id: 'opening', table: { kind: 'source', source } });
    expect(experiment.name).toBe(name);
    expect(experiment.data.columns).toHaveLength(columns);
  });

  it('tells how far it is', async () => {
    const path = await choose(write('long.csv', `a,b\n${'1.5,2.5\n'.repeat(400_000)}`));
    await open(path);
    const progress = events.filter((event) => event.type === 'table-progress');
    expect(progress.length).toBeGreaterThan(0);
    expect(progress[0]).toMatchObject({ id: 'opening', bytes: 3_200_004 });
  });

  it('can be cancelled, and the same id used again', async () => {
    const path = await choose(write('long.csv', `a,b\n${'1.5,2.5\n'.repeat(400_000)}`));
    const opening = open(path);
    const again = open(path);
    await expect(again).rejects.toMatchObject({ code: 'INVALID_VALUE', at: 'id' });
    await call('table:cancel', { id: 'opening' });
    await expect(opening).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(sourceOf(await open(path)).rows).toBe(400_000);
  });

  it('takes the cancelling of a reading that has ended for nothing', async () => {
    expect(await call('table:cancel', { id: 'opening' })).toEqual({});
  });
});

describe('paths that no person chose (I4)', () => {
  const refusal = { code: 'NOT_ALLOWED', message: expect.stringContaining('Choose the file') as string };

  it('are refused by every call that carries one', async () => {
    const path = write('secret.csv', FLOWERS);
    const other = await open(await choose(write('flowers.csv', FLOWERS)));
    const experiment = withSource(other, { path });
    const source = sourceOf(experiment);
    const calls = [
      call('table:open', { id: 'opening', table: { kind: 'path', path, format: null } }),
      call('table:open', { id: 'source', table: { kind: 'source', source } }),
      call('table:peek', { path, format: null }),
      call('table:suggest', { experiment }),
      call('table:rows', { source, firstRow: 0, rowCount: 1, firstColumn: 0, columnCount: 1 }),
      call('table:levels', { source, column: 'kind' }),
      call('table:embed', { source }),
      call('table:refresh', { id: 'refreshing', experiment }),
      call('data:preview', { experiment }),
      call('gradient:check', { experiment }),
      call('rate:find', { experiment }),
    ];
    for (const outcome of await Promise.allSettled(calls)) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: refusal });
    }
  });

  it('cannot be smuggled in by saving a project, neither now nor for the next start', async () => {
    const path = write('secret.csv', FLOWERS);
    const experiment = withSource(await open(await choose(write('flowers.csv', FLOWERS))), { path });
    const project = {
      format: 'ninestep-project',
      version: 1,
      name: 'Mine',
      experiments: [{ id: 'exp_0123456789ab', experiment }],
    } as const;
    await expect(
      call('project:save', { project: { ...project, experiments: [...project.experiments] } }),
    ).rejects.toMatchObject(refusal);
    handlers = start();
    await expect(call('data:preview', { experiment })).rejects.toMatchObject(refusal);
  });

  it('are believed where they stood in the project at start', async () => {
    const experiment = await open(await choose(write('flowers.csv', FLOWERS)));
    const experiments = [{ id: 'exp_0123456789ab', experiment }];
    await call('project:save', {
      project: { format: 'ninestep-project', version: 1, name: 'Mine', experiments },
    });
    handlers = start();
    expect((await call('data:preview', { experiment })).columns).toHaveLength(3);
  });
});

describe('table:rows and table:levels', () => {
  it('give cells as they stand in the table, up to its ends', async () => {
    const source = sourceOf(await open(await choose(write('flowers.csv', FLOWERS))));
    const range = { firstRow: 2, rowCount: 500, firstColumn: 0, columnCount: 2 };
    expect(await call('table:rows', { source, ...range })).toEqual({
      cells: [
        ['3.5', 'red'],
        [null, 'blue'],
      ],
    });
    expect(await call('table:rows', { source, ...range, firstRow: 99 })).toEqual({ cells: [] });
  });

  it('show the beginning of a cell that is longer than any window', async () => {
    const source = sourceOf(await open(await choose(write('long.csv', `a,b\n${'x'.repeat(100_000)},1\n`))));
    const range = { firstRow: 0, rowCount: 1, firstColumn: 0, columnCount: 2 };
    expect(await call('table:rows', { source, ...range })).toEqual({
      cells: [['x'.repeat(LIMITS.textLength), '1']],
    });
  });

  it('open a table of repeated long texts, which are no levels', async () => {
    const text = 'x'.repeat(LIMITS.textLength + 1);
    const { data } = await open(await choose(write('long.csv', `a,b\n${`${text},1.5\n`.repeat(40)}`)));
    expect(data.columns.map(({ type }) => type)).toEqual(['text', 'number']);
  });

  it('give the levels of any column in their natural order', async () => {
    const source = sourceOf(await open(await choose(write('sizes.csv', 'size\n10\n9\n\n10\n100\n'))));
    expect(await call('table:levels', { source, column: 'size' })).toEqual({
      levels: ['9', '10', '100'],
      isCut: false,
    });
    await expect(call('table:levels', { source, column: '__proto__' })).rejects.toMatchObject({
      code: 'INVALID_VALUE',
    });
  });

  it('say where a column has more levels than a category may have', async () => {
    const rows = Array.from({ length: 1_500 }, (_, k) => `id${k}`).join('\n');
    const source = sourceOf(await open(await choose(write('ids.csv', `name\n${rows}\n`))));
    const { levels, isCut } = await call('table:levels', { source, column: 'name' });
    expect({ count: levels.length, isCut }).toEqual({ count: 1_000, isCut: true });
  });

  it('show the first rows of a text table before it has been read', async () => {
    const path = await choose(write('flowers.csv', FLOWERS));
    const { head } = await call('table:peek', { path, format: null });
    expect(head?.names).toEqual(['width', 'color', 'kind']);
    expect(head?.cells[0]).toEqual(['1.5', 'red', 'rose']);
  });
});

describe('table:paste and table:embed', () => {
  it('keep a pasted table in the workspace, from where it opens', async () => {
    const { path } = await call('table:paste', { text: FLOWERS });
    expect(path).toMatch(/^data\/[0-9a-f]{64}\.csv$/);
    expect(sourceOf(await open(path))).toMatchObject({ path, rows: 4 });
    handlers = start();
    expect(sourceOf(await open(path)).rows).toBe(4);
  });

  it('make the project independent of the file it came from', async () => {
    const file = write('flowers.csv', FLOWERS);
    const experiment = await open(await choose(file));
    const { source } = await call('table:embed', { source: sourceOf(experiment) });
    expect(source).toEqual({ ...sourceOf(experiment), path: expect.stringMatching(/^data\//) as string });
    rmSync(file);
    expect(readFileSync(join(workspace.root, source.path), 'utf8')).toBe(FLOWERS);
    const preview = await call('data:preview', { experiment: withSource(experiment, source) });
    expect(preview.columns).toHaveLength(3);
  });
});

describe('a table that was moved or changed', () => {
  it('is told, not replaced in silence', async () => {
    const file = write('flowers.csv', FLOWERS);
    const experiment = await open(await choose(file));
    writeFileSync(file, `${FLOWERS}4.5,red,rose\n`);
    await expect(call('data:preview', { experiment })).rejects.toMatchObject({ code: 'DATA_CHANGED' });
    rmSync(file);
    await expect(call('data:preview', { experiment })).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
  });

  it('is found again where it is now', async () => {
    const file = write('flowers.csv', FLOWERS);
    const source = sourceOf(await open(await choose(file)));
    edge.chosen = join(home, 'tables', 'moved.csv');
    copyFileSync(file, edge.chosen);
    expect(await call('table:locate', { id: 'locating', source })).toEqual({
      status: 'same',
      source: { ...source, path: '../tables/moved.csv' },
    });
    edge.chosen = null;
    expect(await call('table:locate', { id: 'locating', source })).toEqual({ status: 'cancelled' });
  });

  it('is told to be another one, with what it holds, where its bytes are others', async () => {
    const source = sourceOf(await open(await choose(write('flowers.csv', FLOWERS))));
    edge.chosen = write('other.csv', `${FLOWERS}4.5,red,rose\n`);
    const located = await call('table:locate', { id: 'locating', source });
    expect(located).toMatchObject({ status: 'changed', source: { path: '../tables/other.csv', rows: 5 } });
    expect(located.status === 'changed' && located.source.hash).not.toBe(source.hash);
  });

  it('is taken as it is now, with all that a person had decided about its columns', async () => {
    const file = write('flowers.csv', FLOWERS);
    const opened = await open(await choose(file));
    const decided = opened.data.columns.map((column) =>
      column.name === 'color'
        ? {
            ...column,
            type: 'category' as const,
            levels: ['red', 'blue'],
            encoding: 'ordinal' as const,
            missing: 'drop' as const,
            indicator: false,
            role: 'target' as const,
          }
        : column,
    );
    const experiment = { ...opened, data: { ...opened.data, columns: decided } };
    writeFileSync(file, 'size,color,kind\n1,white,rose\n2,blue,iris\n3,red,rose\n');
    const refreshed = (await call('table:refresh', { id: 'refreshing', experiment })).experiment;
    expect(refreshed.data.columns.map(({ name }) => name)).toEqual(['size', 'color', 'kind']);
    expect(refreshed.data.columns[1]).toEqual({ ...decided[1], levels: ['red', 'blue', 'white'] });
    expect(sourceOf(refreshed)).toMatchObject({ path: '../tables/flowers.csv', rows: 3 });
    expect((await call('data:preview', { experiment: refreshed })).columns).toHaveLength(3);
  });
});

describe('data:preview', () => {
  it('shows the table also where the experiment cannot be prepared, and says why not', async () => {
    const opened = await open(await choose(write('flowers.csv', FLOWERS)));
    const columns = opened.data.columns.map((column) => ({ ...column, role: 'ignored' as const }));
    const preview = await call('data:preview', {
      experiment: { ...opened, data: { ...opened.data, columns } },
    });
    expect(preview.problem).toMatchObject({ at: 'data.columns' });
    expect(preview.columns.map(({ name, missing }) => [name, missing])).toEqual([
      ['width', 1],
      ['color', 0],
      ['kind', 0],
    ]);
  });

  it('gives up a preview as soon as a newer one is asked for', async () => {
    const experiment = await open(await choose(write('flowers.csv', FLOWERS)));
    const [first, second] = [call('data:preview', { experiment }), call('data:preview', { experiment })];
    await expect(first).rejects.toMatchObject({ code: 'CANCELLED' });
    expect((await second).columns).toHaveLength(3);
  });
});
