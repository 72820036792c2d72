// @ts-check
import { readFileSync } from 'node:fs';

/**
 * Names a living process so that it cannot be mistaken for a later one with the same number: a restarted container
 * hands out the same numbers again. undefined when it does not live (any more).
 * @param {number} processId
 * @returns {string | undefined}
 */
export function identifyProcess(processId) {
  return process.platform === 'linux' ? identifyOnLinux(processId) : identifyElsewhere(processId);
}

/**
 * @param {number} processId
 * @returns {string | undefined}
 */
function identifyOnLinux(processId) {
  try {
    const status = readFileSync(`/proc/${processId}/stat`, 'utf8');
    // "pid (name) state …": the name may hold anything, even ")". State is field 3, the time of its start field 22.
    const fields = status.slice(status.lastIndexOf(')') + 2).split(' ');
    const [state, startedAt] = [fields[0], fields[19]];
    // Z: ended, and only waiting for its parent to take note.
    return state === 'Z' ? undefined : `${processId}:${startedAt ?? ''}`;
  } catch {
    return undefined;
  }
}

/**
 * @param {number} processId
 * @returns {string | undefined}
 */
function identifyElsewhere(processId) {
  try {
    process.kill(processId, 0);
    return String(processId);
  } catch (error) {
    // EPERM: it lives, but belongs to somebody else.
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM' ? String(processId) : undefined;
  }
}
