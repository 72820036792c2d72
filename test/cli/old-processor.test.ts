import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadRuntime } from '../../src-main/trainer/native/load-runtime.ts';
import { readRun } from '../../src-main/storage/run-store.ts';
import { type CliResult, ninestep } from '../helpers/cli.ts';
import { smallExperimentJson } from '../helpers/experiments.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

/** Without it there are no vectors for WebAssembly, as on processors from before 2008. Others than x64 know no such switch. */
const OLD = ['--no-enable-sse4-1'];
const REASON = 'this processor has no vectors that WebAssembly could take';

/** Trains the small experiment, in float32. */
async function trained(backend: string, switches: readonly string[]): Promise<CliResult & { out: string }> {
  const folder = tempFolder();
  const [path, out] = [join(folder, 'experiment.json'), join(folder, 'run')];
  const training = { ...smallExperimentJson.training, precision: 'float32' };
  writeFileSync(path, JSON.stringify({ ...smallExperimentJson, training }));
  return { ...(await ninestep(['train', path, '--out', out, '--backend', backend], { switches })), out };
}

function layersOf(out: string): unknown {
  return (JSON.parse(readFileSync(join(out, 'model.json'), 'utf8')) as { layers: unknown }).layers;
}

describe.skipIf(process.arch !== 'x64')('on a processor without vectors for WebAssembly', () => {
  it.each(['auto', 'wasm', 'wasm-simd'])(
    'plain loops train, and say so, where %s is asked for',
    async (backend) => {
      const { code, stderr, out } = await trained(backend, OLD);
      expect(code).toBe(0);
      expect(stderr).toContain(REASON);
      const { engine } = await readRun(out);
      expect(engine.backend).toBe('reference');
      expect(engine.why).toContain(REASON);
      expect(layersOf(out)).toEqual(layersOf((await trained('reference', [])).out));
    },
  );

  it.skipIf(loadRuntime().kind === 'absent')('native code trains where it is asked for', async () => {
    const { code, out } = await trained('native', OLD);
    expect(code).toBe(0);
    expect((await readRun(out)).engine.backend).toBe('native');
    expect((await ninestep(['verify', out], { switches: OLD })).code).toBe(0);
  });
});
