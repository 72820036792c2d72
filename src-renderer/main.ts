import './api/zod-jitless.ts';
import type { WorkbenchEvent } from '@shared/ipc/contract.ts';
import { decodeRunList } from '@shared/ipc/run-list.ts';
import { mount } from 'svelte';
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import './styles/panes.css';
import './styles/nine-steps.css';
import { ActionRegistry } from './actions/registry.ts';
import { createClient, describeError } from './api/client.ts';
import App from './App.svelte';
import StartError from './features/shell/StartError.svelte';
import { copyFullPrecision } from './full-precision-copy.ts';
import { Workbench } from './state/workbench.svelte.ts';

const target = document.querySelector('#app');
if (target === null) throw new Error('The page has no place for the window.');

const client = createClient(window.workbench, window);

/** Errors nobody caught: for the log, since the person can do nothing about them. */
function report(thrown: unknown): void {
  const text = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  void client.logError({ message: text.slice(0, 4_000) }).catch(() => undefined);
}
window.addEventListener('error', (event) => report(event.error ?? event.message));
window.addEventListener('unhandledrejection', (event) => report(event.reason));
document.addEventListener('copy', copyFullPrecision);

try {
  const { text } = await client.runsList({});
  // What happens to runs from now on is not in the list; what happens to the queue will be in the snapshot.
  const early: WorkbenchEvent[] = [];
  const stopCollecting = client.onEvent((event) => early.push(event));
  const snapshot = await client.appSnapshot({});
  stopCollecting();
  const system = window.matchMedia('(prefers-color-scheme: dark)');
  const workbench = new Workbench(client, snapshot, decodeRunList(text), system);
  const actions = new ActionRegistry(workbench);
  const receive = (event: WorkbenchEvent): void => {
    workbench.receive(event, (action) => actions.performFromMenu(action));
  };
  client.onEvent(receive);
  early.filter(({ type }) => type !== 'queue-changed').forEach(receive);
  mount(App, { target, props: { workbench, actions } });
} catch (error) {
  report(error);
  mount(StartError, { target, props: { message: describeError(error).message } });
}
