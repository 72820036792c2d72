import { expect, type Page } from '@playwright/test';
import { once } from 'node:events';
import { launchApp, test } from './helpers/app.ts';
import { LOOKS, pageOverflows, seriousFindings } from './helpers/looks.ts';
import { openStage, setWindowSize } from './helpers/window.ts';
import { call } from './helpers/workbench.ts';

const layers = (page: Page) => page.getByRole('region', { name: 'Layers' });
const inspector = (page: Page) => page.getByRole('complementary', { name: 'Inspector' });

async function chooseTemplate(page: Page, name: RegExp): Promise<void> {
  await layers(page)
    .getByRole('button', { name: /^Begin from a template/ })
    .click();
  await page.getByRole('menuitem', { name }).click();
}

/** Edits no older than this may be lost with the process. */
const MOST_LOST_MS = 2_000;
const EDITING_MS = 3_500;

test('a kill while typing goes on loses no edit that is two seconds old', async ({ folders }) => {
  const killed = await launchApp(folders);
  await openStage(killed.page, 'Network');
  const units = killed.page.getByRole('textbox', { name: 'Units of layer 1', exact: true });
  await units.focus();
  const first = Number(await units.inputValue());
  /** When the units became one more, and one more again. */
  const editedMs: number[] = [];
  const begunMs = Date.now();
  while (Date.now() - begunMs < EDITING_MS) {
    await killed.page.keyboard.press('ArrowUp');
    editedMs.push(Date.now());
  }
  const process = killed.electron.process();
  const gone = once(process, 'exit');
  process.kill('SIGKILL');
  const killedMs = Date.now();
  await gone;

  const { page, close } = await launchApp(folders);
  const { project } = await call(page, 'appSnapshot', {});
  const [layer] = project.experiments[0]!.experiment.network.layers;
  const kept = layer?.type === 'dense' ? layer.units - first : 0;
  expect(kept).toBeGreaterThan(0);
  // The oldest edit that is lost; none where the last of them was saved.
  expect(killedMs - (editedMs[kept] ?? killedMs)).toBeLessThanOrEqual(MOST_LOST_MS);
  await close();
});

for (const { theme, width, height, name } of LOOKS) {
  test(`a network is designed, mended and looked at: ${name}`, async ({ workbench }, testInfo) => {
    const { page, electron } = workbench;
    await setWindowSize(electron, width, height);
    await call(page, 'settingsChange', { theme });
    await page.reload();
    await openStage(page, 'Network');
    await chooseTemplate(page, /^Residual/);
    await page.getByRole('textbox', { name: 'Units of layer 3', exact: true }).fill('7');
    await layers(page).getByRole('button', { name: '4 · Residual connection' }).click();
    await expect(page.getByRole('button', { name: /^Train/ }).first()).toBeDisabled();
    await page.screenshot({ path: testInfo.outputPath('problem.png') });
    expect.soft(await seriousFindings(page)).toEqual([]);

    await inspector(page).getByRole('button', { name: 'Give layer 3 32 units' }).click();
    await expect(page.getByRole('button', { name: /^Train/ }).first()).toBeEnabled();
    await expect(inspector(page).getByRole('math', { name: /^a = x \+/ })).toBeVisible();
    // Under the page's policy: from our own files, and with all of its styles.
    await expect.poll(() => page.evaluate(() => document.fonts.check('12px KaTeX_Math'))).toBe(true);
    await layers(page)
      .getByRole('button', { name: '2 · Dense', exact: true })
      .click({ modifiers: ['Control'] });
    await page.screenshot({ path: testInfo.outputPath('several.png') });
    expect.soft(await seriousFindings(page)).toEqual([]);
    expect.soft(await pageOverflows(page)).toBe(false);
    await workbench.expectClean();
  });
}
