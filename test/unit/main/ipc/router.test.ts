import { INVOKE_CHANNELS } from '@shared/ipc/channels.ts';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Handlers } from '../../../../src-main/ipc/answer.ts';
import { CallRate } from '../../../../src-main/ipc/call-limits.ts';
import { setupRouter } from '../../../../src-main/ipc/router.ts';
import { recordingLog } from '../quiet-log.ts';
import { SAMPLE_REQUESTS } from './contract-samples.ts';
import { ORIGIN, OUR_FRAME } from './senders.ts';

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
    setupRouter({
      handlers: handlers as unknown as Handlers,
      origin: ORIGIN,
      rate: new CallRate(() => 0),
      log: recordingLog(),
    });
  });

  it('opens exactly the channels of the contract', () => {
    expect([...edge.listeners.keys()]).toEqual(Object.keys(SAMPLE_REQUESTS));
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
