import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { ninestep } from '../helpers/cli.ts';
import { sharedTempFolder } from '../helpers/temp-folder.ts';
import pytorch from '../fixtures/import/pytorch.json' with { type: 'json' };

const { onnx, rows, answers } = pytorch.cases.find(({ name }) => name === 'scaled')!;

describe('ninestep import', () => {
  const cwd = sharedTempFolder();
  const workspace = join(cwd, 'workspace');
  const run = async (...args: string[]) => {
    const { code, stdout, stderr } = await ninestep(args, { cwd, workspace });
    expect({ code, stderr }).toMatchObject({ code: 0 });
    return stdout;
  };

  beforeAll(async () => {
    writeFileSync(join(cwd, 'net.onnx'), Buffer.from(onnx, 'base64'));
    const lines = rows.map((row, n) => [...row, answers[n]![0]!].join(','));
    writeFileSync(join(cwd, 'rows.csv'), ['x1,x2,x3,x4,x5,y', ...lines, ''].join('\n'));
    await run('import', 'net.onnx', '--out', 'net.json');
  });

  it('writes a model file that predict and evaluate take', async () => {
    const [head, ...found] = (await run('predict', 'net.json', 'rows.csv')).trim().split('\n');
    expect(head).toBe('y');
    found.forEach((line, n) => {
      expect(Number(line)).toBeCloseTo(answers[n]![0]!, 4);
    });
    const evaluated = JSON.parse(await run('evaluate', 'net.json', 'rows.csv', '--json')) as {
      parts: { numbers: { rmse: number }[] }[];
    };
    expect(evaluated.parts[0]!.numbers[0]!.rmse).toBeLessThan(1e-4);
  });

  it('makes a run that verifies and is trained on', async () => {
    const made = JSON.parse(await run('import', 'net.onnx', '--table', 'rows.csv')) as { run: string };
    await run('verify', made.run);
    const trained = JSON.parse(await run('train', '--resume', made.run, '--more-epochs', '2', '--quiet')) as {
      epochs: number;
    };
    expect(trained.epochs).toBe(2);
  });

  it.each([
    ['what is there already', ['net.onnx', '--out', 'net.json'], 'TARGET_EXISTS'],
    ['a table that is none', ['net.onnx', '--table', 'net.onnx'], 'TABLE_INVALID'],
    ['--target without a table', ['net.onnx', '--target', 'y'], 'USAGE'],
    ['a table', ['rows.csv'], 'MODEL_UNSUPPORTED'],
    ['a file that is not there', ['nothing.onnx'], 'FILE_NOT_FOUND'],
  ])('refuses %s and changes nothing', async (_what, args, code) => {
    const before = readFileSync(join(cwd, 'net.json'));
    const refused = await ninestep(['import', ...args], { cwd, workspace });
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain(`[${code}]`);
    expect(readFileSync(join(cwd, 'net.json'))).toEqual(before);
  });
});
