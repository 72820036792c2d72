import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where this system keeps what can be made anew at any time, for this person. It need not be there. */
export function cacheFolder(): string {
  switch (process.platform) {
    case 'darwin':
      return join(homedir(), 'Library', 'Caches', 'Ninestep');
    case 'win32':
      return join(homedir(), 'AppData', 'Local', 'Ninestep', 'Cache');
    default: {
      const chosen = process.env.XDG_CACHE_HOME;
      return join(chosen === undefined || chosen === '' ? join(homedir(), '.cache') : chosen, 'ninestep');
    }
  }
}
