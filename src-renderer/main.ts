import './api/zod-jitless.ts';
import { mount } from 'svelte';
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
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
  const snapshot = await client.appSnapshot({});
  const workbench = new Workbench(client, snapshot, window.matchMedia('(prefers-color-scheme: dark)'));
  const actions = new ActionRegistry(workbench);
  client.onEvent((event) => workbench.receive(event, (action) => actions.performFromMenu(action)));
  mount(App, { target, props: { workbench, actions } });
} catch (error) {
  report(error);
  mount(StartError, { target, props: { message: describeError(error).message } });
}
