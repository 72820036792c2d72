import { expect } from '@playwright/test';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from './helpers/app.ts';
import { checksumOf } from './helpers/runs.ts';
import { call, exampleExperiment, waitForStatus } from './helpers/workbench.ts';

const CLI = resolve(import.meta.dirname, '../../out/main/cli.cjs');

test('the same experiment gives the same model, to the bit, in the window and on the command line', async ({
  workbench,
  folders,
}) => {
  const example = await exampleExperiment(workbench.page, 5);
  const experiment = {
    ...example,
    data: {
      ...example.data,
      source: {
        ...example.data.source,
        targets: {
          wave: 'sin(a) * cos(b / 7) + tanh(a - b)',
          bump: 'exp(-(((a - 50) / 20) ** 2)) + log(1 + b)',
        },
      },
    },
    network: {
      ...example.network,
      layers: [
        { type: 'dense' as const, units: 6, activation: 'tanh' as const, l1: 0, l2: 0 },
        { type: 'dense' as const, units: 5, activation: 'sigmoid' as const, l1: 0, l2: 0 },
      ],
    },
    testCases: [],
  };
  const run = await call(workbench.page, 'runStart', { experiment });
  await waitForStatus(workbench.page, run.id, 'finished');

  const file = join(folders.workspace, 'experiment.json');
  const directory = join(folders.workspace, 'by command line');
  writeFileSync(file, JSON.stringify(experiment));
  execFileSync(process.execPath, [CLI, 'train', file, '--out', directory, '--quiet']);
  expect(checksumOf(directory)).toBe(checksumOf(join(folders.workspace, 'runs', run.id)));
});
