import { EVENT_CHANNEL, INVOKE_CHANNELS, PORT_CHANNEL } from '@shared/ipc/channels.ts';
import { invokeContract } from '@shared/ipc/contract.ts';
import { methodName, type WorkbenchBridge } from '@shared/ipc/envelope.ts';
import { beforeAll, describe, expect, it, vi } from 'vitest';

type Listener = (...values: unknown[]) => void;

const edge = vi.hoisted(() => ({
  exposed: new Map<string, unknown>(),
  invoked: [] as unknown[][],
  listeners: new Map<string, Set<Listener>>(),
}));
vi.mock('electron', () => ({
  contextBridge: { exposeInMainWorld: (name: string, value: unknown) => edge.exposed.set(name, value) },
  ipcRenderer: {
    invoke: async (...values: unknown[]) => edge.invoked.push(values),
    on: (channel: string, listener: Listener) =>
      edge.listeners.set(channel, new Set([...(edge.listeners.get(channel) ?? []), listener])),
    off: (channel: string, listener: Listener) => edge.listeners.get(channel)?.delete(listener),
  },
}));

const posted: unknown[][] = [];
const emit = (channel: string, ...values: unknown[]) =>
  edge.listeners.get(channel)?.forEach((listen) => listen(...values));
const bridge = () => edge.exposed.get('workbench') as WorkbenchBridge;

beforeAll(async () => {
  vi.stubGlobal('location', { origin: 'app://workbench' });
  vi.stubGlobal('postMessage', (...values: unknown[]) => posted.push(values));
  await import('../../../../src-main/preload/index.ts');
  return () => {
    vi.unstubAllGlobals();
  };
});

describe('window.workbench (E9)', () => {
  it('is made from the names of the contract, all of them', () => {
    expect([...INVOKE_CHANNELS].sort()).toEqual(Object.keys(invokeContract).sort());
  });

  it('holds one method a call, the subscription, and nothing else', () => {
    expect([...edge.exposed.keys()]).toEqual(['workbench']);
    expect(Object.keys(bridge()).sort()).toEqual(
      [...Object.keys(invokeContract).map(methodName), 'onEvent'].sort(),
    );
    expect(Object.isFrozen(bridge())).toBe(true);
  });

  it('sends a call on its own channel only', async () => {
    await bridge().exportReveal({});
    expect(edge.invoked).toEqual([['export:reveal', {}]]);
  });

  it('hands on what is told but not the event object, until it is unsubscribed', () => {
    const heard: unknown[][] = [];
    const unsubscribe = bridge().onEvent((...values: unknown[]) => heard.push(values));
    emit(EVENT_CHANNEL, { sender: 'ipcRenderer' }, 'payload', 'more');
    expect(heard).toEqual([['payload']]);
    unsubscribe();
    emit(EVENT_CHANNEL, {}, 'again');
    expect(heard).toHaveLength(1);
  });

  it('passes the port of a run to its own origin only', () => {
    const ports = ['port'];
    emit(PORT_CHANNEL, { sender: 'ipcRenderer', ports }, { runId: 'run', nonce: 'once', more: 1 });
    expect(posted).toEqual([
      [{ type: 'ninestep-run-port', runId: 'run', nonce: 'once' }, 'app://workbench', ports],
    ]);
  });
});
