import { app, type BrowserWindow, dialog, powerMonitor } from 'electron';
import type { Work } from '../queue/batch.ts';
import { isTest } from './environment.ts';
import { quitQuestion } from './quit-question.ts';

interface QuittingContext {
  /** What a person would interrupt by quitting. */
  work: () => Work;
  window: () => BrowserWindow | null;
}

/** Signals that politely ask a program to end. */
const END_SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

/** Asks before runs are interrupted by quitting, or by closing the last window. The system itself is not asked back. */
export function setupQuitQuestion({ work, window }: QuittingContext): void {
  let isDecided = false;
  let isAsking = false;
  const quitUnasked = (): void => {
    isDecided = true;
    app.quit();
  };
  const mustAsk = (): boolean => !isDecided && !isTest() && isSomething(work());
  const ask = async (): Promise<void> => {
    if (isAsking) return;
    isAsking = true;
    const mayQuit = await confirmed(work(), window());
    isAsking = false;
    if (mayQuit) quitUnasked();
  };
  app.on('before-quit', (event) => {
    if (!mustAsk()) return;
    event.preventDefault();
    void ask();
  });
  app.on('browser-window-created', (_event, created) => {
    created.on('close', (event) => {
      // On macOS Ninestep, and training, go on without a window.
      if (process.platform === 'darwin' || !mustAsk()) return;
      event.preventDefault();
      void ask();
    });
    // Windows, when the person logs off or shuts down.
    created.on('session-end', quitUnasked);
  });
  powerMonitor.on('shutdown', quitUnasked);
  for (const signal of END_SIGNALS) {
    // electron-store listened before Chromium did; only a first listener takes the signal back from Chromium, which would
    // make it look as if a person quit.
    process.removeAllListeners(signal);
    process.on(signal, quitUnasked);
  }
}

function isSomething({ running, waiting }: Work): boolean {
  return running.length + waiting > 0;
}

async function confirmed(work: Work, window: BrowserWindow | null): Promise<boolean> {
  const options = {
    ...quitQuestion(work),
    type: 'question' as const,
    buttons: ['Quit', 'Keep running'],
    defaultId: 1,
    cancelId: 1,
  };
  const { response } = await (window === null
    ? dialog.showMessageBox(options)
    : dialog.showMessageBox(window, options));
  return response === 0;
}
