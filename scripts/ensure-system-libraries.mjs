// @ts-check
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { capture } from './lib/capture.mjs';
import { choosePackages, VIRTUAL_DISPLAY_PACKAGES, WINDOW_PACKAGES } from './lib/debian-packages.mjs';
import { say, SetupError } from './lib/messages.mjs';
import { missingLibraries } from './lib/shared-libraries.mjs';

const APT_TIMEOUT_MS = 10 * 60_000;

/**
 * Makes sure that the libraries are there that the given Electron is linked to. Only Linux leaves them to the user.
 * @param {string} electronPath
 */
export async function ensureSystemLibraries(electronPath) {
  if (process.platform !== 'linux') return;
  const ldd = await capture('ldd', [electronPath]);
  const missing = missingLibraries(ldd.output);
  if (missing.length === 0) return;
  await installPackages(WINDOW_PACKAGES, `Electron misses ${missing.join(', ')}`);
  const left = missingLibraries((await capture('ldd', [electronPath])).output);
  if (left.length > 0) throw stillMissing(left, electronPath);
}

/** Makes sure that `xvfb-run` is there, which gives the tests a display in memory. */
export async function ensureVirtualDisplay() {
  if (isOnPath('xvfb-run') && isOnPath('xauth')) return;
  await installPackages(VIRTUAL_DISPLAY_PACKAGES, 'The tests need a virtual display (xvfb-run)');
}

/**
 * @param {readonly (readonly string[])[]} wanted
 * @param {string} reason
 */
async function installPackages(wanted, reason) {
  if (!isOnPath('apt-get')) throw byOtherMeans(reason);
  if (process.getuid?.() !== 0) throw byAdministrator(wanted, reason);
  say(`${reason}. Installing it from this system's own packages (apt-get) …`);
  // A fresh container has no package lists, and without them no name is known.
  const update = await apt(['update']);
  const names = choosePackages(wanted, isKnownToApt);
  const install = await apt(['install', '-y', '--no-install-recommends', ...names]);
  if (install.code === 0) return;
  throw new SetupError(
    `${reason}, and apt-get could not install it.\n${(update.output + install.output).slice(-3000)}`,
    {
      where: `apt-get install ${names.join(' ')}`,
      todo: "Read apt-get's message above; usual causes: no network, or another program that is using apt right now.",
    },
  );
}

/**
 * @param {readonly string[]} args
 * @returns {ReturnType<typeof capture>}
 */
function apt(args) {
  return capture('apt-get', ['-q', ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    timeoutMs: APT_TIMEOUT_MS,
  });
}

/**
 * @param {string} name
 * @returns {boolean}
 */
function isKnownToApt(name) {
  const found = spawnSync('apt-cache', ['show', '--no-all-versions', name], { encoding: 'utf8' });
  return found.status === 0 && found.stdout.includes(`Package: ${name}\n`);
}

/**
 * @param {string} program
 * @returns {boolean}
 */
function isOnPath(program) {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.some((folder) => folder !== '' && existsSync(join(folder, program)));
}

/**
 * @param {readonly (readonly string[])[]} wanted
 * @param {string} reason
 * @returns {SetupError}
 */
function byAdministrator(wanted, reason) {
  const names = choosePackages(wanted, isKnownToApt).join(' ');
  return new SetupError(`${reason}, and only an administrator can install it.`, {
    where: 'system libraries',
    todo: `Run this line, then start again:\n    sudo apt-get update && sudo apt-get install -y ${names}`,
  });
}

/**
 * @param {string} reason
 * @returns {SetupError}
 */
function byOtherMeans(reason) {
  return new SetupError(`${reason}.`, {
    where: 'system libraries',
    todo:
      'Install it with the package manager of this system, then start again. On Fedora, for example: ' +
      'sudo dnf install gtk3 nss alsa-lib mesa-libgbm xorg-x11-server-Xvfb xauth',
  });
}

/**
 * @param {readonly string[]} left
 * @param {string} electronPath
 * @returns {SetupError}
 */
function stillMissing(left, electronPath) {
  return new SetupError(`Electron still misses ${left.join(', ')} after the installation.`, {
    where: electronPath,
    todo: 'Find the packages that hold these files (apt-file search NAME), install them and start again.',
  });
}
