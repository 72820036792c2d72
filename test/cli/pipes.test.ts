import { modelJson } from '@shared/export/model-json.ts';
import { execFile } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
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
    const { stdout, stderr } = await shell('N predict model.json data.csv --quiet | head -n 1', cwd());
    expect({ stdout, stderr }).toEqual({ stdout: 'sum,product\n', stderr: '' });
  });

  it.skipIf(!existsSync('/dev/full'))('says that what it writes to is full', async () => {
    const { stdout } = await shell('N predict model.json data.csv 2>&1 >/dev/full || echo $?', cwd());
    expect(stdout).toMatch(/^ninestep: Cannot write standard output: .+ \[DISK_FULL\]\n2\n$/);
  });

  it('gets everything out before it ends', async () => {
    const { stdout } = await shell('N predict model.json data.csv | (sleep 0.2; wc -l)', cwd());
    expect(Number(stdout)).toBe(100_001);
  });

  it('answers what is piped in as it answers a file, and tells where a cell is wrong', async () => {
    const folder = cwd();
    const { stdout: ofFile } = await shell('N predict model.json data.csv | sha256sum', folder);
    const { stdout } = await shell('cat data.csv | N predict model.json | sha256sum', folder);
    expect(stdout).toBe(ofFile);
    const { stdout: told } = await shell(
      "printf 'a,b\\n3,high\\n' | N predict model.json - --quiet --out answers.csv 2>&1 || ls",
      folder,
    );
    expect(told).toMatch(
      /^ninestep: standard input: Row 1, column b: "high" is not a number\. \[TABLE_INVALID\]\n/,
    );
    expect(told).not.toContain('answers.csv');
  });

  it('keeps progress out of standard output', async () => {
    const folder = cwd();
    writeFileSync(join(folder, 'e.json'), JSON.stringify(smallExperiment()));
    const { stdout } = await shell('N train e.json --out run 2>/dev/null', folder);
    expect(JSON.parse(stdout)).toMatchObject({ status: 'finished' });
  });
});
