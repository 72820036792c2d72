import { app, dialog } from 'electron';
import { isTest } from './environment.ts';
import type { Log } from '../log.ts';

/**
 * What no one caught ends Ninestep (U8): its state can no longer be trusted. Runs that were being trained keep their
 * points and are marked interrupted at the next start. Without this Electron would show a dialog that blocks.
 */
export function setupCrashHandlers(log: Log): void {
  let isEnding = false;
  const end = (what: string) => (error: unknown) => {
    log.error(what, error);
    if (isEnding) return;
    isEnding = true;
    if (!isTest()) {
      dialog.showErrorBox(
        'Ninestep has to close',
        'Something went wrong that Ninestep cannot recover from. Your project and your runs are saved. ' +
          'The log has the details. Please start Ninestep again.',
      );
    }
    app.exit(1);
  };
  process.on('uncaughtException', end('Uncaught exception'));
  process.on('unhandledRejection', end('Unhandled rejection'));
}
