import { DROP_CHANNEL, EVENT_CHANNEL, INVOKE_CHANNELS, PORT_CHANNEL } from '@shared/ipc/channels.ts';
import { invokeContract } from '@shared/ipc/contract.ts';
import { methodName, type WorkbenchBridge } from '@shared/ipc/envelope.ts';
import { beforeAll, describe, expect, it, vi } from 'vitest';

type Listener = (...values: unknown[]) => void;

interface Edge {
  exposed: Map<string, unknown>;
  invoked: unknown[][];
  listeners: Map<string, Set<Listener>>;
  /** Electron up to 28 has none. */
  webUtils: unknown;
}
const edge = vi.hoisted((): Edge => ({
  exposed: new Map(),
  invoked: [],
  listeners: new Map(),
  webUtils: undefined,
}));
vi.mock('electron', () => ({
  get webUtils() {
    return edge.webUtils;
  },
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
const heardByPage = new Map<string, Listener>();
const bridge = () => edge.exposed.get('workbench') as WorkbenchBridge;

beforeAll(async () => {
  vi.stubGlobal('location', { origin: 'app://workbench' });
  vi.stubGlobal('postMessage', (...values: unknown[]) => posted.push(values));
  vi.stubGlobal('addEventListener', (type: string, listener: Listener) => heardByPage.set(type, listener));
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

describe('files dropped onto the window', () => {
  const modern = { getPathForFile: (file: { real: string }) => file.real };
  const dragEvent = (changes: object = {}) => ({
    isTrusted: true,
    dataTransfer: {
      types: ['Files'],
      files: [{ real: '/home/me/iris.csv', path: '/home/me/old-iris.csv' }, {}],
    },
    preventDefault: vi.fn(),
    ...changes,
  });
  const drop = (event: ReturnType<typeof dragEvent>, webUtils: unknown) => {
    edge.invoked.length = 0;
    edge.webUtils = webUtils;
    heardByPage.get('drop')!(event);
    return edge.invoked;
  };

  it.each([
    ['webUtils (Electron 29 and later)', modern, '/home/me/iris.csv'],
    ['the file itself (Electron up to 28)', undefined, '/home/me/old-iris.csv'],
  ])('are told to main by the path that %s gives', (_title, webUtils, path) => {
    expect(drop(dragEvent(), webUtils)).toEqual([[DROP_CHANNEL, { path, files: 2 }]]);
  });

  it.each([
    ['an event that a script made', { isTrusted: false }],
    ['dropped text', { dataTransfer: { types: ['text/plain'], files: [] } }],
    ['nothing', { dataTransfer: null }],
  ])('are not told for %s', (_title, changes) => {
    expect(drop(dragEvent(changes), modern)).toEqual([]);
  });

  it('are told without a path where a script made the file', () => {
    const dataTransfer = { types: ['Files'], files: [{}] };
    expect(drop(dragEvent({ dataTransfer }), undefined)).toEqual([[DROP_CHANNEL, { path: '', files: 1 }]]);
  });

  it('may be dropped anywhere, and nothing else may', () => {
    const [file, text] = [dragEvent(), dragEvent({ dataTransfer: { types: ['text/plain'], files: [] } })];
    heardByPage.get('dragover')!(file);
    heardByPage.get('dragover')!(text);
    expect(file.preventDefault).toHaveBeenCalledOnce();
    expect(text.preventDefault).not.toHaveBeenCalled();
  });
});
