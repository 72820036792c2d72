import { readdirSync } from 'node:fs';
import { extname, join } from 'node:path';

export interface PageFile {
  readonly path: string;
  readonly mimeType: string;
}

const MIME_TYPES: ReadonlyMap<string, string> = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
  ['.json', 'application/json; charset=utf-8'],
  ['.svg', 'image/svg+xml'],
  ['.png', 'image/png'],
  ['.ico', 'image/x-icon'],
  ['.woff2', 'font/woff2'],
]);

/**
 * URL path → file, for every file of the built page (E2). Made once by walking the folder; afterwards a request can
 * only name an entry of this map, so no path is ever built from a URL.
 */
export function mapPageFiles(folder: string): ReadonlyMap<string, PageFile> {
  const files = new Map<string, PageFile>();
  const walk = (directory: string, urlPath: string): void => {
    for (const entry of readdirSync(directory, { withFileTypes: true })) {
      const path = join(directory, entry.name);
      if (entry.isDirectory()) walk(path, `${urlPath}${entry.name}/`);
      else if (entry.isFile()) {
        const mimeType = MIME_TYPES.get(extname(entry.name)) ?? 'application/octet-stream';
        files.set(`${urlPath}${entry.name}`, { path, mimeType });
      }
    }
  };
  walk(folder, '/');
  return files;
}

/** The file that a URL names, or undefined. Whatever is not literally in the map, on our origin, is not there. */
export function findPageFile(
  files: ReadonlyMap<string, PageFile>,
  url: string,
  origin: string,
): PageFile | undefined {
  if (!url.startsWith(`${origin}/`)) return undefined;
  const path = url.slice(origin.length).split(/[?#]/, 1)[0] ?? '';
  return files.get(path === '/' ? '/index.html' : path);
}
