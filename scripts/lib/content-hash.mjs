// @ts-check
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * One hash over names and contents of files and folders; a name that does not exist counts as such, so that
 * adding and removing a file are changes too.
 * @param {string} root
 * @param {readonly string[]} names relative to root
 * @returns {string}
 */
export function hashContents(root, names) {
  return hashFiles(root, names, (path) => readFileSync(path));
}

/**
 * The same, but over size and time of writing: for large or generated files that nobody edits by hand.
 * @param {string} root
 * @param {readonly string[]} names relative to root
 * @returns {string}
 */
export function hashFileStates(root, names) {
  return hashFiles(root, names, (path) => {
    const { size, mtimeMs } = statSync(path);
    return `${size} ${mtimeMs}`;
  });
}

/**
 * @param {string} root
 * @param {readonly string[]} names
 * @param {(path: string) => string | Buffer} describe
 * @returns {string}
 */
function hashFiles(root, names, describe) {
  const hash = createHash('sha256');
  for (const name of names) {
    for (const file of listFiles(root, name)) {
      const content = describe(join(root, file));
      // The length keeps "ab" + "c" apart from "a" + "bc".
      hash.update(`${file}\0${content.length}\0`).update(content);
    }
    hash.update('\0end\0');
  }
  return hash.digest('hex');
}

/**
 * @param {string} root
 * @param {string} name a file or a folder
 * @returns {string[]} sorted, because the order of a directory is not the same everywhere
 */
export function listFiles(root, name) {
  const stats = statSync(join(root, name), { throwIfNoEntry: false });
  if (stats === undefined) return [];
  if (!stats.isDirectory()) return [name];
  return readdirSync(join(root, name))
    .sort()
    .flatMap((entry) => listFiles(root, `${name}/${entry}`));
}
