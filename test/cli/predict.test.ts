import { createPredictor } from '@shared/export/predictor.ts';
import { modelJson } from '@shared/export/model-json.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type CliResult, ninestep } from '../helpers/cli.ts';
import { smallExperiment, smallExperimentJson } from '../helpers/experiments.ts';
import { withValue } from '../helpers/json-path.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import { trainedModel } from '../helpers/trained-model.ts';

const model = trainedModel(smallExperiment());
const answers = createPredictor(model);

function prepare(csv: string | Buffer): string {
  const cwd = tempFolder();
  writeFileSync(join(cwd, 'model.json'), modelJson(model));
  writeFileSync(join(cwd, 'data.csv'), csv);
  return cwd;
}

/** Without progress, which a slow machine would show. */
function predict(csv: string | Buffer, ...options: string[]): Promise<CliResult> {
  return ninestep(['predict', 'model.json', 'data.csv', '--quiet', ...options], { cwd: prepare(csv) });
}

const rows = [
  [3, 0.5],
  [10, -1],
  [-1e3, 0],
];
const expected = `sum,product\n${rows.map((row) => answers(row).join()).join('\n')}\n`;

describe('ninestep predict', () => {
  it.each<[string, string | Buffer]>([
    ['plainly', 'a,b\n3,0.5\n10,-1\n-1e3,0\n'],
    ['without a last line end', 'a,b\n3,0.5\n10,-1\n-1e3,0'],
    ['with Windows line ends', 'a,b\r\n3,0.5\r\n10,-1\r\n-1e3,0\r\n'],
    ['with a byte order mark', '\uFEFFa,b\n3,0.5\n10,-1\n-1e3,0\n'],
    ['in another order, with more columns', 'x,b,a\nfoo,0.5,3\n,-1,10\n"a,b",0,-1e3\n'],
    ['with quotes', '"a","b"\n"3","0.5"\n"10","-1"\n"-1e3","0"\n'],
    ['in other spellings of the same numbers', 'a,b\n+3,.5\n1e1,-1.\n-1E+3,0.0\n'],
    ['with spaces around the numbers', 'a, b\n 3, 0.5\n 10, -1\n -1e3, 0\n'],
    ['with decimal commas', 'a;b\n3,0;0,5\n10,0;-1,0\n-1000,0;0,0\n'],
    ['in UTF-16', Buffer.from('\uFEFFa,b\n3,0.5\n10,-1\n-1e3,0\n', 'utf16le')],
    ['with semicolons', 'a;b\n3;0.5\n10;-1\n-1e3;0\n'],
    ['with tabs', 'a\tb\n3\t0.5\n10\t-1\n-1e3\t0\n'],
    ['with empty rows at its end', 'a,b\n3,0.5\n10,-1\n-1e3,0\n,\n,\n'],
  ])("gives the model's own answers to the last digit, for a table written %s", async (_how, csv) => {
    const { code, stdout, stderr } = await predict(csv);
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: expected, stderr: '' });
  });

  it('takes the folder of a run for its model', async () => {
    const cwd = prepare('a,b\n3,0.5\n');
    const asked = (path: string) => ninestep(['predict', path, 'data.csv', '--quiet'], { cwd });
    expect((await asked('.')).stdout).toBe((await asked('model.json')).stdout);
  });

  it('writes the answers into a file, and replaces none unless told to', async () => {
    const cwd = prepare('a,b\n3,0.5\n10,-1\n-1e3,0\n');
    const args = ['predict', 'model.json', 'data.csv', '--out', 'answers.csv'];
    expect(await ninestep(args, { cwd })).toMatchObject({ code: 0, stdout: '' });
    expect(readFileSync(join(cwd, 'answers.csv'), 'utf8')).toBe(expected);
    writeFileSync(join(cwd, 'answers.csv'), 'mine');
    const refused = await ninestep(args, { cwd });
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(/\[TARGET_EXISTS\]\n$/);
    expect(readFileSync(join(cwd, 'answers.csv'), 'utf8')).toBe('mine');
    expect((await ninestep([...args, '--force'], { cwd })).code).toBe(0);
    expect(readFileSync(join(cwd, 'answers.csv'), 'utf8')).toBe(expected);
  });

  it('gives 100,000 answers, one a line', async () => {
    const { stdout } = await predict(`a,b\n${'3,0.5\n'.repeat(100_000)}`);
    expect(stdout.split('\n')).toHaveLength(100_002);
  });

  it.each<[string, string | Buffer, string]>([
    ['an empty file', '', 'empty'],
    ['empty lines only', '\n\n\n', 'empty'],
    ['a header without rows', 'a,b\n', 'only a header'],
    ['a row with too few cells', 'a,b\n3,0.5\n3\n', '1 row is shorter than the others (first row 2)'],
    ['a row with too many cells', 'a,b\n3,0.5,7\n', 'Row 1 (line 2), column 3: the row has 3 cells'],
    ['an empty line in the middle', 'a,b\n3,0.5\n\n3,1\n', '1 row is empty'],
    ['an empty row before others', 'a,b\n3,0.5\n,\n3,1\n,\n', '2 rows are empty'],
    ['a text', 'a,b\n3,high\n', 'Row 1, column b: "high" is not a number'],
    ['an empty cell', 'a,b\n3,\n', 'Row 1, column b: A value is missing'],
    ['a space', 'a,b\n3, \n', 'Row 1, column b: A value is missing'],
    ['hexadecimal', 'a,b\n0x10,1\n', '"0x10" is not a number'],
    ['binary', 'a,b\n0b1,1\n', '"0b1" is not a number'],
    ['an underscore', 'a,b\n1_000,1\n', '"1_000" is not a number'],
    ['NaN', 'a,b\nNaN,1\n', 'Row 1, column a: A value is missing'],
    ['Infinity', 'a,b\nInfinity,1\n', '"Infinity" is not a number'],
    ['a number beyond all numbers', 'a,b\n1e999,1\n', '"1e999" is not a number'],
    ['other digits', 'a,b\n٣,1\n', 'is not a number'],
    ['a missing column', 'a,c\n1,2\n', 'There is no column "b". The table has: "a", "c"'],
    ['another case', 'A,b\n1,2\n', 'no column "a"'],
    ['no header', '1,2\n3,4\n', 'no column "a"'],
    ['an open quote', 'a,b\n"3,0.5\n', 'quote'],
  ])('refuses %s, in one line that says where', async (_what, csv, part) => {
    const { code, stdout, stderr } = await predict(csv);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^ninestep: data\.csv: .+ \[TABLE_INVALID\]\n$/);
    expect(stderr).toContain(part);
  });

  it.each([
    ['noise', Buffer.from(Array.from({ length: 200_000 }, (_, k) => [(k * 7919) % 251, 0x2c]).flat())],
    ['a header of 100,000 names', 'name,'.repeat(100_000)],
    ['one endless name', 'x'.repeat(1_000_000)],
  ])('stays short about %s', async (_what, csv) => {
    const { code, stderr } = await predict(csv);
    expect(code).toBe(2);
    expect(stderr.length).toBeLessThan(1_500);
    expect(stderr.slice(0, -1)).not.toMatch(/\p{Cc}/u);
  });

  it('drops no line in silence: in a table of one column, an empty line is a missing number', async () => {
    const source = { ...smallExperimentJson.data.source, inputs: { a: [0, 1] }, targets: { y: 'a' } };
    const json = withValue({ ...smallExperimentJson, testCases: [] }, 'data.source', source);
    const cwd = prepare('a\n1\n\n3\n');
    writeFileSync(join(cwd, 'model.json'), modelJson(trainedModel(parseExperiment(json))));
    const { code, stderr } = await ninestep(['predict', 'model.json', 'data.csv'], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain('1 row is empty');
  });

  it('refuses a model that was changed, before it answers anything', async () => {
    const cwd = prepare('a,b\n1,2\n');
    writeFileSync(join(cwd, 'model.json'), modelJson(model).replace('"name": "small"', '"name": "other"'));
    const { code, stdout, stderr } = await ninestep(['predict', 'model.json', 'data.csv'], { cwd });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/\[CHECKSUM_MISMATCH\]\n$/);
  });

  it('leaves nothing behind where it cannot write', async () => {
    const cwd = prepare('a,b\n1,2\n');
    const before = readdirSync(cwd);
    const { code, stderr } = await ninestep(
      ['predict', 'model.json', 'data.csv', '--out', 'no/such/folder/x.csv'],
      { cwd },
    );
    expect(code).toBe(2);
    expect(stderr).toMatch(/\[FILE_NOT_FOUND\]\n$/);
    expect(readdirSync(cwd)).toEqual(before);
    expect(existsSync(join(cwd, 'no'))).toBe(false);
  });
});
