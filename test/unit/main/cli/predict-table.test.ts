import { predictedClasses } from '@shared/export/predicted-classes.ts';
import { createPredictor } from '@shared/export/predictor.ts';
import { modelJson } from '@shared/export/model-json.ts';
import type { RawValue } from '@shared/model/column-catalog.ts';
import type { ModelFile } from '@shared/model/model-file.ts';
import { parquetWriteBuffer } from 'hyparquet-writer';
import Papa from 'papaparse';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { predict } from '../../../../src-main/cli/commands/predict.ts';
import { answerText } from '../../../../src-main/cli/predict/answer-text.ts';
import { smallExperiment } from '../../../helpers/experiments.ts';
import { EXPORT_TASKS, mixedModel, rawCases } from '../../../helpers/exported-models.ts';
import { tempFolder } from '../../../helpers/temp-folder.ts';
import { rejectionOf } from '../../../helpers/thrown.ts';
import { trainedModel } from '../../../helpers/trained-model.ts';
import { workbook } from '../../tables/workbook.ts';

const small = trainedModel(smallExperiment());
const rows = [
  { a: 3, b: 0.5 },
  { a: 10, b: -1 },
  { a: -1e3, b: 0 },
];

interface Asked {
  readonly content: string | Uint8Array;
  readonly name?: string;
  readonly model?: ModelFile;
  readonly options?: readonly string[];
  readonly out?: string;
}

/** What `predict` writes into a file, in a folder that holds nothing else that is new. */
async function answersOf({
  content,
  name = 'data.csv',
  model = small,
  options = [],
  out = 'out.csv',
}: Asked) {
  const folder = tempFolder();
  writeFileSync(join(folder, 'model.json'), modelJson(model));
  writeFileSync(join(folder, name), content);
  const args = [
    join(folder, 'model.json'),
    join(folder, name),
    '--out',
    join(folder, out),
    '--quiet',
    ...options,
  ];
  expect(await predict(args)).toBe(0);
  expect(readdirSync(folder).sort()).toEqual([name, 'model.json', out].sort());
  return readFileSync(join(folder, out), 'utf8');
}

const csv = 'a,b\n3,0.5\n10,-1\n-1e3,0\n';
const expected = rows.map(({ a, b }) => createPredictor(small)([a, b]));
const records = expected.map(([sum, product]) => ({ sum, product }));
const expectedCsv = `sum,product\n${expected.map((row) => row.join(',')).join('\n')}\n`;

