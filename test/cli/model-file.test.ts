import { exportedModelJson, modelJson } from '@shared/export/model-json.ts';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ninestep } from '../helpers/cli.ts';
import { smallExperiment } from '../helpers/experiments.ts';
import { withValue } from '../helpers/json-path.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import { trainedModel } from '../helpers/trained-model.ts';

const model = trainedModel(smallExperiment());
const packed = exportedModelJson(model, 'base64');

/** A folder with files of these texts. */
function folderWith(files: Record<string, string>): string {
  const cwd = tempFolder();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
  return cwd;
}

describe('ninestep export --numbers', () => {
  const to = (source: string, form: string, out: string) => [
    'export',
    source,
    '--format',
    'json',
    '--numbers',
    form,
    '--out',
    out,
    '--json',
  ];

  it('writes base64, which verifies, and from which the first file comes back byte by byte', async () => {
    const cwd = folderWith({ 'model.json': modelJson(model) });
    expect((await ninestep(to('model.json', 'base64', 'packed.json'), { cwd })).code).toBe(0);
    expect(readFileSync(join(cwd, 'packed.json'), 'utf8')).toBe(packed);
    expect((await ninestep(['verify', 'packed.json'], { cwd })).code).toBe(0);
    expect((await ninestep(to('packed.json', 'readable', 'again.json'), { cwd })).code).toBe(0);
    expect(readFileSync(join(cwd, 'again.json'), 'utf8')).toBe(modelJson(model));
  });

  it('refuses a form that there is not', async () => {
    const cwd = folderWith({ 'model.json': modelJson(model) });
    const { code, stderr } = await ninestep(to('model.json', 'hex', 'out.json'), { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain('--numbers takes readable or base64, not "hex".');
    expect(readdirSync(cwd)).toEqual(['model.json']);
  });
});

it('export replaces no file beside the one that is asked for, and all of them with --force', async () => {
  const cwd = folderWith({ 'model.json': modelJson(model), 'out.weights.bin': 'mine' });
  const args = ['export', 'model.json', '--format', 'tfjs', '--out', 'out.json'];
  const { code, stderr } = await ninestep(args, { cwd });
  expect(code).toBe(2);
  expect(stderr).toMatch(/^ninestep: out\.weights\.bin exists already\..+--force.+\[TARGET_EXISTS\]\n$/);
  expect(readdirSync(cwd)).toEqual(['model.json', 'out.weights.bin']);
  expect(readFileSync(join(cwd, 'out.weights.bin'), 'utf8')).toBe('mine');
  expect((await ninestep([...args, '--force'], { cwd })).code).toBe(0);
  expect(readFileSync(join(cwd, 'out.weights.bin'), 'utf8')).not.toBe('mine');
});

describe('a model of a newer Ninestep', () => {
  it.each([
    [['verify', 'model.json']],
    [['predict', 'model.json', 'rows.csv', '--out', 'answers.csv']],
    [['evaluate', 'model.json', 'rows.csv']],
    [['export', 'model.json', '--format', 'json', '--out', 'out.json']],
  ])('is refused by ninestep %j, and nothing is touched', async (args) => {
    const text = JSON.stringify({ ...model, version: 2, layers: 'in another way' });
    const cwd = folderWith({ 'model.json': text, 'rows.csv': 'a,b\n1,0\n' });
    const { code, stderr } = await ninestep(args, { cwd });
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /^ninestep: model\.json: version: .+ Open it with a newer Ninestep\. \[FILE_TOO_NEW\]\n$/,
    );
    expect(readdirSync(cwd).sort()).toEqual(['model.json', 'rows.csv']);
    expect(readFileSync(join(cwd, 'model.json'), 'utf8')).toBe(text);
  });
});

describe('ninestep verify tells apart', () => {
  const changed = (place: string, value: unknown) => JSON.stringify(withValue(model, place, value));

  it.each<[string, string, RegExp]>([
    [
      'a changed weight',
      changed('layers[0].W[0][0]', 0.5),
      /layers\[0\]: This layer .+\[CHECKSUM_MISMATCH\]/,
    ],
    ['a changed packed weight', packed.replace(/(?<="base64": ".{8})./, 'A'), /layers\[0\]: This layer/],
    [
      'a changed scaler',
      changed('inputs[1].transform.shift', 0),
      /inputs\[1\]: The column "b", with its scaling,/,
    ],
    ['a wrong golden case', changed('goldenCases[4].outputs[1]', 0), /goldenCases\[4\]: This golden case/],
    [
      'a file that was cut off',
      modelJson(model).slice(0, -900),
      /at line \d+, column \d+: the end comes too early/,
    ],
    [
      'packed numbers that were cut off',
      packed.replace(/"[\w+/=]{8}(?=[\w+/=]{8,}")/, '"'),
      /base64: Holds \d+ characters, but 3 × 2/,
    ],
  ])('%s', async (_what, text, message) => {
    const cwd = folderWith({ 'model.json': text });
    const { code, stderr } = await ninestep(['verify', 'model.json'], { cwd });
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/^ninestep: model\.json.+\[\w+\]\n$/);
  });
});
