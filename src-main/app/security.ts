import { app, type Session, type WebContents } from 'electron';
import type { Log } from '../log.ts';
import { isOnOrigin, type PageSource } from './page-source.ts';

/** Guards every page that is ever made, at its birth, so that no window can be forgotten (E4). */
export function guardContents(source: PageSource, log: Log): void {
  app.on('web-contents-created', (_event, contents) => {
    guard(contents, source, log);
  });
}

function guard(contents: WebContents, source: PageSource, log: Log): void {
  const refuse = (event: { preventDefault: () => void }, what: string, url: string): void => {
    event.preventDefault();
    log.warn(`Refused ${what}: ${url.slice(0, 200)}`);
  };
  const refuseNavigation = (event: { preventDefault: () => void; url: string }): void => {
    // The dev server reloads its own page; the built page never navigates.
    if (source.kind === 'dev-server' && isOnOrigin(event.url, source.origin)) return;
    refuse(event, 'navigation', event.url);
  };
  contents.on('will-navigate', refuseNavigation);
  contents.on('will-redirect', refuseNavigation);
  contents.on('will-frame-navigate', refuseNavigation);
  contents.on('will-attach-webview', (event, _preferences, parameters) => {
    refuse(event, 'embedded page', parameters.src ?? '');
  });
  contents.setWindowOpenHandler(({ url }) => {
    log.warn(`Refused new window: ${url.slice(0, 200)}`);
    return { action: 'deny' };
  });
}

/** The page may write cleaned text to the clipboard, and nothing else that needs leave (E6). */
export function denyPermissions(session: Session, source: PageSource): void {
  const isAllowed = (permission: string, url: string): boolean =>
    permission === 'clipboard-sanitized-write' && isOnOrigin(url, source.origin);
  session.setPermissionRequestHandler((_contents, permission, answer, details) => {
    answer(isAllowed(permission, details.requestingUrl));
  });
  session.setPermissionCheckHandler((_contents, permission, origin) =>
    isAllowed(permission, origin.endsWith('/') ? origin : `${origin}/`),
  );
  session.setDevicePermissionHandler(() => false);
}

/** Files are written by main alone, at places chosen in a save dialog (F9). */
export function denyDownloads(session: Session, log: Log): void {
  session.on('will-download', (event, item) => {
    event.preventDefault();
    log.warn(`Refused download: ${item.getURL().slice(0, 200)}`);
  });
}
