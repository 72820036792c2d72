import { expect, type Page } from '@playwright/test';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { launchApp, test } from './helpers/app.ts';
import { LOOKS, pageOverflows, seriousFindings } from './helpers/looks.ts';
import { fillWorkspace } from './helpers/made-runs.ts';
import { answerSaveDialog, openStage, setWindowSize } from './helpers/window.ts';

const RUNS = 20;

const grid = (page: Page) => page.getByRole('grid', { name: 'Runs' });
/** The rows of runs; heads of columns and of groups are none. */
const rows = (page: Page) => grid(page).locator('[role=row][aria-selected]');
const filter = (page: Page) => page.getByRole('combobox', { name: 'Filter runs' });
const names = (page: Page) => rows(page).locator('.name [title] .visually-hidden').allTextContents();

/** Every test begins with the same history of runs that were never trained. */
test.beforeEach(({ folders }) => {
  fillWorkspace(folders, RUNS, 40);
});

test('runs are asked for, put in order, grouped and marked by the keyboard alone, and the view is kept', async ({
  folders,
}) => {
  let app = await launchApp(folders);
  let { page } = app;
  await openStage(page, 'Runs');
  await expect(rows(page)).toHaveCount(RUNS);

  await filter(page).focus();
  await page.keyboard.type('status:fin');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(filter(page)).toHaveValue('status:finished ');
  const shown = await page.getByText(new RegExp(` of ${String(RUNS)} runs$`)).innerText();
  const finished = Number.parseInt(shown, 10);
  expect(finished).toBeGreaterThan(2);
  expect(finished).toBeLessThan(RUNS);
  // A few rows are drawn with each frame.
  await expect(rows(page)).toHaveCount(finished);

  await grid(page)
    .getByRole('button', { name: /^Best loss/ })
    .press('Enter');
  const losses = await grid(page)
    .locator('[data-column="best:loss"] data')
    .evaluateAll((cells) => cells.map((cell) => Number((cell as HTMLDataElement).value)));
  expect(losses).toEqual([...losses].sort((a, b) => a - b));

  await grid(page).focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('F2');
  await page.keyboard.type('The best of them');
  await page.keyboard.press('Enter');
  await expect(rows(page).first()).toContainText('The best of them');
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menuitem', { name: 'Use as the baseline' }).press('Enter');
  await expect(grid(page).getByRole('row', { name: 'Baseline', exact: true })).toBeVisible();
  await expect(rows(page).nth(1)).toContainText('%');
  await page.keyboard.press('Space');
  await page.keyboard.press('Shift+ArrowDown');
  await page.getByRole('group', { name: 'Chosen runs' }).getByRole('button', { name: 'Tags' }).press('Enter');
  await page
    .getByRole('textbox', { name: 'New tag' })
    .or(page.getByRole('combobox', { name: 'New tag' }))
    .fill('kept');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').getByRole('button', { name: 'Done' }).press('Enter');
  await expect(rows(page).getByRole('button', { name: 'kept' })).toHaveCount(2);

  await page.getByRole('button', { name: 'Views' }).press('Enter');
  await page.getByRole('menuitem', { name: 'Save as a new view…' }).press('Enter');
  await page.keyboard.type('Finished ones');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Views' })).toContainText('Finished ones');
  const before = await names(page);
  await expect.poll(() => existsSync(join(folders.workspace, 'views.json'))).toBe(true);
  await app.expectClean();
  await app.close();

  app = await launchApp(folders);
  ({ page } = app);
  await openStage(page, 'Runs');
  await expect(filter(page)).toHaveValue('status:finished ');
  await expect.poll(() => names(page)).toEqual(before);
  await expect(grid(page).getByRole('row', { name: 'Baseline', exact: true })).toContainText(
    'The best of them',
  );
  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByRole('menuitem', { name: /^All runs/ }).click();
  await expect(rows(page)).toHaveCount(RUNS);
  await app.close();
});

test('the menu of a run that was opened by the pointer stays open until a press elsewhere', async ({
  workbench,
}) => {
  const { page } = workbench;
  await openStage(page, 'Runs');
  await rows(page).nth(3).click({ button: 'right' });
  await expect(page.getByRole('menuitem', { name: 'Use as the baseline' })).toBeVisible();
  await rows(page).first().click();
  await expect(page.getByRole('menuitem')).toHaveCount(0);
  await workbench.expectClean();
});

