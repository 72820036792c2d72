import { expect, type Page } from '@playwright/test';
import { appendFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestApp } from './helpers/app.ts';
import { LOOKS, pageOverflows, seriousFindings } from './helpers/looks.ts';
import { answerOpenDialog, openStage, setWindowSize } from './helpers/window.ts';
import { call, listRuns, waitForStatus } from './helpers/workbench.ts';

/** Opens a table as a person does, by the keyboard, and waits until it is the open experiment. */
async function openTable({ page, electron }: TestApp, path: string, name: string): Promise<void> {
  const experiments = page.getByRole('combobox', { name: 'Experiment' });
  // Before the window is there nobody hears the keys.
  await expect(experiments).toBeVisible();
  await answerOpenDialog(electron, path);
  await page.keyboard.press('Control+o');
  await expect(experiments.locator('option:checked')).toHaveText(name);
}

/** Two classes that a line divides, and a column of text. */
function flowerRows(count: number): string {
  const rows = Array.from({ length: count }, (_, k) => {
    const height = (k % 20) + (k % 2) * 30;
    return `${String(height)},${String((k * 7) % 5)},${k % 2 === 0 ? 'rose' : 'tulip'}`;
  });
  return `height,petals,kind\n${rows.join('\n')}\n`;
}

function writeTable(app: TestApp, name: string, text: string): string {
  const path = join(app.folders.userData, name);
  writeFileSync(path, text);
  return path;
}

/** Presses Tab until the wanted element has the focus. */
async function tabTo(page: Page, isThere: () => Promise<boolean>): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    if (await isThere()) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('The Tab key does not lead there.');
}

test('by keyboard alone: open a file, look at its columns, choose the target', async ({ workbench }) => {
  const { page } = workbench;
  await openTable(workbench, writeTable(workbench, 'flowers.csv', flowerRows(300)), 'flowers');
  const grid = page.getByRole('grid', { name: 'Table' });
  await expect(grid).toHaveAttribute('aria-rowcount', '301');
  await tabTo(page, () => grid.evaluate((element) => element === document.activeElement));

  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('r');
  await expect(page.getByRole('combobox', { name: 'Role' })).toBeFocused();
  // What a select takes by typing its first letter.
  await page.keyboard.press('t');
  await expect(page.getByRole('columnheader', { name: /petals/ })).toContainText('Target');
  await page.keyboard.press('Escape');
  await expect(grid).toBeFocused();

  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('r');
  await page.keyboard.press('t');
  await page.keyboard.press('Escape');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('r');
  await page.keyboard.type('inp');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('region', { name: 'Task' })).toContainText('kind from 2 inputs');
  await workbench.expectClean();
});

test('the last row and column of a large table are there at once', async ({ workbench }) => {
  const { page } = workbench;
  const names = Array.from({ length: 300 }, (_, k) => `c${String(k)}`);
  const rows = Array.from({ length: 2_000 }, (_, row) => names.map((_, k) => row * 1_000 + k).join(','));
  const path = writeTable(workbench, 'wide.csv', [names.join(','), ...rows].join('\n'));
  await openTable(workbench, path, 'wide');
  const grid = page.getByRole('grid', { name: 'Table' });
  await grid.focus();
  await page.keyboard.press('Control+End');
  await expect(grid.getByRole('gridcell', { name: '1999299', exact: true })).toBeVisible();
  await page.keyboard.press('Control+Home');
  await expect(grid.getByRole('gridcell', { name: '0', exact: true }).first()).toBeVisible();
  expect(await grid.getByRole('gridcell').count()).toBeLessThan(1_500);
  await workbench.expectClean();
});

