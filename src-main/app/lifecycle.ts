import { app } from 'electron';
import type { Log } from '../log.ts';

/** How long all that must be written gets when Ninestep quits (U10, promise U4). */
const FINISH_DEADLINE_MS = 3_000;
/** How long the processes of runs get of it, so that what became of them can be written, too. */
const CHECKPOINT_DEADLINE_MS = 2_700;

interface LifecycleContext {
  openWindow: () => void;
  /**
   * Ends when all that must be on disk is there, or never: the deadline is ours. Given what resolves when the processes of
   * runs have had their time.
   */
  finishWork: (checkpoints: Promise<void>) => Promise<unknown>;
  log: Log;
}

/** When windows close, when Ninestep is started twice, and what happens before it is gone. */
export function setupLifecycle({ openWindow, finishWork, log }: LifecycleContext): void {
  // What a second start was given on its command line is foreign input; Ninestep takes none.
  app.on('second-instance', openWindow);
  app.on('activate', openWindow);
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  finishBeforeQuit(finishWork, log);
}

function finishBeforeQuit(finishWork: LifecycleContext['finishWork'], log: Log): void {
  let phase: 'working' | 'finishing' | 'finished' = 'working';
  const finish = async (): Promise<void> => {
    try {
      await Promise.race([finishWork(after(CHECKPOINT_DEADLINE_MS)), after(FINISH_DEADLINE_MS)]);
    } catch (error) {
      log.error('Not everything could be finished before quitting', error);
    }
    phase = 'finished';
    // Electron takes no second quit before it has seen the first one prevented.
    setImmediate(() => {
      app.quit();
    });
  };
  app.on('will-quit', (event) => {
    if (phase === 'finished') return;
    event.preventDefault();
    if (phase === 'finishing') return;
    phase = 'finishing';
    void finish();
  });
}

function after(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
