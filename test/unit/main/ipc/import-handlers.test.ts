import { invokeContract } from '@shared/ipc/contract.ts';
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ApprovedPaths } from '../../../../src-main/app/approved-paths.ts';
import { Notices } from '../../../../src-main/app/notices.ts';
import { Session } from '../../../../src-main/app/session.ts';
import type { HandlerContext } from '../../../../src-main/ipc/context.ts';
import { createImportHandlers } from '../../../../src-main/ipc/import-handlers.ts';
import { workspaceAt } from '../../../../src-main/storage/paths.ts';
import { tempFolder } from '../../../helpers/temp-folder.ts';
import { rejectionOf } from '../../../helpers/thrown.ts';
import sklearn from '../../../fixtures/import/sklearn.json' with { type: 'json' };
import { recordingLog } from '../quiet-log.ts';
import { serviceInThisProcess } from './in-process-service.ts';

/** The edge: the open dialog, in which a person chooses this file, or none. */
const edge = vi.hoisted(() => ({ chosen: null as string | null }));
vi.mock('electron', () => ({
  dialog: {
    showOpenDialog: () => {
      const { chosen } = edge;
      return Promise.resolve({ canceled: chosen === null, filePaths: chosen === null ? [] : [chosen] });
    },
  },
}));

/** Ninestep as it starts, a model file beside its workspace, and the runs that its library was told of. */
function started() {
  const home = tempFolder();
  const workspace = workspaceAt(join(home, 'Ninestep'));
  mkdirSync(workspace.root, { recursive: true });
  const file = join(home, 'net.json');
  writeFileSync(file, JSON.stringify(sklearn.cases[0]!.file));
  const log = recordingLog();
  const paths = new ApprovedPaths(workspace);
  const session = new Session({ workspace, paths, notices: new Notices(() => undefined), log });
  const added: string[] = [];
  const library = {
    opened: () => Promise.resolve(),
    add: (runId: string) => {
      added.push(runId);
      return Promise.resolve();
    },
  };
  const service = serviceInThisProcess();
  const context = { workspace, paths, session, service, library, log, window: () => null };
  const handlers = createImportHandlers(context as unknown as HandlerContext);
  return { handlers, home, workspace, file, added };
}

beforeEach(() => {
  edge.chosen = null;
});

describe('importing from the window', () => {
  it('tells what a chosen file holds, and makes a run of it that the library knows', async () => {
    const { handlers, file, added, workspace } = started();
    edge.chosen = file;
    const answer = await handlers['import:inspect']({ path: null });
    const { path, found } = invokeContract['import:inspect'].response.parse(answer) as Extract<
      typeof answer,
      { status: 'found' }
    >;
    expect(found).toMatchObject({ form: 'sklearn', task: 'regression', hasExperiment: false });
    expect(added).toEqual([]);
    const made = await handlers['import:make']({ path, name: 'Mine', table: null });
    expect(invokeContract['import:make'].response.parse(made).experiment.name).toBe('Mine');
    expect(added).toEqual([made.runId]);
    expect(existsSync(join(workspace.runs, made.runId, 'model.json'))).toBe(true);
  });

  it('makes nothing where nothing was chosen', async () => {
    expect(await started().handlers['import:inspect']({ path: null })).toEqual({ status: 'cancelled' });
  });

  it('reads no file and no table that a person has not chosen', async () => {
    const { handlers, file, home } = started();
    expect(await rejectionOf(handlers['import:inspect']({ path: file }))).toMatchObject({
      code: 'NOT_ALLOWED',
    });
    edge.chosen = file;
    const answer = await handlers['import:inspect']({ path: null });
    const { path } = answer as Extract<typeof answer, { status: 'found' }>;
    const table = join(home, 'iris.csv');
    copyFileSync(resolve('resources/datasets/iris.csv'), table);
    const made = handlers['import:make']({ path, name: null, table: { path: table, targets: null } });
    expect(await rejectionOf(made)).toMatchObject({ code: 'NOT_ALLOWED', at: 'table.path' });
  });
});
