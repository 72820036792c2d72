import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { COMMAND_NAMES } from '../../src-main/cli/manuals.ts';
import { ninestep } from '../helpers/cli.ts';
import { sharedTempFolder } from '../helpers/temp-folder.ts';

describe.skipIf(process.platform === 'win32')('ninestep completion bash', () => {
  const folder = sharedTempFolder();
  const script = join(folder, 'completion.bash');
  beforeAll(async () => {
    writeFileSync(
      script,
      (await ninestep(['completion', 'bash'], { cwd: folder, workspace: folder })).stdout,
    );
  });

  /** What bash offers for the last word of a line, as it splits the line. */
  function offered(...words: string[]): string[] {
    const run = `source "$0"; COMP_WORDS=(ninestep "$@"); COMP_CWORD=$#; _ninestep; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const text = execFileSync('bash', ['--norc', '-c', run, script, ...words], { encoding: 'utf8' });
    return text.split('\n').filter((word) => word !== '');
  }

  it('is what bash asks for ninestep', () => {
    const run = `source "$0"; complete -p ninestep`;
    expect(execFileSync('bash', ['--norc', '-c', run, script], { encoding: 'utf8' })).toContain(
      '-F _ninestep',
    );
  });

  it('offers every command first', () => {
    expect(offered('')).toEqual([...COMMAND_NAMES, '--help', '--version']);
  });

  it.each<[string[], string[]]>([
    [['tr'], ['train']],
    [['ex'], ['export']],
    [['train', '--e'], ['--epochs']],
    [['train', 'a.json', '--ba'], ['--backend']],
    [
      ['train', '--backend', 'w'],
      ['wasm', 'wasm-simd', 'webgpu'],
    ],
    [['train', '--backend', '=', 'ref'], ['reference']],
    [
      ['train', '--backend', '='],
      ['auto', 'native', 'wasm', 'wasm-simd', 'reference', 'webgpu'],
    ],
    [['evaluate', 'run', '--part', 'train,v'], ['train,validation']],
    [['schema', 'mo'], ['model']],
    [
      ['completion', ''],
      ['bash', 'zsh', 'fish'],
    ],
    [['help', 'check'], ['check-gradients']],
    // Files are bash's own to offer.
    [['train', 'iri'], []],
    [['train', '--out', 'r'], []],
    [['fly', '--'], []],
  ])('of %j offers %j', (words, expected) => {
    expect(offered(...words)).toEqual(expected);
  });
});

describe.each(['zsh', 'fish'])('ninestep completion %s', (shell) => {
  it('knows every command, its options and their values', async () => {
    const { code, stdout } = await ninestep(['completion', shell]);
    expect(code).toBe(0);
    for (const name of COMMAND_NAMES) expect(stdout).toContain(name);
    for (const word of [
      'more-epochs',
      'importance',
      'auto native wasm wasm-simd reference webgpu',
      'bash zsh fish',
    ]) {
      expect(stdout).toContain(word);
    }
  });
});
