// @ts-check
import { SetupError } from './messages.mjs';

/** 20.19 is the first Node 20 that can `require()` an ES module, which Electron's installer and Vite 8 do. */
const OLDEST = { major: 20, minor: 19 };

/**
 * @param {string} version as in process.versions.node, such as "20.19.4"
 * @returns {boolean}
 */
export function isNodeNewEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > OLDEST.major || (major === OLDEST.major && minor >= OLDEST.minor);
}

export function requireNode() {
  if (isNodeNewEnough(process.versions.node)) return;
  throw new SetupError(`Ninestep needs Node ${OLDEST.major}.${OLDEST.minor} or newer.`, {
    where: `this is Node ${process.versions.node} (${process.execPath})`,
    todo: 'Install a current Node (20.19 or newer, or 22, 24, …) and start again.',
  });
}
