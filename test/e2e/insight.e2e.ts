import { expect, type Page } from '@playwright/test';
import { test } from './helpers/app.ts';
import { seriousFindings } from './helpers/looks.ts';
import { openStage } from './helpers/window.ts';
import { call, commandRun, ENDLESS, waitForEpochs, waitForStatus } from './helpers/workbench.ts';

/** The epoch that a panel says it shows. */
async function shownEpoch(page: Page): Promise<number> {
  const text = (await page.getByRole('tabpanel').textContent()) ?? '';
  return Number(/epoch ([\d,]+)/.exec(text)?.[1]?.replaceAll(',', '') ?? NaN);
}

test('the inside of a network is seen while it learns, and afterwards', async ({ workbench }) => {
  const { page } = workbench;
  const source = { kind: 'toy', id: 'moons', rows: 200, noise: 0.1, seed: 1 } as const;
  const { experiment } = await call(page, 'tableOpen', { id: 'moons', table: { kind: 'source', source } });
  const { earlyStopping: _, ...training } = experiment.training;
  const endless = { ...experiment, training: { ...training, epochs: ENDLESS } };
  const { id } = await call(page, 'runStart', { experiment: endless });
  await waitForEpochs(page, id, 20);
  await openStage(page, 'Runs');
  await page.getByRole('row', { name: /Running/ }).dblclick();
  const tab = (name: string) => page.getByRole('tab', { name, exact: true }).click();

  await tab('Layers');
  await expect(page.getByText('Gradient norm', { exact: true })).toBeVisible();
  await expect(page.getByText('Update / weight ratio', { exact: true })).toBeVisible();
  await page.getByRole('radiogroup', { name: 'View of what was measured inside' }).getByText('Table').click();
  await expect(page.getByRole('grid', { name: 'Gradient norm, moment by moment' })).toBeVisible();

  await tab('Histograms');
  await expect(page.getByRole('img', { name: /^Weights of layer 1 / })).toBeVisible();

  for (const panel of ['Surface', 'Answers']) {
    await tab(panel);
    await expect.poll(() => shownEpoch(page)).toBeGreaterThan(0);
    const before = await shownEpoch(page);
    await expect.poll(() => shownEpoch(page)).toBeGreaterThan(before);
  }

  await commandRun(page, id, 'stop');
  await waitForStatus(page, id, 'stopped');
  for (const [name, view] of [
    ['Layers', 'View of what was measured inside'],
    ['Histograms', 'View of weights and outputs'],
    ['Surface', 'View of the surface'],
    ['Answers', 'View of the answers'],
  ] as const) {
    await tab(name);
    await expect(page.getByRole('radiogroup', { name: view })).toBeVisible();
    expect.soft(await seriousFindings(page), `axe on ${name}`).toEqual([]);
    await page.getByRole('radiogroup', { name: view }).getByText('Table').click();
    await expect(page.getByRole('tabpanel').getByRole('grid')).toBeVisible();
  }
  await workbench.expectClean();
});
