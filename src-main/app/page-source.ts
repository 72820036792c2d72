/** Where the window's page comes from: our own scheme, or the dev server while developing. */
export interface PageSource {
  readonly kind: 'built' | 'dev-server';
  /** Without a slash at the end. */
  readonly origin: string;
  readonly url: string;
}

export const SCHEME = 'app';
const HOST = 'workbench';

/** The dev server counts only when electron-vite names it and the app is not packaged: a product has no such door. */
export function pageSource(devServerUrl: string | undefined, isPackaged: boolean): PageSource {
  if (devServerUrl !== undefined && devServerUrl !== '' && !isPackaged) {
    const { origin } = new URL(devServerUrl);
    return { kind: 'dev-server', origin, url: `${origin}/index.html` };
  }
  const origin = `${SCHEME}://${HOST}`;
  return { kind: 'built', origin, url: `${origin}/index.html` };
}

/** Whether a URL is on the page's origin. The slash matters: `app://workbench.evil/` begins the same without it. */
export function isOnOrigin(url: string, origin: string): boolean {
  try {
    return new URL(url).href.startsWith(`${origin}/`);
  } catch {
    return false;
  }
}
