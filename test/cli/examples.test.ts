import { execFile } from 'node:child_process';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { COMMAND_NAMES, manualOf } from '../../src-main/cli/manuals.ts';
import brainjs from '../fixtures/import/brainjs.json' with { type: 'json' };
import { cliPath } from '../helpers/cli.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const IRIS = resolve(import.meta.dirname, '../../resources/datasets/iris.csv');
const FLOWERS = 20;

/** What a reader of the examples has at hand. */
function prepare(folder: string): void {
  copyFileSync(IRIS, join(folder, 'iris.csv'));
  const lines = readFileSync(IRIS, 'utf8').trim().split('\n');
  const flowers = [lines[0], ...lines.slice(1).filter((_, k) => k % Math.ceil(lines.length / FLOWERS) === 0)];
  writeFileSync(join(folder, 'flowers.csv'), `${flowers.join('\n')}\n`);
  const experiment = {
    format: 'ninestep-experiment',
    version: 1,
    name: 'Sum and product',
    data: {
      source: {
        kind: 'formula',
        rows: 100,
        inputs: { a: [0, 10], b: [0, 10] },
        targets: { sum: 'a + b', product: 'a * b' },
      },
    },
    training: { epochs: 20 },
  };
  writeFileSync(join(folder, 'experiment.json'), JSON.stringify(experiment));
  writeFileSync(join(folder, 'network.json'), JSON.stringify(brainjs.cases[0]!.file));
  const sweep = {
    format: 'ninestep-sweep',
    version: 1,
    experiment: 'experiment.json',
    settings: [{ path: 'training.optimizer.learningRate', values: [0.001, 0.01] }],
  };
  writeFileSync(join(folder, 'rates.json'), JSON.stringify(sweep));
}

describe.skipIf(process.platform === 'win32')('the examples of help', () => {
  it('run as they stand, one after another in one folder', { timeout: 120_000 }, async () => {
    const folder = tempFolder();
    prepare(folder);
    const lines = COMMAND_NAMES.flatMap((name) => manualOf(name).examples.map(({ line }) => line));
    const script = [
      'set -o pipefail',
      `ninestep() { "${process.execPath}" "${cliPath()}" "$@"; }`,
      // Told by name: which one failed is what a reader of this test wants to know.
      ...lines.map((line) => `{ ${line}; } >/dev/null 2>err.txt || { echo ${quoted(line)}; cat err.txt; }`),
    ];
    const env = { PATH: process.env.PATH, NINESTEP_WORKSPACE: join(folder, 'workspace') };
    const { stdout } = await promisify(execFile)('bash', ['--norc', '-c', script.join('\n')], {
      cwd: folder,
      env,
    });
    expect(stdout).toBe('');
  });
});

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
