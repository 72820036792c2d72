import { expect } from '@playwright/test';
import { test } from './helpers/app.ts';
import { seriousFindings } from './helpers/looks.ts';
import { openStage } from './helpers/window.ts';
import { startRun, waitForStatus } from './helpers/workbench.ts';

test('the nine steps are walked through with the keyboard alone, and the gradients agree with differences', async ({
  workbench: app,
}) => {
  const { page } = app;
  await page.getByRole('button', { name: /^Nine steps/ }).focus();
  await page.keyboard.press('Enter');
  const walk = page.getByRole('region', { name: 'Nine steps' });
  await walk.getByRole('tab', { name: /^1 / }).focus();
  const headings = [];
  for (let step = 1; step <= 9; step++) {
    headings.push(await walk.getByRole('heading', { level: 2 }).textContent());
    if (step === 7) {
      await walk.getByRole('button', { name: 'Check against finite differences' }).press('Enter');
      await expect(walk.getByRole('status').filter({ hasText: 'They agree' })).toBeVisible();
      await walk.getByRole('tab', { name: /^7 / }).focus();
    }
    await page.keyboard.press('ArrowRight');
  }
  expect(headings).toEqual([
    '1 Initialise',
    '2 Data',
    '3 Split',
    '4 Standardise',
    '5 Construct',
    '6 Forward',
    '7 Backward',
    '8 Optimise',
    '9 Test',
  ]);
  expect(await seriousFindings(page)).toEqual([]);
  await page.keyboard.press('Control+9');
  await expect(walk).toBeHidden();
  await app.expectClean();
});

test('the walk is about the open project: another layer, the whole batch, and the weights of its run', async ({
  workbench: app,
}) => {
  const { page } = app;
  const { id } = await startRun(page, 20);
  await waitForStatus(page, id, 'finished');
  await openStage(page, 'Train');
  await page.getByRole('button', { name: /^Nine steps/ }).click();
  const walk = page.getByRole('region', { name: 'Nine steps' });
  await walk.getByRole('tab', { name: /^6 / }).click();
  await expect(walk.getByRole('table', { name: 'W1' }).getByRole('cell')).toHaveCount(8);
  await walk
    .getByRole('combobox', { name: 'Layer', exact: true })
    .selectOption({ label: 'Output · Dense 3 · Linear' });
  await expect(walk.getByRole('table', { name: 'W3' }).getByRole('cell')).toHaveCount(12);
  await walk.getByText('Its whole batch').click();
  await expect(walk.getByText(/as the mean over the [\d,]+ rows of the batch/)).toBeVisible();
  const before = await walk.getByRole('table', { name: 'W3' }).textContent();
  await walk.getByText('The run’s').click();
  await expect(walk.getByText(/^Weights of .* after epoch \d+/)).toBeVisible();
  expect(await walk.getByRole('table', { name: 'W3' }).textContent()).not.toBe(before);
  await app.expectClean();
});
