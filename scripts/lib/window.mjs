// @ts-check
import { ensureElectron } from '../ensure-electron.mjs';
import { ensureSystemLibraries } from '../ensure-system-libraries.mjs';

/**
 * Everything that a window needs besides the build.
 * @returns {Promise<string>} path of the Electron program
 */
export async function prepareWindow() {
  const electronPath = await ensureElectron();
  await ensureSystemLibraries(electronPath);
  return electronPath;
}

/** @returns {boolean} */
export function isRoot() {
  return process.getuid?.() === 0;
}
