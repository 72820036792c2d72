import { expect } from '@playwright/test';
import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { test } from './helpers/app.ts';
import { call, callRaw, exampleExperiment, waitForStatus } from './helpers/workbench.ts';

const CLI = resolve(import.meta.dirname, '../../out/main/cli.cjs');

interface Told {
  parts: { name: string; rows: number; numbers: Record<string, unknown>[] }[];
}

test('a run is evaluated to the same digits in the window and on the command line, test rows once they are opened', async ({
  workbench,
  folders,
}) => {
  const { page } = workbench;
  const experiment = await exampleExperiment(page, 3);
  const { id: runId } = await call(page, 'runStart', { experiment });
  await waitForStatus(page, runId, 'finished');

  const train = await call(page, 'evaluationRead', { runId, part: 'train' });
  const directory = join(folders.workspace, 'runs', runId);
  const text = execFileSync(process.execPath, [CLI, 'evaluate', directory, '--json', '--part', 'train'], {
    encoding: 'utf8',
  });
  const [told] = (JSON.parse(text) as Told).parts;
  expect(told!.rows).toBe(train.rows.train);
  expect(train.numbers.map(({ name, rmse, r2 }) => ({ name, rmse, r2 }))).toEqual(
    told!.numbers.map(({ name, rmse, r2 }) => ({ name, rmse, r2 })),
  );

  const refused = await callRaw(page, 'evaluationRead', { runId, part: 'test' });
  expect(refused).toMatchObject({ ok: false, error: { code: 'NOT_ALLOWED' } });
  await call(page, 'runOpenTest', { runId });
  const opened = await call(page, 'evaluationRead', { runId, part: 'test' });
  expect(opened.numbers).toHaveLength(train.numbers.length);
});
