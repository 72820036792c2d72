import { expect, type Page } from '@playwright/test';
import { inferColumns } from '@shared/data/infer/infer-columns.ts';
import { suggestExperiment } from '@shared/data/suggest/suggest-experiment.ts';
import { drawToySet } from '@shared/data/toy-sets.ts';
import { test } from './helpers/app.ts';
import { seriousFindings } from './helpers/looks.ts';
import { openStage } from './helpers/window.ts';
import { call, listRuns, waitForStatus } from './helpers/workbench.ts';

/** Opens the newest run of the history in the Train stage. */
async function openNewest(page: Page): Promise<void> {
  await page.reload();
  await openStage(page, 'Runs');
  await page
    .getByRole('row', { name: /Finished/ })
    .first()
    .dblclick();
}

test('a run that is sick is told so, cured by one press, and looked back into moment by moment', async ({
  workbench,
}) => {
  const { page } = workbench;
  const source = { kind: 'toy', id: 'ripple', rows: 500, noise: 0.1, seed: 1 } as const;
  const suggested = suggestExperiment({ source, columns: inferColumns(drawToySet(source)) }, 'Too fast');
  const { earlyStopping: _, ...training } = suggested.training;
  const optimizer = { ...training.optimizer, learningRate: 1 } as typeof training.optimizer;
  const sick = { ...suggested, training: { ...training, epochs: 60, optimizer } };
  const { id } = await call(page, 'runStart', { experiment: sick });
  await waitForStatus(page, id, 'finished');
  await openNewest(page);

  const doctor = page.getByRole('region', { name: 'Training doctor' });
  await expect(doctor.getByRole('status')).toContainText('The learning rate is too high');
  await doctor.getByRole('button', { name: /^Doctor \d/ }).click();
  await expect(doctor.getByRole('region', { name: 'Findings' })).toBeVisible();
  expect(await seriousFindings(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await doctor.getByRole('button', { name: 'Learning rate 0.01' }).click();
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect.poll(async () => (await listRuns(page)).length).toBe(2);
  const [cured] = await listRuns(page);
  expect(cured!.experiment.training.optimizer).toEqual({ ...optimizer, learningRate: 0.01 });
  await waitForStatus(page, cured!.id, 'finished');
  await expect(doctor.getByRole('status')).not.toContainText('The learning rate is too high');

  const machine = page.getByRole('region', { name: 'Time machine' });
  const slider = machine.getByRole('slider', { name: 'Moment of the run' });
  await slider.focus();
  await page.keyboard.press('Home');
  await expect(slider).toHaveAttribute('aria-valuetext', 'epoch 0');
  for (let k = 0; k < 5; k++) await page.keyboard.press('ArrowRight');
  await machine.getByRole('button', { name: 'Measure again' }).click();
  await expect(machine.getByRole('status')).toContainText('to the last bit');

  await machine.getByRole('button', { name: 'Branch from here' }).click();
  const dialog = page.getByRole('dialog');
  expect(await seriousFindings(page)).toEqual([]);
  await dialog.getByRole('textbox', { name: 'Epochs' }).fill('10');
  await dialog.getByRole('button', { name: 'Start the branch' }).click();
  await expect.poll(async () => (await listRuns(page)).length).toBe(3);
  const [branch] = await listRuns(page);
  expect(branch!.branch).toMatchObject({ runId: cured!.id, name: cured!.name });
  await waitForStatus(page, branch!.id, 'finished');
  await expect(page.getByRole('region', { name: 'Run', exact: true })).toContainText(
    `branched from ${cured!.name} after epoch`,
  );
  await workbench.expectClean();
});
