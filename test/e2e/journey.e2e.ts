import { expect, type Page } from '@playwright/test';
import type { ModelFile } from '@shared/model/model-file.ts';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { launchApp, test, type TestApp } from './helpers/app.ts';
import { answerSaveDialog, openStage } from './helpers/window.ts';

const CLI = resolve(import.meta.dirname, '../../out/main/cli.cjs');

/** What the plot says of itself: its label names the epoch it has come to. */
async function plottedEpoch(page: Page): Promise<number> {
  const label = await page
    .getByRole('application', { name: /^Loss of .* up to epoch/ })
    .getAttribute('aria-label');
  return Number(/up to epoch ([\d,]+)/.exec(label ?? '')?.[1]?.replaceAll(',', '') ?? NaN);
}

/** What the try-it form answers for (30, 70). */
async function askThirtySeventy(app: TestApp): Promise<number[]> {
  const { page } = app;
  await page.getByRole('textbox', { name: 'a', exact: true }).fill('30');
  await page.getByRole('textbox', { name: 'b', exact: true }).fill('70');
  const tryIt = page.getByRole('complementary', { name: 'Try it' });
  const answers = tryIt.locator('dd data');
  // The answer before this one is near the wanted one, too; the form says itself when it has caught up.
  await expect(tryIt.locator('dl')).toHaveAttribute('aria-busy', 'false');
  await expect(answers).toHaveCount(3);
  return answers.evaluateAll((elements) => elements.map((element) => Number(element.getAttribute('value'))));
}

/** An independent reader of the exported file: only what docs/formats/model.md says. */
function readAndPredict(model: ModelFile, raw: number[]): number[] {
  let a = model.inputs.map(({ transform }, i) => (raw[i]! - transform.shift) / transform.scale);
  for (const layer of model.layers) {
    if (layer.type !== 'dense') throw new Error('The journey trains dense layers only.');
    const { W, b, activation } = layer;
    a = W.map((row, o) => row.reduce((sum, weight, i) => sum + weight * a[i]!, b[o]!));
    if (activation === 'relu') a = a.map((z) => Math.max(0, z));
  }
  return model.outputs.map(({ transform }, t) => a[t]! * transform.scale + transform.shift);
}

test('open, train, see the plot move, stop, restart, find the run, try (30, 70), export, predict outside', async ({
  folders,
}) => {
  let app = await launchApp(folders);
  const { page } = app;
  await openStage(page, 'Train');
  // More epochs than the test will wait for, so that there is something to stop.
  await page.getByRole('textbox', { name: 'Epochs', exact: true }).fill('100000');
  await page.getByRole('button', { name: 'Train Ctrl+Enter' }).click();

  await expect.poll(() => plottedEpoch(page)).toBeGreaterThan(20);
  const before = await plottedEpoch(page);
  await expect.poll(() => plottedEpoch(page)).toBeGreaterThan(before);
  await page
    .getByRole('region', { name: 'Run', exact: true })
    .getByRole('button', { name: 'Stop The article, solved' })
    .click();
  await expect(page.getByRole('region', { name: 'Run', exact: true })).toContainText('Stopped after');
  await app.expectClean();
  await app.close();

  app = await launchApp(folders);
  await openStage(app.page, 'Runs');
  const row = app.page.getByRole('row', { name: /The article, solved.*Stopped/ });
  await row.dblclick();
  await expect(app.page.getByText(/Its settings are shown as they were/)).toBeVisible();
  await expect.poll(() => plottedEpoch(app.page)).toBeGreaterThan(20);
  await expect(app.page.getByRole('textbox', { name: 'Batch size' })).toHaveValue('128');

  await openStage(app.page, 'Evaluate');
  const answers = await askThirtySeventy(app);
  expect(answers[0]).toBeCloseTo(100, 0);

  const exported = join(folders.workspace, 'exported model.json');
  await answerSaveDialog(app.electron, exported);
  await openStage(app.page, 'Export');
  await app.page.getByRole('button', { name: /^Export…/ }).click();
  await expect(app.page.getByText(/verified: largest difference 0 on \d+ golden cases/)).toBeVisible();
  await app.expectClean();
  await app.close();

  const model = JSON.parse(readFileSync(exported, 'utf8')) as ModelFile;
  expect(readAndPredict(model, [30, 70])).toEqual(answers);
  const table = join(folders.workspace, 'question.csv');
  writeFileSync(table, 'a,b\n30,70\n');
  const csv = execFileSync(process.execPath, [CLI, 'predict', exported, table], { encoding: 'utf8' });
  expect(csv.trim().split('\n')[1]!.split(',').map(Number)).toEqual(answers);
});
