import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

const folder = resolve(import.meta.dirname, '../../out/main');

/** A built entry of src-main. */
export function builtEntry(name: 'cli' | 'run-thread'): string {
  const path = resolve(folder, `${name}.cjs`);
  if (!existsSync(path)) throw new Error(`${path} is missing. Build it first: npm run build`);
  return path;
}
