import { execFileSync } from 'node:child_process';
import { cpSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { copyNativeFiles, NATIVE_TARGETS } from '../../scripts/lib/native-files.mjs';
import { loadRuntime } from '../../src-main/trainer/native/load-runtime.ts';
import { readRun } from '../../src-main/storage/run-store.ts';
import { cliPath } from '../helpers/cli.ts';
import { smallExperimentJson } from '../helpers/experiments.ts';
import { sharedTempFolder, tempFolder } from '../helpers/temp-folder.ts';

const target = `${process.platform}-${process.arch}`;
const isPrebuilt = NATIVE_TARGETS.includes(target) && loadRuntime().kind === 'loaded';

/** The built program away from the project, with nothing of npm's but what a package would bring. */
function packaged(folder: string): { program: string; modules: string } {
  const modules = join(folder, 'node_modules');
  cpSync(dirname(cliPath()), join(folder, 'out/main'), { recursive: true });
  if (isPrebuilt) copyNativeFiles(target, { from: resolve('node_modules'), to: modules });
  return { program: join(folder, 'out/main/cli.cjs'), modules };
}

describe('a packaged program', () => {
  const { program, modules } = packaged(sharedTempFolder());

  async function train() {
    const [folder, home] = [tempFolder(), tempFolder()];
    const [experiment, out] = [join(folder, 'experiment.json'), join(folder, 'run')];
    writeFileSync(experiment, JSON.stringify(smallExperimentJson));
    execFileSync(
      process.execPath,
      [program, 'train', experiment, '--out', out, '--backend', 'native', '--quiet'],
      {
        cwd: folder,
        env: { PATH: process.env.PATH, HOME: home, XDG_CACHE_HOME: home, NINESTEP_WORKSPACE: folder },
        stdio: ['ignore', 'ignore', 'pipe'],
      },
    );
    const { status, engine } = await readRun(out);
    return { status, backend: engine.backend, files: readdirSync(home, { recursive: true }) };
  }

  it.skipIf(!isPrebuilt)('trains on the native library with the files of one system alone', async () => {
    const { status, backend, files } = await train();
    expect({ status, backend }).toEqual({ status: 'finished', backend: 'native' });
    // What the library would keep there is what it would send.
    expect(files.join('\n')).not.toMatch(/microsoft/i);
  });

  it('trains on WebAssembly without them', async () => {
    rmSync(modules, { recursive: true, force: true });
    const { status, backend } = await train();
    expect(status).toBe('finished');
    expect(backend).toMatch(/^wasm-/);
  });
});
