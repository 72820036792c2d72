import { parseExperiment } from '@shared/schema/experiment.ts';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ninestep } from '../helpers/cli.ts';
import { classificationJson, smallExperiment } from '../helpers/experiments.ts';
import { finishedRun } from '../helpers/runs.ts';

interface ToldFigures {
  parts: {
    name: string;
    rows: number;
    numbers: { name: string; rmse: number; r2: number }[];
    classes: { column: string; classes: string[]; mistakes: number; confusion: number[][] }[];
    importance?: { columns: { column: string }[] };
  }[];
}

async function evaluated(...args: string[]): Promise<ToldFigures> {
  const { code, stdout, stderr } = await ninestep(['evaluate', ...args, '--json']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout) as ToldFigures;
}

describe('ninestep evaluate RUN', () => {
  it('measures what the run logged, and leaves the test rows alone', async () => {
    const { directory, record } = await finishedRun();
    const { parts } = await evaluated(directory, '--importance');
    expect(parts.map(({ name, rows }) => [name, rows])).toEqual([
      ['train', 36],
      ['validation', 12],
    ]);
    const logged = record.best!.validation!;
    parts[1]!.numbers.forEach(({ rmse }, t) => {
      // Trained in float32, measured in float64.
      expect(rmse / logged.rmse[t]!).toBeCloseTo(1, 4);
    });
    expect(parts[0]!.importance!.columns.map(({ column }) => column)).toEqual(['a', 'b']);
  });

  it('tells a person the figures of the parts side by side, and the confusion matrix', async () => {
    const { directory } = await finishedRun(parseExperiment(classificationJson));
    const { code, stdout } = await ninestep(['evaluate', directory]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^larger, weights of epoch \d\n\n +train {2}validation\nrows +36 +12\n/);
    expect(stdout).toMatch(/\naccuracy +0?\.?\d+/);
    expect(stdout).toMatch(/\ntrue below, predicted → {2}first {2}second\n/);
  });

  it('opens the test results only when told to, and counts it', async () => {
    const { directory } = await finishedRun();
    const refused = await ninestep(['evaluate', directory, '--part', 'test']);
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toMatch(/\[NOT_ALLOWED\]\n$/);
    const args = ['evaluate', directory, '--part', 'test', '--open-test'];
    const opened = await ninestep(args);
    expect(opened).toMatchObject({
      code: 0,
      stderr: 'ninestep: the test results of this run have now been opened once\n',
    });
    expect((await ninestep(args)).stderr).toMatch(/opened 2 times\n$/);
    const file = JSON.parse(readFileSync(join(directory, 'test-openings.json'), 'utf8')) as {
      openings: unknown[];
    };
    expect(file.openings).toHaveLength(2);
  });

  it.each([
    ['a part that there is not', ['--part', 'exam'], 'USAGE'],
    ['an operand too many', ['a', 'b'], 'USAGE'],
  ])('refuses %s', async (_what, args, code) => {
    const { directory } = await finishedRun();
    const result = await ninestep(['evaluate', directory, ...args]);
    expect(result.code).toBe(2);
    expect(result.stderr).toMatch(new RegExp(`\\[${code}\\]\\n$`));
  });
});

describe('ninestep evaluate MODEL.json TABLE', () => {
  it('measures a table of its own, and says which rows it left out', async () => {
    const { directory } = await finishedRun(smallExperiment());
    const table = join(directory, 'table.csv');
    writeFileSync(table, 'product,b,a,sum\n1.5,0.5,3,3.5\n-10,-1,10,9\n2,,4,6\n,1,4,6\n');
    const { code, stdout, stderr } = await ninestep([
      'evaluate',
      join(directory, 'model.json'),
      table,
      '--json',
    ]);
    expect(code).toBe(0);
    expect(stderr).toMatch(/^ninestep: 2 rows were left out/);
    const told = JSON.parse(stdout) as ToldFigures & { dropped: number };
    expect(told.dropped).toBe(2);
    expect(told.parts).toMatchObject([
      { name: 'table.csv', rows: 2, numbers: [{ name: 'sum' }, { name: 'product' }] },
    ]);
  });

  it.each([
    ['without a target', 'a,b,sum\n1,2,3\n', 'TABLE_INVALID', /There is no column "product"/],
    ['without a whole row', 'a,b,sum,product\n1,,3,2\n', 'NO_ROWS', /Each of the 1 rows lacks/],
  ])('refuses a table %s', async (_what, csv, code, message) => {
    const { directory } = await finishedRun(smallExperiment());
    const table = join(directory, 'table.csv');
    writeFileSync(table, csv);
    const result = await ninestep(['evaluate', join(directory, 'model.json'), table]);
    expect(result).toMatchObject({ code: 2, stdout: '' });
    expect(result.stderr).toMatch(message);
    expect(result.stderr).toMatch(new RegExp(`\\[${code}\\]\\n$`));
  });
});
