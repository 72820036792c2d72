import { expect, type Page } from '@playwright/test';
import type { SweepSpec } from '@shared/model/sweep.ts';
import { test, type TestApp } from './helpers/app.ts';
import { pageOverflows, seriousFindings } from './helpers/looks.ts';
import { openStage } from './helpers/window.ts';
import { call, exampleExperiment } from './helpers/workbench.ts';

const SEEDS = 5;

/** Two learning rates, of which one is far too small to learn anything, five seeds each. */
async function twoConfigurations(page: Page): Promise<SweepSpec> {
  const experiment = await exampleExperiment(page, 30);
  const { data } = experiment;
  const source = data.source.kind === 'formula' ? { ...data.source, rows: 400 } : data.source;
  return {
    format: 'ninestep-sweep',
    version: 1,
    name: 'Two rates',
    experiment: {
      ...experiment,
      data: { ...data, source },
      training: { ...experiment.training, optimizer: { type: 'sgd', learningRate: 0.01, weightDecay: 0 } },
    },
    settings: [{ path: 'training.optimizer.learningRate', values: [1e-7, 0.05] }],
    search: { kind: 'grid' },
    replicates: { count: SEEDS, firstSeed: 1, vary: ['network.seed', 'training.seed'] },
    crossValidation: null,
    halving: null,
  };
}

async function trainAll({ page }: TestApp): Promise<void> {
  await call(page, 'groupStart', { spec: await twoConfigurations(page) });
  await openStage(page, 'Runs');
  const finished = page.getByRole('grid', { name: 'Runs' }).getByText('Finished');
  await expect(finished).toHaveCount(2 * SEEDS, { timeout: 60_000 });
}

/** Chooses the first runs of the table by their boxes. */
async function chooseRuns(page: Page, count: number): Promise<void> {
  const boxes = page.getByRole('grid', { name: 'Runs' }).getByRole('row').getByRole('checkbox');
  for (let k = 0; k < count; k++) await boxes.nth(k).check();
}

test('runs of a sweep are compared in every way, and the verdict is on all of their seeds', async ({
  workbench,
}) => {
  // Ten runs, and two looks by axe.
  test.slow();
  const { page } = workbench;
  await trainAll(workbench);
  await chooseRuns(page, 2 * SEEDS);
  const tab = (name: string) => page.getByRole('tablist', { name: 'Compare' }).getByRole('tab', { name });

  await tab('Settings').click();
  const settings = page.getByRole('table', { name: 'Settings of the chosen runs' });
  await expect(settings.getByRole('row', { name: /Learning rate/ })).toContainText('0.05');
  await expect(settings.getByRole('row', { name: /Batch size/ })).toHaveCount(0);

  await tab('Network').click();
  await expect(page.getByText(`All ${String(2 * SEEDS)} runs have the same network.`)).toBeVisible();

  await tab('Metrics').click();
  await page.getByRole('radio', { name: 'mean ± std' }).check({ force: true });
  await expect(
    page.getByRole('img', { name: /2 configurations: the best is Learning rate 0\.05/ }),
  ).toBeVisible();

  await tab('Sweep').click();
  await expect(page.getByRole('slider', { name: 'Pick by Learning rate' })).toBeVisible();
  expect(await seriousFindings(page)).toEqual([]);

  await tab('Verdict').click();
  const verdict = page.getByRole('region', { name: 'Verdict' });
  await expect(verdict.getByRole('heading', { name: /^[AB] is better$/ })).toBeVisible();
  await expect(verdict).toContainText(`ahead in ${String(SEEDS)} of ${String(SEEDS)} seeds`);
  await expect(verdict).toContainText('Paired t-test');
  expect(await seriousFindings(page)).toEqual([]);
  expect(await pageOverflows(page)).toBe(false);
  await workbench.expectClean();
});
