import { expect, type Page } from '@playwright/test';
import { test } from './helpers/app.ts';
import { LOOKS, pageOverflows, seriousFindings } from './helpers/looks.ts';
import { openStage, setWindowSize } from './helpers/window.ts';
import { call, exampleExperiment, startRun, waitForStatus } from './helpers/workbench.ts';

/** Opens a bundled table as an experiment of its own and trains it as suggested. */
async function trainExample(page: Page, name: RegExp): Promise<void> {
  await openStage(page, 'Data');
  await page.getByRole('button', { name: 'Examples' }).click();
  await page.getByRole('menuitem', { name }).click();
  await expect(page.getByRole('combobox', { name: 'Experiment' }).locator('option:checked')).toHaveText(name);
  await page
    .getByRole('button', { name: /^Train/ })
    .first()
    .click();
  await expect(page.getByRole('region', { name: 'Run', exact: true })).toContainText('Finished', {
    timeout: 30_000,
  });
}

for (const [index, { theme, width, height, name }] of LOOKS.entries()) {
  // Classes in one look, numbers in the other.
  const table = index % 2 === 0 ? /^Iris/ : /^Diabetes/;
  test(`every view of an evaluation is accessible and fits: ${name}`, async ({ workbench }, testInfo) => {
    // A training, and a look by axe for each tab.
    test.slow();
    const { page, electron } = workbench;
    await setWindowSize(electron, width, height);
    await call(page, 'settingsChange', { theme });
    await page.reload();
    await trainExample(page, table);
    await openStage(page, 'Evaluate');
    for (const tab of await page.getByRole('tablist', { name: 'What to look at' }).getByRole('tab').all()) {
      const title = await tab.innerText();
      await tab.click();
      const results = page.getByRole('region', { name: 'Results' });
      await expect(
        results.getByText(/^(Asking the network|Counting|Looking for them|Shuffling)/),
      ).toHaveCount(0);
      await page.screenshot({ path: testInfo.outputPath(`${title}.png`) });
      expect.soft(await seriousFindings(page), `axe on ${title}`).toEqual([]);
      expect.soft(await pageOverflows(page), `${title} overflows`).toBe(false);
    }
    await workbench.expectClean();
  });
}

test('a question is saved as a test case, judged, kept over a restart of the page, and undone', async ({
  workbench,
}) => {
  const { page } = workbench;
  await waitForStatus(page, (await startRun(page, 60)).id, 'finished');
  const { testCases } = await exampleExperiment(page, 1);
  const before = testCases.length;
  await page.reload();
  await openStage(page, 'Evaluate');
  await page.getByRole('textbox', { name: 'a', exact: true }).fill('12');
  await page.getByRole('button', { name: 'Save as test case…' }).click();
  const dialog = page.getByRole('dialog', { name: 'New test case' });
  await dialog.getByRole('textbox', { name: 'Name' }).fill('twelve');
  await dialog.getByRole('textbox', { name: 'Tolerance of sum' }).fill('1000');
  await dialog.getByRole('textbox', { name: 'Tolerance of difference' }).fill('1000');
  // What is true is given by the formulas; this says otherwise.
  await dialog.getByRole('textbox', { name: 'distance', exact: true }).fill('5000');
  await dialog.getByRole('button', { name: 'Save' }).click();

  const tab = (count: number) => page.getByRole('tab', { name: `Test cases ${String(count)}` });
  await tab(before + 1).click();
  await expect(page.getByRole('row', { name: /Fail twelve/ })).toContainText('5,000');
  await page.reload();
  await openStage(page, 'Evaluate');
  await tab(before + 1).click();
  await page.getByRole('button', { name: 'Edit twelve' }).click();
  await page.getByRole('textbox', { name: 'Tolerance of distance' }).fill('6000');
  await page.getByRole('button', { name: 'Change' }).click();
  await expect(page.getByRole('row', { name: /Pass twelve/ })).toBeVisible();

  await page.getByRole('button', { name: 'Delete twelve' }).click();
  await expect(tab(before)).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(page.getByRole('row', { name: /Pass twelve/ })).toBeVisible();
  await workbench.expectClean();
});