describe('ninestep predict', () => {
  it.each<[string, string | Uint8Array, string, string[]]>([
    ['CSV', csv, 'data.csv', []],
    ['CSV under any name', csv, 'data', ['--input', 'csv']],
    ['JSON', JSON.stringify(rows), 'data.json', []],
    ['JSON of columns', JSON.stringify({ a: [3, 10, -1e3], b: [0.5, -1, 0] }), 'data.json', []],
    ['JSON lines', rows.map((row) => JSON.stringify(row)).join('\n'), 'data.jsonl', []],
    ['Excel', workbook([[['a', 'b'], ...rows.map(({ a, b }) => [a, b])]]), 'data.xlsx', []],
    [
      'Parquet',
      new Uint8Array(
        parquetWriteBuffer({
          columnData: [
            { name: 'b', data: [0.5, -1, 0], type: 'DOUBLE' },
            { name: 'a', data: [3, 10, -1e3], type: 'DOUBLE' },
          ],
          rowGroupSize: 2,
        }),
      ),
      'data.parquet',
      [],
    ],
  ])('answers a table of %s to the last digit', async (_form, content, name, options) => {
    expect(await answersOf({ content, name, options })).toBe(expectedCsv);
  });

  it('takes a single record for a table where it is told that it is one of JSON lines', async () => {
    const asked = { content: JSON.stringify(rows[0]), name: 'data', out: 'out.jsonl' };
    expect(await answersOf({ ...asked, options: ['--input', 'jsonl'] })).toBe(
      `${JSON.stringify(records[0])}\n`,
    );
  });

  it.each<[string, string[], (text: string) => unknown]>([
    ['out.csv', [], (text) => Papa.parse(text.trimEnd(), { header: true, dynamicTyping: true }).data],
    ['out.json', [], (text) => JSON.parse(text) as unknown],
    [
      'out.jsonl',
      [],
      (text): unknown =>
        text
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line) as unknown),
    ],
    ['out.csv', ['--format', 'json'], (text) => JSON.parse(text) as unknown],
  ])('writes the same numbers into %s %j', async (out, options, read) => {
    expect(read(await answersOf({ content: csv, out, options }))).toEqual(records);
  });

  it('writes null into JSON where an answer is no number', () => {
    const { row } = answerText(small.outputs, 'json');
    expect(row([Infinity, NaN])).toBe('{"sum":null,"product":null}');
  });

  it.each(['out.xlsx', 'out.PARQUET'])('refuses to write text as %s', async (out) => {
    const { code } = await rejectionOf(answersOf({ content: csv, out }));
    expect(code).toBe('USAGE');
  });

  it('tells what it filled though something stood there', async () => {
    const model = mixedModel({});
    const at = model.inputs.findIndex((input) => 'levels' in input && input.missing !== undefined);
    const known = rawCases(model).rows[0]!.map((cell) => cell ?? '');
    const other = known.with(at, 'elsewhere');
    const fields = model.inputs.map(({ name }) => name);
    const told = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    await answersOf({ content: Papa.unparse({ fields, data: [known, other, other] }), model });
    expect(told.mock.calls).toEqual([
      [
        `ninestep: Column "${fields[at]!}": the model does not know "elsewhere" in row 2 and 1 more. They were filled as missing values are.\n`,
      ],
    ]);
    told.mockRestore();
  });

  it.each(EXPORT_TASKS)('answers columns of all types as row by row: %s', async (_task, changes) => {
    const model = mixedModel(changes);
    const { rows: raw, expected: outputs } = rawCases(model);
    const data = raw.map((row) => row.map((cell: RawValue) => cell ?? ''));
    const content = Papa.unparse({ fields: model.inputs.map(({ name }) => name), data });
    const answers = JSON.parse(await answersOf({ content, model, out: 'out.json' })) as unknown[];
    expect(answers).toEqual(
      outputs.map((values) =>
        Object.fromEntries([
          ...predictedClasses(model.outputs, values).map(({ column, level }): [string, unknown] => [
            column,
            level,
          ]),
          ...model.outputs.map(({ name }, t): [string, unknown] => [name, values[t]]),
        ]),
      ),
    );
  });

  it('refuses a cell far down, and leaves nothing of the answers before it', async () => {
    const content = `a,b\n${'3,0.5\n'.repeat(300_000)}3,high\n3,0.5\n`;
    const folder = tempFolder();
    writeFileSync(join(folder, 'model.json'), modelJson(small));
    writeFileSync(join(folder, 'data.csv'), content);
    const args = [join(folder, 'model.json'), join(folder, 'data.csv'), '--out', join(folder, 'out.csv')];
    const { code, message } = await rejectionOf(predict([...args, '--quiet']));
    expect(code).toBe('TABLE_INVALID');
    expect(message).toContain('Row 300,001, column b: "high" is not a number.');
    expect(readdirSync(folder).sort()).toEqual(['data.csv', 'model.json']);
  });

  it('names the first row that is refused, whichever column it is in', async () => {
    const refused = rejectionOf(answersOf({ content: 'a,b\n3,1\n3,high\nlow,1\n' }));
    expect((await refused).message).toContain('Row 2, column b');
  });

  it.each([
    [['--format', 'xml'], '--format does not know "xml". Known: csv, json, jsonl.'],
    [['--input', 'xml'], '--input does not know "xml". Known: csv, json, jsonl, parquet, excel.'],
  ])('refuses %j before it reads anything', async (options, message) => {
    const folder = tempFolder();
    const error = await rejectionOf(predict([join(folder, 'none.json'), 'none.csv', ...options]));
    expect(error).toMatchObject({ code: 'USAGE', message });
    expect(existsSync(join(folder, 'none.json'))).toBe(false);
  });
});
