import { BrowserWindow, dialog, nativeTheme, screen } from 'electron';
import type { SettingsStore } from '../storage/settings-store.ts';
import { isTest } from './environment.ts';
import type { Log } from '../log.ts';
import type { PageSource } from './page-source.ts';
import { windowOptions } from './window-options.ts';

export interface WindowKeeper {
  /** The window, if there is one that can still be talked to. */
  readonly current: () => BrowserWindow | null;
  /** Opens the window, or brings the open one to the front. */
  readonly open: () => void;
  /** Tells whenever a page starts afresh, at first and after every reload. */
  readonly onPageStart: (listener: () => void) => void;
}

interface WindowContext {
  source: PageSource;
  preload: string;
  settings: SettingsStore;
  log: Log;
}

/** Two crashes of the page within this time are not bad luck: reloading would only crash it again. */
const CRASH_LOOP_MS = 30_000;

/** Ninestep has one window; on macOS it can be closed and opened again. */
export function createWindowKeeper(context: WindowContext): WindowKeeper {
  let window: BrowserWindow | null = null;
  const pageListeners: (() => void)[] = [];
  const keeper: WindowKeeper = {
    current: () => (window === null || window.isDestroyed() ? null : window),
    open: () => {
      const existing = keeper.current();
      if (existing !== null) {
        bringToFront(existing);
        return;
      }
      window = openWindow(context);
      window.webContents.on('did-start-loading', () => {
        for (const listener of pageListeners) listener();
      });
    },
    onPageStart: (listener) => {
      pageListeners.push(listener);
    },
  };
  return keeper;
}

function openWindow(context: WindowContext): BrowserWindow {
  const { source, settings, log } = context;
  const screens = screen.getAllDisplays().map((display) => display.workArea);
  const options = windowOptions(
    context.preload,
    nativeTheme.shouldUseDarkColors,
    settings.get().windowBounds,
    screens,
  );
  const window = new BrowserWindow(options);
  window.once('ready-to-show', () => {
    window.show();
  });
  window.on('close', () => {
    rememberBounds(window, settings, log);
  });
  reloadOnceWhenGone(window, log);
  window.loadURL(source.url).catch((error: unknown) => {
    log.error('The page could not be loaded', error);
  });
  return window;
}

/** Where the window stands is not worth keeping it open for. */
function rememberBounds(window: BrowserWindow, settings: SettingsStore, log: Log): void {
  try {
    settings.change({ windowBounds: window.getNormalBounds() });
  } catch (error) {
    log.warn('The place of the window could not be kept', error);
  }
}

function bringToFront(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

/** Training goes on without a page (U6): a new one asks for a snapshot and misses nothing. */
function reloadOnceWhenGone(window: BrowserWindow, log: Log): void {
  let lastCrashAt = -Infinity;
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit') return;
    log.error(`The page is gone: ${reason}, exit code ${String(exitCode)}`);
    const isLoop = performance.now() - lastCrashAt < CRASH_LOOP_MS;
    lastCrashAt = performance.now();
    if (!isLoop) window.webContents.reload();
    else if (!isTest()) void offerReload(window);
  });
}

async function offerReload(window: BrowserWindow): Promise<void> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'error',
    message: 'The window of Ninestep failed twice in a row.',
    detail:
      'Training goes on and nothing is lost. You can try again, or close the window, which also ends training.',
    buttons: ['Try again', 'Close'],
    defaultId: 0,
    cancelId: 1,
  });
  if (response === 0) window.webContents.reload();
  else window.destroy();
}
