import { modelJson } from '@shared/export/model-json.ts';
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { cliPath } from '../helpers/cli.ts';
import { smallExperiment } from '../helpers/experiments.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import { trainedModel } from '../helpers/trained-model.ts';

/** A line of shell with the command line as $N. */
function shell(line: string, cwd: string): Promise<{ stdout: string; stderr: string }> {
  const script = `set -o pipefail; N() { "${process.execPath}" "${cliPath()}" "$@"; }; ${line}`;
  const env = { PATH: process.env.PATH, NINESTEP_WORKSPACE: cwd };
  return promisify(execFile)('bash', ['--norc', '-c', script], { cwd, env });
}

describe.skipIf(process.platform === 'win32')('ninestep in a pipe', () => {
  const cwd = () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'model.json'), modelJson(trainedModel(smallExperiment())));
    writeFileSync(join(folder, 'data.csv'), `a,b\n${'3,0.5\n'.repeat(100_000)}`);
    return folder;
  };

  it('does not complain when the reader has seen enough', async () => {
    const { stdout, stderr } = await shell('N predict model.json data.csv | head -n 1', cwd());
    expect({ stdout, stderr }).toEqual({ stdout: 'sum,product\n', stderr: '' });
  });

  it('gets everything out before it ends', async () => {
    const { stdout } = await shell('N predict model.json data.csv | (sleep 0.2; wc -l)', cwd());
    expect(Number(stdout)).toBe(100_001);
  });

  it('keeps progress out of standard output', async () => {
    const folder = cwd();
    writeFileSync(join(folder, 'e.json'), JSON.stringify(smallExperiment()));
    const { stdout } = await shell('N train e.json --out run 2>/dev/null', folder);
    expect(JSON.parse(stdout)).toMatchObject({ status: 'finished' });
  });
});