test('a deleted run lies in the bin: the notice takes it back, it is restored from there, or purged for good', async ({
  workbench,
}) => {
  const { page } = workbench;
  await openStage(page, 'Runs');
  await rows(page).first().click();
  const [first = ''] = await names(page);
  await page.keyboard.press('Delete');
  await expect(rows(page)).toHaveCount(RUNS - 1);
  await page.getByRole('status').getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(rows(page)).toHaveCount(RUNS);
  expect((await names(page))[0]).toBe(first);

  await rows(page).nth(2).click();
  await page.keyboard.press('Space');
  await page.keyboard.press('Shift+ArrowDown');
  await page.getByRole('button', { name: 'Move the chosen runs to the bin' }).click();
  await expect(rows(page)).toHaveCount(RUNS - 2);
  await page.getByRole('button', { name: 'Bin…' }).click();
  const bin = page.getByRole('dialog', { name: 'Bin' });
  await expect(bin.getByRole('status')).toContainText(/2 runs, [\d.]+ (bytes|KB|MB)/);
  await bin
    .getByRole('button', { name: /^Restore (?!all)/ })
    .first()
    .click();
  await expect(bin.getByRole('status')).toContainText('1 run,');
  await bin.getByRole('button', { name: 'Empty the bin…' }).click();
  await expect(bin.getByRole('button', { name: 'Keep' })).toBeFocused();
  expect(await seriousFindings(page)).toEqual([]);
  await bin.getByRole('button', { name: 'Delete for good' }).click();
  await expect(bin.getByText('The bin is empty')).toBeVisible();
  await bin.getByRole('button', { name: 'Close' }).click();
  await expect(rows(page)).toHaveCount(RUNS - 1);
  await workbench.expectClean();
});

test('a run is cloned, changed and launched in three actions', async ({ workbench }) => {
  const { page } = workbench;
  await openStage(page, 'Runs');
  await filter(page).fill('status:finished');
  await rows(page).first().click();
  await page
    .getByRole('complementary', { name: 'Selected run' })
    .getByRole('button', { name: 'Clone' })
    .click();
  await page.getByRole('textbox', { name: 'Epochs', exact: true }).fill('2');
  await page
    .getByRole('button', { name: /^Train/ })
    .first()
    .click();
  await expect(page.getByRole('region', { name: 'Run', exact: true })).toContainText('Finished', {
    timeout: 30_000,
  });
  await openStage(page, 'Runs');
  await filter(page).fill('epochs=2');
  await expect(rows(page)).toHaveCount(1, { timeout: 30_000 });
});

test('the table is saved as CSV the way it is shown', async ({ workbench, folders }) => {
  const { page, electron } = workbench;
  const path = join(folders.userData, 'runs.csv');
  await answerSaveDialog(electron, path);
  await openStage(page, 'Runs');
  await filter(page).fill('status:finished');
  await page.getByRole('button', { name: 'Take the table away' }).click();
  await page.getByRole('menuitem', { name: 'Save as CSV…' }).click();
  await expect(page.getByText('Saved as runs.csv.')).toBeVisible();
  const lines = readFileSync(path, 'utf8').trim().split('\r\n');
  expect(lines[0]).toMatch(/^Name,Status,When,Best loss,/);
  expect(lines).toHaveLength(1 + (await rows(page).count()));
});

for (const { theme, width, height, name: title } of LOOKS) {
  test(`the history is accessible and fits: ${title}`, async ({ workbench }, testInfo) => {
    // axe looks at every cell, nine times.
    test.setTimeout(180_000);
    const { page, electron } = workbench;
    await setWindowSize(electron, width, height);
    await page.evaluate((name) => (document.documentElement.dataset.theme = name), theme);
    await openStage(page, 'Runs');
    const look = async (name: string): Promise<void> => {
      await page.screenshot({ path: testInfo.outputPath(`${name}.png`) });
      expect.soft(await seriousFindings(page), `axe: ${name}`).toEqual([]);
      expect.soft(await pageOverflows(page), `${name} overflows`).toBe(false);
    };
    await look('table');
    await rows(page).nth(3).click();
    await look('details');
    await page.keyboard.press('Space');
    await page.keyboard.press('Shift+ArrowDown');
    await expect(page.getByRole('tablist', { name: 'Compare' })).toBeVisible();
    await look('compared');
    await page.getByRole('combobox', { name: 'Groups' }).selectOption('status');
    await look('groups');
    await filter(page).fill('statsu:finished');
    await look('problem');
    await filter(page).fill('');
    await page.getByRole('button', { name: 'Columns…' }).click();
    await look('columns');
    await page.keyboard.press('Escape');
    await grid(page).focus();
    await page.keyboard.press('End');
    await page.keyboard.press('Shift+F10');
    await look('menu');
  });
}
