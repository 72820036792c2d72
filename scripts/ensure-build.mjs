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
  const { code, output } = await capture(
    process.execPath,
    [inProject('node_modules/electron-vite/bin/electron-vite.js'), 'build'],
    { cwd: projectFolder, timeoutMs: TIMEOUT_MS },
  );
  if (code !== 0 || !hasAllOutputs(projectFolder)) throw buildError(code, output);
  writeFileSync(inProject(BUILD_STAMP), buildStamp(projectFolder, inputHash));
  say(`Built in ${((Date.now() - startedAt) / 1000).toFixed(1)} s.`);
}

/**
 * @param {number | null} code
 * @param {string} output
 * @returns {SetupError}
 */
function buildError(code, output) {
  const how = code === 0 ? 'did not write all of its files' : `ended with code ${code ?? 'none'}`;
  return new SetupError(`The build failed: electron-vite build ${how}.\n${output.trimEnd()}`, {
    where: `${projectFolder} (expected ${BUILD_OUTPUTS.join(', ')})`,
    todo: 'The last lines above name the file and the reason. Correct the source and start again.',
  });
}
