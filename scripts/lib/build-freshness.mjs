// @ts-check
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { hashContents, hashFileStates } from './content-hash.mjs';
import { readIfPresent } from './project.mjs';

/** Everything that decides what a build looks like. */
const BUILD_INPUTS = [
  'src-shared',
  'src-main',
  'src-renderer',
  'resources',
  'electron.vite.config.ts',
  'scripts/build-library.mjs',
  'svelte.config.js',
  'tsconfig.base.json',
  'package.json',
  'package-lock.json',
];

/** What a build must leave behind; one missing file means that it was cut short or cleaned away. */
export const BUILD_OUTPUTS = [
  'out/main/index.cjs',
  'out/main/trainer.cjs',
  'out/main/run-thread.cjs',
  'out/main/service.cjs',
  'out/main/cli.cjs',
  'out/preload/index.cjs',
  'out/renderer/index.html',
  'out/library/ninestep-predictor.mjs',
  'out/library/ninestep-predictor.d.mts',
];

export const BUILD_STAMP = 'out/.stamp';

/**
 * @param {string} root
 * @returns {string}
 */
export function hashBuildInputs(root) {
  return hashContents(root, BUILD_INPUTS);
}

/**
 * The stamp of a finished build. Its second half is the state of the files that were written: a build by hand
 * (`electron-vite dev` writes to the same place) changes it, and so does a deleted file.
 * @param {string} root
 * @param {string} inputHash taken before the build began: a source edited meanwhile makes the build stale
 * @returns {string}
 */
export function buildStamp(root, inputHash) {
  return `${inputHash}\n${hashFileStates(root, ['out/main', 'out/preload', 'out/renderer', 'out/library'])}\n`;
}

/**
 * @param {string} root
 * @returns {boolean}
 */
export function isBuildFresh(root) {
  const stamp = readIfPresent(join(root, BUILD_STAMP));
  return stamp !== undefined && hasAllOutputs(root) && stamp === buildStamp(root, hashBuildInputs(root));
}

/**
 * @param {string} root
 * @returns {boolean}
 */
export function hasAllOutputs(root) {
  return BUILD_OUTPUTS.every((file) => existsSync(join(root, file)));
}
