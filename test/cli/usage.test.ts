import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { ninestep } from '../helpers/cli.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

describe('ninestep', () => {
  it.each([[], ['--help'], ['-h'], ['help']])(
    'lists its commands on standard output: %j',
    async (...args) => {
      const { code, stdout, stderr } = await ninestep(args);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      for (const name of ['train', 'predict', 'export', 'inspect', 'first-project']) {
        expect(stdout).toMatch(new RegExp(`^ {2}${name} `, 'm'));
      }
    },
  );

  it.each([
    [['help', 'predict'], 'predict'],
    [['train', '--help'], 'train'],
    [['train', 'no.json', '-h'], 'train'],
    [['predict', 'a', '--help'], 'predict'],
  ])('teaches a command on standard output: %j', async (args, name) => {
    const { code, stdout, stderr } = await ninestep(args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(new RegExp(`^ninestep ${name}: `));
    for (const title of ['Options', 'Examples', 'Exit codes']) expect(stdout).toContain(`\n${title}\n`);
  });

  it('says its version', async () => {
    const { code, stdout } = await ninestep(['--version']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: `ninestep ${packageJson.version}\n` });
  });

  it.each<[string[], string]>([
    [['fly'], 'There is no command "fly". Known: train'],
    [['trian'], 'There is no command "trian". Did you mean train? See: ninestep --help'],
    [['help', 'exprot'], 'There is no command "exprot". Did you mean export? See: ninestep help --help'],
    [['toString'], 'There is no command "toString"'],
    [['__proto__'], 'There is no command "__proto__"'],
    [['line\nbreak'], 'There is no command'],
    [['train'], 'Expected EXPERIMENT.json'],
    [['train', 'a', 'b'], 'Expected EXPERIMENT.json'],
    [['train', 'a', '--oops'], 'There is no option "--oops". Known: --target, --out'],
    [
      ['train', 'a', '--traget', 'b'],
      'There is no option "--traget". Did you mean --target? See: ninestep train --help',
    ],
    [['train', 'a', '--more', '3'], 'Did you mean --more-epochs?'],
    [['train', 'a', '-x'], 'There is no option "-x"'],
    [['train', 'a', '--out'], "'--out <value>' argument missing"],
    [['train', 'a', '--out', '--quiet'], '--out'],
    [['train', 'a', '--quiet=yes'], '--quiet'],
    [['predict'], 'Expected RUN|MODEL.json'],
    [['export', 'a'], '--format is missing'],
    [['export', 'a', '--format', 'json'], '--out is missing'],
    [['export', 'a', '--format', 'onnx2', '--out', 'b'], 'There is no format "onnx2". Did you mean onnx?'],
    [['verify'], 'Expected FILE'],
    [['first-project', 'x'], 'Expected no operand'],
    [['schema'], 'Expected NAME, one of experiment, model'],
    [['schema', 'modle'], 'There is no schema "modle". Did you mean model?'],
    [['schema', 'model', '--list'], '--list prints all names'],
    [['completion', 'csh'], 'There is no completion for "csh". Did you mean zsh?'],
    [['inspect'], 'Expected FILE'],
  ])('tells wrong usage in one line, with exit code 2: %j', async (args, part) => {
    const { code, stdout, stderr } = await ninestep(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^ninestep: .+ \[USAGE\]\n$/);
    expect(stderr).toContain(part);
  });

  it('writes nothing anywhere when it only talks', async () => {
    const workspace = tempFolder();
    await ninestep(['--help'], { workspace });
    await ninestep(['train', 'no.json'], { workspace });
    expect(readdirSync(workspace)).toEqual([]);
  });
});
