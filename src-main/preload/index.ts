import { EVENT_CHANNEL, INVOKE_CHANNELS, PORT_CHANNEL } from '@shared/ipc/channels.ts';
import { methodName } from '@shared/ipc/envelope.ts';
import { contextBridge, ipcRenderer } from 'electron';
import { announceDrops } from './drops.ts';

/*
 * The only door between the page and main (E9): one method a call, made from the names of the contract, and one
 * subscription. The page never sees ipcRenderer, a channel name or an event object. Main checks everything again.
 */

/** What is used of the page's globals. */
interface Page {
  readonly addEventListener: Parameters<typeof announceDrops>[0]['addEventListener'];
  readonly location: { readonly origin: string };
  postMessage(message: unknown, targetOrigin: string, transfer: readonly unknown[]): void;
}
const page = globalThis as unknown as Page;

const calls = INVOKE_CHANNELS.map(
  (channel) => [methodName(channel), (request: unknown) => ipcRenderer.invoke(channel, request)] as const,
);

function onEvent(listener: (event: unknown) => void): () => void {
  const passOn = (_event: unknown, payload: unknown): void => {
    listener(payload);
  };
  ipcRenderer.on(EVENT_CHANNEL, passOn);
  return () => {
    ipcRenderer.off(EVENT_CHANNEL, passOn);
  };
}

// A port cannot cross the bridge; it goes to the page as a window message, to its own origin only.
ipcRenderer.on(PORT_CHANNEL, (event, handover: { runId: string; nonce: string }) => {
  const { runId, nonce } = handover;
  page.postMessage({ type: 'ninestep-run-port', runId, nonce }, page.location.origin, event.ports);
});

announceDrops(page);

contextBridge.exposeInMainWorld('workbench', Object.freeze({ ...Object.fromEntries(calls), onEvent }));
