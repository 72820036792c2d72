// @ts-check
import { rmSync, writeFileSync } from 'node:fs';
import {
  BUILD_OUTPUTS,
  BUILD_STAMP,
  buildStamp,
  hasAllOutputs,
  hashBuildInputs,
  isBuildFresh,
} from './lib/build-freshness.mjs';
import { ensureKernels } from './ensure-kernels.mjs';
import { capture } from './lib/capture.mjs';
import { withLock } from './lib/file-lock.mjs';
import { say, SetupError } from './lib/messages.mjs';
import { inProject, projectFolder } from './lib/project.mjs';

const TIMEOUT_MS = 10 * 60_000;

/** Builds out/ from the sources unless it was built from exactly these sources. Needs the dependencies. */
export async function ensureBuild() {
  await ensureKernels();
  if (isBuildFresh(projectFolder)) return;
  await withLock('build', async () => {
    if (!isBuildFresh(projectFolder)) await build();
  });
}

async function build() {
  say('Building Ninestep from its sources …');
  const startedAt = Date.now();
  const inputHash = hashBuildInputs(projectFolder);
  // Gone before the first file changes and back after the last one: a build that is killed leaves no stamp.
  rmSync(inProject(BUILD_STAMP), { force: true });
  await runStep('electron-vite build', 'node_modules/electron-vite/bin/electron-vite.js', 'build');
  await runStep('the predictor library', 'scripts/build-library.mjs');
  if (!hasAllOutputs(projectFolder)) throw buildError('The build', 'did not write all of its files', '');
  writeFileSync(inProject(BUILD_STAMP), buildStamp(projectFolder, inputHash));
  say(`Built in ${((Date.now() - startedAt) / 1000).toFixed(1)} s.`);
}

/**
 * @param {string} what
 * @param {string} script
 * @param {...string} args
 */
async function runStep(what, script, ...args) {
  const { code, output } = await capture(process.execPath, [inProject(script), ...args], {
    cwd: projectFolder,
    timeoutMs: TIMEOUT_MS,
  });
  if (code !== 0) throw buildError(what, `ended with code ${code ?? 'none'}`, output);
}

/**
 * @param {string} what
 * @param {string} how
 * @param {string} output
 * @returns {SetupError}
 */
function buildError(what, how, output) {
  return new SetupError(`The build failed: ${what} ${how}.\n${output.trimEnd()}`, {
    where: `${projectFolder} (expected ${BUILD_OUTPUTS.join(', ')})`,
    todo: 'The last lines above name the file and the reason. Correct the source and start again.',
  });
}
