// @ts-check
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { withLock } from './lib/file-lock.mjs';
import { say, SetupError } from './lib/messages.mjs';
import { requireNode } from './lib/node-version.mjs';
import { npmCommand } from './lib/npm.mjs';
import { inProject, projectFolder, readIfPresent } from './lib/project.mjs';

const lockFile = inProject('package-lock.json');
/** npm writes this at the very end of an installation, so an interrupted one has none. */
const npmsRecord = inProject('node_modules', '.package-lock.json');
/** Ours: which lock file node_modules was made from. Vanishes with node_modules. */
const stampFile = inProject('node_modules', '.ninestep-lock-hash');

/** The files of onnxruntime for CUDA, some hundred megabytes that Ninestep does not use; older npm ignores `allowScripts`. */
const NO_DOWNLOADS = { ONNXRUNTIME_NODE_INSTALL: 'skip' };

/** Installs the packages of package-lock.json unless they are there already. */
export async function ensureDependencies() {
  requireNode();
  if (areInstalled()) return;
  await withLock('dependencies', async () => {
    if (areInstalled()) return;
    say('Installing the packages listed in package-lock.json (npm ci). This takes a minute, once.');
    await npmCi();
    writeStamp();
    say('Packages installed.');
  });
}

/** @returns {boolean} */
function areInstalled() {
  if (!existsSync(npmsRecord) || !everyPackageIsThere()) return false;
  if (readIfPresent(stampFile) === lockHash()) return true;
  // No stamp of ours: the user ran npm by hand, which is as good if it was after the last change of the lock.
  if (statSync(npmsRecord).mtimeMs < statSync(lockFile).mtimeMs) return false;
  writeStamp();
  return true;
}

/**
 * A production install (`npm ci --omit=dev`) leaves a complete record but none of the packages we build with.
 * @returns {boolean}
 */
function everyPackageIsThere() {
  const { dependencies = {}, devDependencies = {} } = JSON.parse(
    readFileSync(inProject('package.json'), 'utf8'),
  );
  return Object.keys({ ...dependencies, ...devDependencies }).every((name) =>
    existsSync(inProject('node_modules', name, 'package.json')),
  );
}

/** @returns {string} */
function lockHash() {
  return packagesHash(readFileSync(lockFile, 'utf8'));
}

/**
 * Of what a lock file would have installed: our own version, which stands in it twice, is none of it.
 * @param {string} lock
 * @returns {string}
 */
export function packagesHash(lock) {
  const { version: _, packages, ...others } = JSON.parse(lock);
  const { version: __, ...own } = packages?.[''] ?? {};
  return createHash('sha256')
    .update(JSON.stringify({ ...others, packages: { ...packages, '': own } }))
    .digest('hex');
}

function writeStamp() {
  try {
    writeFileSync(stampFile, lockHash());
  } catch {
    // A read-only node_modules works too; it is only looked at more closely each time.
  }
}

/** @returns {Promise<void>} */
function npmCi() {
  const npm = npmCommand(process.env, process.platform);
  const child = spawn(
    npm.command,
    [...npm.args, 'ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'],
    // Both outputs of npm go to stderr: stdout belongs to the program that is started afterwards.
    {
      cwd: projectFolder,
      stdio: ['ignore', 2, 2],
      shell: npm.shell,
      env: { ...process.env, ...NO_DOWNLOADS },
    },
  );
  return new Promise((resolve, reject) => {
    const fail = (/** @type {string} */ how) => {
      reject(
        new SetupError(`The packages could not be installed: npm ci ${how}.`, {
          where: projectFolder,
          todo:
            "Read npm's own message above. Usual causes: no network, no space, or a package-lock.json that does not " +
            'match package.json (then run "npm install" once). After that start again.',
        }),
      );
    };
    child.on('error', (error) => {
      fail(`did not start (${error.message})`);
    });
    child.on('exit', (code, signal) => {
      if (code === 0) resolve();
      else fail(code === null ? `was ended by ${signal}` : `ended with code ${code}`);
    });
  });
}