test('a changed file is noticed and taken, a moved one is located', async ({ workbench }) => {
  const { page, electron } = workbench;
  const path = writeTable(workbench, 'flowers.csv', flowerRows(60));
  await openTable(workbench, path, 'flowers');
  const grid = page.getByRole('grid', { name: 'Table' });
  await expect(grid).toHaveAttribute('aria-rowcount', '61');

  appendFileSync(path, '1,2,rose\n');
  await page.reload();
  await openStage(page, 'Data');
  await page.getByRole('button', { name: 'Use the changed file' }).click();
  await expect(grid).toHaveAttribute('aria-rowcount', '62');

  const moved = join(workbench.folders.userData, 'elsewhere.csv');
  renameSync(path, moved);
  await page.reload();
  await openStage(page, 'Data');
  await answerOpenDialog(electron, moved);
  await page.getByRole('button', { name: 'Locate the file…' }).click();
  await expect(page.getByRole('region', { name: 'Source' })).toContainText('elsewhere.csv');
  await expect(page.getByRole('columnheader', { name: /height/ })).toContainText('complete');

  await page.getByRole('button', { name: 'Embed in the project' }).click();
  await expect(page.getByRole('region', { name: 'Source' })).toContainText(
    'kept in the project’s own folder',
  );
});

test('a bad file is told in place, and the open experiment stays', async ({ workbench }) => {
  const { page, electron } = workbench;
  await openStage(page, 'Data');
  await answerOpenDialog(electron, writeTable(workbench, 'empty.csv', ''));
  await page.getByRole('button', { name: 'Open a file…' }).click();
  await expect(page.getByText(/empty\.csv could not be opened/)).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'Experiment' }).locator('option:checked')).toHaveText(
    'The article, solved',
  );
});

test('test results are sealed until they are opened, and each opening is counted', async ({ workbench }) => {
  const { page } = workbench;
  await openStage(page, 'Data');
  await page.getByRole('button', { name: 'Examples' }).click();
  await page.getByRole('menuitem', { name: /^Iris/ }).click();
  await expect(page.getByRole('region', { name: 'Task' })).toContainText('species');
  await page.getByRole('button', { name: 'Train Ctrl+Enter' }).click();
  await expect(page.getByRole('region', { name: 'Run', exact: true })).toContainText('Finished');
  const [run] = await listRuns(page);
  await waitForStatus(page, run!.id, 'finished');

  await openStage(page, 'Evaluate');
  const tile = page.getByRole('region', { name: 'Metrics', exact: true });
  await expect(tile).toContainText('Never opened yet');
  await tile.getByRole('button', { name: 'Open test results' }).click();
  await expect(tile).toContainText('opened once');
  await page.reload();
  await openStage(page, 'Evaluate');
  await expect(tile).toContainText('Opened once so far');
  await tile.getByRole('button', { name: 'Open test results' }).click();
  await expect(tile).toContainText('opened 2 times');
  await workbench.expectClean();
});

for (const { theme, width, height, name: title } of LOOKS) {
  test(`odd tables are accessible and fit: ${title}`, async ({ workbench }, testInfo) => {
    const { page, electron } = workbench;
    await setWindowSize(electron, width, height);
    await call(page, 'settingsChange', { theme });
    await page.reload();
    const long = Array.from({ length: 200 }, (_, k) => `a measurement with a long name, number ${String(k)}`);
    const rows = Array.from({ length: 40 }, (_, row) =>
      long.map((_, k) => (k === 3 && row % 5 === 0 ? '' : `${String((row * 31 + k * 7) % 97)},5`)).join(';'),
    );
    const tables = {
      'two hundred columns with names that are far too long to be read at a glance': [
        long.map((name) => `"${name}"`).join(';'),
        ...rows,
      ].join('\n'),
      'one row': 'height;kind\n1;rose\n',
    };
    for (const [name, text] of Object.entries(tables)) {
      await openTable(workbench, writeTable(workbench, `${name}.csv`, text), name);
      const grid = page.getByRole('grid', { name: 'Table' });
      for (const state of ['table', 'column'] as const) {
        if (state === 'column') await grid.press('Enter');
        await expect(page.getByRole('complementary')).toHaveCount(state === 'column' ? 1 : 0);
        await page.screenshot({ path: testInfo.outputPath(`${name.slice(0, 12)}-${state}.png`) });
        expect.soft(await seriousFindings(page), `axe on ${name} (${state})`).toEqual([]);
        expect.soft(await pageOverflows(page), `${name} (${state}) overflows`).toBe(false);
      }
    }
    for (const stage of ['Network', 'Train'] as const) {
      await openStage(page, stage);
      await page.screenshot({ path: testInfo.outputPath(`${stage}.png`) });
      expect.soft(await pageOverflows(page), `${stage} overflows`).toBe(false);
    }
    await workbench.expectClean();
  });
}
