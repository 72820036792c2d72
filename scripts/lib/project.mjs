// @ts-check
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. Found from this file, so that every script works from any folder. */
export const projectFolder = resolve(fileURLToPath(new URL('../../', import.meta.url)));

/**
 * @param {...string} parts
 * @returns {string}
 */
export function inProject(...parts) {
  return join(projectFolder, ...parts);
}

/**
 * The text of a file, or undefined when there is none. For stamps and marks, where absence is an answer.
 * @param {string} path
 * @returns {string | undefined}
 */
export function readIfPresent(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
