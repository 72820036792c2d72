// @ts-check
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { say, SetupError } from './messages.mjs';
import { identifyProcess } from './process-identity.mjs';
import { inProject } from './project.mjs';

const POLL_MS = 200;
/** Longer than any set-up step takes. */
const STALE_AFTER_MS = 20 * 60_000;
/** A lock without content is one being written right now, unless it stays so. */
const EMPTY_STALE_AFTER_MS = 5_000;

/**
 * Runs `work` while no other script of this project runs work of that name: two starts at once must not both
 * install or both build. A lock whose owner is gone is taken over.
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(name, work) {
  const folder = inProject('.cache', 'locks');
  mkdirSync(folder, { recursive: true });
  const path = `${folder}/${name}.lock`;
  await acquire(path, name);
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}

/**
 * @param {string} path
 * @param {string} name
 */
async function acquire(path, name) {
  const giveUpAt = Date.now() + STALE_AFTER_MS;
  let told = false;
  while (!tryCreate(path)) {
    if (isStale(path)) {
      rmSync(path, { force: true });
      continue;
    }
    if (Date.now() > giveUpAt) {
      throw new SetupError(`Another start of Ninestep has been busy with "${name}" for too long.`, {
        where: path,
        todo: 'End the other process, or delete this file if there is none.',
      });
    }
    if (!told) say(`Another start of Ninestep is busy with "${name}"; waiting for it to finish …`);
    told = true;
    await sleep(POLL_MS);
  }
}

/**
 * @param {string} path
 * @returns {boolean}
 */
function tryCreate(path) {
  try {
    const file = openSync(path, 'wx');
    writeSync(file, identifyProcess(process.pid) ?? String(process.pid));
    closeSync(file);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * @param {string} path
 * @returns {boolean}
 */
function isStale(path) {
  try {
    const ageMs = Date.now() - statSync(path).mtimeMs;
    const owner = readFileSync(path, 'utf8');
    if (owner === '') return ageMs > EMPTY_STALE_AFTER_MS;
    return ageMs > STALE_AFTER_MS || identifyProcess(Number.parseInt(owner, 10)) !== owner;
  } catch {
    // Vanished between two looks: just try again.
    return false;
  }
}
