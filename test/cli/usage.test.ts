import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { ninestep } from '../helpers/cli.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

describe('ninestep', () => {
  it.each([[], ['--help'], ['-h'], ['help'], ['train', '--help'], ['predict', 'a', '--help']])(
    'shows its help on standard output: %j',
    async (...args) => {
      const { code, stdout, stderr } = await ninestep(args);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      for (const name of ['train', 'predict', 'export', 'verify', 'first-project']) {
        expect(stdout).toContain(`ninestep ${name}`);
      }
    },
  );

  it('says its version', async () => {
    const { code, stdout } = await ninestep(['--version']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: `ninestep ${packageJson.version}\n` });
  });

  it.each<[string[], string]>([
    [['fly'], 'There is no command "fly". Known: train'],
    [['toString'], 'There is no command "toString"'],
    [['__proto__'], 'There is no command "__proto__"'],
    [['line\nbreak'], 'There is no command'],
    [['train'], 'Expected EXPERIMENT.json'],
    [['train', 'a', 'b'], 'Expected EXPERIMENT.json'],
    [['train', 'a', '--oops'], "Unknown option '--oops'"],
    [['train', 'a', '--out'], "'--out <value>' argument missing"],
    [['train', 'a', '--out', '--quiet'], '--out'],
    [['train', 'a', '--quiet=yes'], '--quiet'],
    [['predict', 'a'], 'Expected MODEL.json DATA.csv'],
    [['export', 'a'], '--format is missing'],
    [['export', 'a', '--format', 'json'], '--out is missing'],
    [['export', 'a', '--format', 'onnx2', '--out', 'b'], 'There is no format "onnx2". Known: json'],
    [['verify'], 'Expected FILE'],
    [['first-project', 'x'], 'Expected'],
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
