import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ApprovedPaths } from '../../../../src-main/app/approved-paths.ts';
import { Notices } from '../../../../src-main/app/notices.ts';
import { Session } from '../../../../src-main/app/session.ts';
import { type Workspace, workspaceAt } from '../../../../src-main/storage/paths.ts';
import { recordingLog } from '../quiet-log.ts';

let workspace: Workspace;
let notices: Notices;

beforeEach(() => {
  workspace = workspaceAt(mkdtempSync(join(tmpdir(), 'ninestep-session-')));
  notices = new Notices(() => undefined);
});
afterEach(() => {
  rmSync(workspace.root, { recursive: true });
});

const open = () =>
  new Session({ workspace, paths: new ApprovedPaths(workspace), notices, log: recordingLog() });
const savedName = () => (JSON.parse(readFileSync(workspace.projectFile, 'utf8')) as { name: string }).name;

describe('Session', () => {
  it('greets the first start with a project', async () => {
    expect((await open().currentProject()).experiments.length).toBeGreaterThan(0);
  });

  it('has a project on disk when a save is acknowledged (F6)', async () => {
    const session = open();
    const project = await session.currentProject();
    await session.save({ ...project, name: 'Renamed' });
    expect(savedName()).toBe('Renamed');
    expect((await session.currentProject()).name).toBe('Renamed');
  });

  it('keeps the last of many saves at once', async () => {
    const session = open();
    const project = await session.currentProject();
    for (let k = 0; k <= 20; k++) void session.save({ ...project, name: `Save ${k}` });
    await session.idle();
    expect(savedName()).toBe('Save 20');
    expect((await session.currentProject()).name).toBe('Save 20');
  });

  it('goes on saving after a save that failed', async () => {
    const session = open();
    const project = await session.currentProject();
    rmSync(workspace.projectFile);
    mkdirSync(join(workspace.projectFile, 'in-the-way'), { recursive: true });
    await expect(session.save({ ...project, name: 'Lost' })).rejects.toThrow();
    expect((await session.currentProject()).name).toBe(project.name);
    rmSync(workspace.projectFile, { recursive: true });
    await session.save({ ...project, name: 'Kept' });
    expect(savedName()).toBe('Kept');
  });
});
