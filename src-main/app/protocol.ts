import { protocol, type Session } from 'electron';
import { readFile } from 'node:fs/promises';
import { PAGE_HEADERS } from './content-policy.ts';
import type { Log } from '../log.ts';
import { findPageFile, mapPageFiles, type PageFile } from './page-files.ts';
import { isOnOrigin, type PageSource, SCHEME } from './page-source.ts';

/** Must run before Electron is ready: gives our scheme an origin of its own, like https has. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/** Serves the built page from a fixed map; anything else is 404 (E2). */
export function setupProtocol(session: Session, source: PageSource, pageFolder: string): void {
  if (source.kind === 'dev-server') return;
  const files = mapPageFiles(pageFolder);
  session.protocol.handle(SCHEME, (request) =>
    serve(findPageFile(files, request.url, source.origin), request.method),
  );
}

async function serve(file: PageFile | undefined, method: string): Promise<Response> {
  if (method !== 'GET') return new Response('Not allowed', { status: 405, headers: PAGE_HEADERS });
  if (file === undefined) return new Response('Not found', { status: 404, headers: PAGE_HEADERS });
  const body = await readFile(file.path);
  return new Response(body, { headers: { ...PAGE_HEADERS, 'Content-Type': file.mimeType } });
}

/** Cancels, and counts in the log, every request that is not for our page (E2, E7): Ninestep has no network. */
export function blockNetwork(session: Session, source: PageSource, log: Log): void {
  let blocked = 0;
  session.webRequest.onBeforeRequest(({ url }, answer) => {
    const isOurs = isOnOrigin(url, source.origin) || isInPage(url) || isDevelopment(url, source);
    if (!isOurs) {
      blocked += 1;
      log.warn(`Blocked request ${String(blocked)}: ${url.slice(0, 200)}`);
    }
    answer({ cancel: !isOurs });
  });
}

/** Made inside the page itself (a chart saved as a picture); no request leaves the process. */
function isInPage(url: string): boolean {
  return url.startsWith('data:') || url.startsWith('blob:');
}

/** Developer tools, and the dev server's socket for hot updates, while developing. */
function isDevelopment(url: string, source: PageSource): boolean {
  if (url.startsWith('devtools:')) return true;
  return source.kind === 'dev-server' && isOnOrigin(url, source.origin.replace(/^http/, 'ws'));
}
