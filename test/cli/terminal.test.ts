import { modelJson } from '@shared/export/model-json.ts';
import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { cliPath } from '../helpers/cli.ts';
import { smallExperiment } from '../helpers/experiments.ts';
import { sharedTempFolder } from '../helpers/temp-folder.ts';
import { trainedModel } from '../helpers/trained-model.ts';

/** Runs a command with a terminal for its output, and prints what came out there. */
const ON_A_TERMINAL = 'import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))';

const hasTerminal =
  process.platform !== 'win32' &&
  spawnSync('python3', ['-c', 'import pty, os; os.waitstatus_to_exitcode']).status === 0;

describe.skipIf(!hasTerminal)('ninestep on a terminal', () => {
  const folder = sharedTempFolder();
  beforeAll(() => {
    writeFileSync(join(folder, 'model.json'), modelJson(trainedModel(smallExperiment())));
  });
  const shown = (...args: string[]) =>
    execFileSync('python3', ['-c', ON_A_TERMINAL, process.execPath, cliPath(), ...args], {
      cwd: folder,
      encoding: 'utf8',
      env: { PATH: process.env.PATH, NINESTEP_WORKSPACE: folder },
    }).replaceAll('\r', '');

  it('says results in words', () => {
    expect(shown('verify', 'model.json')).toMatch(/^model\.json is in order\n\nformat +ninestep-model\n/);
  });

  it('says them as JSON where that is asked for', () => {
    expect(JSON.parse(shown('verify', 'model.json', '--json'))).toMatchObject({ format: 'ninestep-model' });
  });
});
