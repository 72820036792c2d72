import type { ElectronApplication, Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, extname, join } from 'node:path';

const MIME_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
};

/** As a careful author sets it: nothing from elsewhere, nothing evaluated. */
const POLICY = "default-src 'self'; script-src 'self' 'unsafe-inline'";

/**
 * What the body of a page says that a person wrote into an empty folder as index.html, once it says something. The page is
 * Chromium's and knows nothing of Ninestep: a session of its own, without the preload script.
 */
export async function textOfBlankPage(electron: ElectronApplication, folder: string): Promise<string> {
  const server = await serveFolder(folder);
  const opened = electron.waitForEvent('window');
  const { port } = server.address() as AddressInfo;
  await electron.evaluate(
    ({ BrowserWindow }, url) => {
      const window = new BrowserWindow({
        show: false,
        webPreferences: { partition: 'blank', sandbox: true },
      });
      void window.loadURL(url);
    },
    `http://127.0.0.1:${String(port)}/index.html`,
  );
  const page = await opened;
  try {
    // While a script loads that stands before everything, there is no body yet.
    await page.waitForFunction(() => (document.querySelector('body')?.textContent ?? '').trim() !== '');
    return await textOf(page);
  } finally {
    await page.close();
    server.close();
  }
}

async function textOf(page: Page): Promise<string> {
  return (await page.evaluate(() => document.body.innerText)).trim();
}

async function serveFolder(folder: string): Promise<Server> {
  const server = createServer((request, response) => {
    const name = basename(decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname));
    readFile(join(folder, name)).then(
      (bytes) => {
        response.setHeader('Content-Security-Policy', POLICY);
        response.setHeader('Content-Type', MIME_TYPES[extname(name)] ?? 'application/octet-stream');
        response.end(bytes);
      },
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
