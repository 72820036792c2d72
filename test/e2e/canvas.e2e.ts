import { expect, type Locator, type Page } from '@playwright/test';
import { test } from './helpers/app.ts';
import { seriousFindings } from './helpers/looks.ts';
import { openStage, setWindowSize } from './helpers/window.ts';
import { call, ENDLESS, exampleExperiment, startRun, waitForEpochs } from './helpers/workbench.ts';

/** The layers as the list beside the picture has them. */
async function layers(page: Page): Promise<string[]> {
  const options = await page
    .getByRole('listbox', { name: /^The network/ })
    .getByRole('option')
    .all();
  const names = await Promise.all(options.map((option) => option.getAttribute('aria-label')));
  return names.map((name) => name!.split(', ')[1]!);
}

/** The middle of a layer's column on the screen. */
async function middleOf(page: Page, layer: number): Promise<{ x: number; y: number }> {
  return centre(page.locator(`[data-layer="${String(layer)}"]`));
}

async function centre(element: Locator): Promise<{ x: number; y: number }> {
  const { x, y, width, height } = (await element.boundingBox())!;
  return { x: x + width / 2, y: y + height / 2 };
}

async function drag(page: Page, from: { x: number; y: number }, to: { x: number; y: number }): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 });
  await page.mouse.move(to.x, to.y, { steps: 4 });
  await page.mouse.up();
}

/** What of the canvas has another colour than its ground. */
function paintedShare(page: Page): Promise<number> {
  return page
    .locator('canvas')
    .first()
    .evaluate((canvas: HTMLCanvasElement) => {
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      let painted = 0;
      for (let k = 3; k < data.length; k += 4) if (data[k]! > 0) painted++;
      return painted / (data.length / 4);
    });
}

test('the canvas is worked on by mouse alone: choose, drag, join, frame, zoom', async ({ workbench }) => {
  const { page, electron } = workbench;
  await setWindowSize(electron, 1280, 800);
  await openStage(page, 'Network');
  await expect.poll(() => paintedShare(page)).toBeGreaterThan(0.02);
  const told = page.locator('.foot').getByRole('status');

  await page.getByRole('button', { name: 'Add a layer after layer 2' }).click({ force: true });
  await page.getByRole('button', { name: /^More units/ }).click();
  await page.getByRole('combobox', { name: 'Activation of the chosen layer' }).selectOption('tanh');
  expect(await layers(page)).toEqual([
    'Dense 4 · ReLU',
    'Dense 4 · ReLU',
    'Dense 5 · Tanh',
    'Dense 3 · Linear',
  ]);

  const first = await middleOf(page, 0);
  await drag(page, await middleOf(page, 2), { x: first.x - 20, y: first.y });
  await expect
    .poll(() => layers(page))
    .toEqual(['Dense 5 · Tanh', 'Dense 4 · ReLU', 'Dense 4 · ReLU', 'Dense 3 · Linear']);

  // The columns have settled when the marks of their places stand still.
  await page.mouse.move(first.x, first.y);
  const second = await middleOf(page, 1);
  await page.mouse.move(second.x, second.y);
  await drag(page, await centre(page.locator('[data-handle="2"]')), await middleOf(page, 2));
  await expect.poll(() => layers(page)).toContain('Residual over 1');
  await drag(page, await centre(page.locator('[data-handle="1"]')), await middleOf(page, 2));
  await expect(told).toContainText('Layer 1 gives 5 values, layer 3 gives 4 values');

  const box = (await page.locator('.canvas').boundingBox())!;
  const end = await middleOf(page, 1);
  await drag(page, { x: box.x + 6, y: box.y + box.height - 4 }, { x: end.x + 10, y: box.y + 40 });
  await expect(page.getByRole('toolbar', { name: 'Picture of the network' })).toContainText('2 layers');

  await page.mouse.move(end.x, end.y);
  await page.mouse.wheel(0, -900);
  await expect(page.locator('.map')).toBeVisible();
  await page.getByRole('button', { name: /^Show all/ }).click();
  await expect(page.locator('.map')).toBeHidden();
  await workbench.expectClean();
});

test('layers are copied as text and pasted from the keyboard', async ({ workbench }) => {
  const { page, electron } = workbench;
  await openStage(page, 'Network');
  await page.getByRole('listbox', { name: /^The network/ }).focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Control+C');
  const text = await electron.evaluate(({ clipboard }) => clipboard.readText());
  expect(JSON.parse(text)).toMatchObject({ ninestep: 'layers', layers: [{ units: 4 }, { units: 4 }] });
  await page.keyboard.press('Control+V');
  expect(await layers(page)).toHaveLength(5);
  await electron.evaluate(({ clipboard }) => clipboard.writeText('32 gelu, dropout 0.1'));
  await page.keyboard.press('Control+V');
  expect(await layers(page)).toEqual([
    ...Array<string>(4).fill('Dense 4 · ReLU'),
    'Dense 32 · GELU',
    'Dropout 0.1',
    'Dense 3 · Linear',
  ]);
  await page.keyboard.press('Control+X');
  expect(await layers(page)).toHaveLength(5);
  expect(await seriousFindings(page)).toEqual([]);
  await workbench.expectClean();
});

test('the picture shows the weights and values of the run while it trains', async ({
  workbench,
}, testInfo) => {
  const { page } = workbench;
  await openStage(page, 'Network');
  const { name } = await exampleExperiment(page, 1);
  const foot = page.locator('.foot');
  await expect(foot).toContainText('Initial weights');
  const { id } = await startRun(page, ENDLESS);
  await waitForEpochs(page, id, 5);
  await expect(foot).toContainText(`${name} after epoch`);
  await expect(foot).toContainText('weights and values');
  const before = await foot.innerText();
  await expect.poll(() => foot.innerText()).not.toBe(before);
  await page.getByRole('combobox', { name: 'How many rows' }).selectOption('16');
  await page.screenshot({ path: testInfo.outputPath('live.png') });
  await call(page, 'runCommand', { runIds: [id], command: 'stop' });
  // Another network than the run's is drawn with its own first weights again.
  await page.getByRole('listbox', { name: /^The network/ }).focus();
  await page.keyboard.press('a');
  await expect(foot).toContainText('Initial weights');
  await workbench.expectClean();
});
