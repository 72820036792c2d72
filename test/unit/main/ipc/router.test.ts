import { DROP_CHANNEL, INVOKE_CHANNELS } from '@shared/ipc/channels.ts';
import type { WorkbenchEvent } from '@shared/ipc/contract.ts';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ApprovedPaths } from '../../../../src-main/app/approved-paths.ts';
import { Notices } from '../../../../src-main/app/notices.ts';
import type { Handlers } from '../../../../src-main/ipc/answer.ts';
import { CallRate } from '../../../../src-main/ipc/call-limits.ts';
import { setupRouter } from '../../../../src-main/ipc/router.ts';
import { workspaceAt } from '../../../../src-main/storage/paths.ts';
import { recordingLog } from '../quiet-log.ts';
import { SAMPLE_REQUESTS } from './contract-samples.ts';
import { ORIGIN, OUR_FRAME } from './senders.ts';

const events: WorkbenchEvent[] = [];

type Listener = (event: { senderFrame: unknown }, payload: unknown) => Promise<unknown>;

/** The edge: Electron's ipcMain, as far as the router uses it. */
const edge = vi.hoisted(() => ({
  listeners: new Map<string, Listener>(),
  removed: [] as string[],
}));
vi.mock('electron', () => ({
  ipcMain: {
    handle: (channel: string, listener: Listener) => edge.listeners.set(channel, listener),
    removeAllListeners: (channel: string) => edge.removed.push(channel),
  },
}));

describe('setupRouter', () => {
  beforeEach(() => {
    edge.listeners.clear();
    edge.removed.length = 0;
    const handlers = Object.fromEntries(
      INVOKE_CHANNELS.map((channel) => [channel, () => Promise.resolve({})]),
    );
    const guard = { origin: ORIGIN, rate: new CallRate(() => 0), log: recordingLog() };
    const workspace = workspaceAt('/home/me/Ninestep');
    events.length = 0;
    const broadcast = (event: WorkbenchEvent) => events.push(event);
    const drops = {
      paths: new ApprovedPaths(workspace),
      notices: new Notices(broadcast),
      broadcast,
      ...guard,
    };
    setupRouter({ handlers: handlers as unknown as Handlers, ...guard }, drops);
  });

  it('opens exactly the channels of the contract, and the one of dropped files', () => {
    expect([...edge.listeners.keys()]).toEqual([...Object.keys(SAMPLE_REQUESTS), DROP_CHANNEL]);
  });

  it('hears of dropped files from our page alone', async () => {
    const listener = edge.listeners.get(DROP_CHANNEL)!;
    const drop = { path: '/home/me/iris.csv', files: 1 };
    await listener({ senderFrame: null }, drop);
    expect(events).toEqual([]);
    await listener({ senderFrame: OUR_FRAME }, drop);
    expect(events).toEqual([{ type: 'file-dropped', path: '../iris.csv', files: 1 }]);
  });

  it('closes the synchronous channel that electron-store opens (I6)', () => {
    expect(edge.removed).toEqual(['electron-store-get-data']);
  });

  it('answers a call of our page, and refuses one without a frame', async () => {
    const listener = edge.listeners.get('run:reveal')!;
    const request = SAMPLE_REQUESTS['run:reveal'];
    expect(await listener({ senderFrame: OUR_FRAME }, request)).toEqual({ ok: true, value: {} });
    expect(await listener({ senderFrame: null }, request)).toMatchObject({ error: { code: 'NOT_ALLOWED' } });
  });
});
