import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { tempFolder } from './temp-folder.ts';

/** The native library inside of its package, for the system that runs this. */
export const BINDING_FILE = `bin/napi-v6/${process.platform}/${process.arch}/onnxruntime_binding.node`;

/** Puts files where onnxruntime-node would be installed; returns a file beside it, from which it is found. */
export function installPackage(files: Readonly<Record<string, string>>): string {
  const folder = tempFolder();
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, 'node_modules/onnxruntime-node', name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
  return join(folder, 'from.cjs');
}
