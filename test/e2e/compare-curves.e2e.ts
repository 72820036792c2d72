import { expect, type Locator, type Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { launchApp, test, type TestApp, type TestFolders } from './helpers/app.ts';
import { seriousFindings } from './helpers/looks.ts';
import { fillWorkspace } from './helpers/made-runs.ts';
import { answerSaveDialog, openStage } from './helpers/window.ts';
import { call, listRuns } from './helpers/workbench.ts';

/** Redrawing is measured, not judged: a busy machine is slow. What it must not be is stuck. */
const STUCK_MS = 2_000;
/** Half a million points are read by main, one run after the other. */
const READ_MS = 60_000;

const curvesOf = (page: Page) => page.getByRole('region', { name: 'Curves' });
const plotOf = (page: Page) => curvesOf(page).getByRole('application');
const legendOf = (page: Page) => page.getByRole('table', { name: 'Values of the shown runs' });

/** Opens the history of made runs, all of them chosen, with their curves below. */
async function compareAll(folders: TestFolders, runs: number, points: number): Promise<TestApp> {
  fillWorkspace(folders, runs, points);
  const app = await launchApp(folders);
  await openStage(app.page, 'Runs');
  await app.page.getByRole('grid', { name: 'Runs' }).focus();
  await app.page.keyboard.press('Control+a');
  await expect(legendOf(app.page).getByRole('row')).toHaveCount(runs + 1);
  await expect(legendOf(app.page).getByText('reading…')).toHaveCount(0, { timeout: READ_MS });
  return app;
}

async function boxOf(locator: Locator) {
  return (await locator.boundingBox())!;
}

/** A place in the plot, by shares of its width and height. */
async function placeIn(page: Page, across: number, down: number): Promise<[number, number]> {
  const { x, y, width, height } = await boxOf(plotOf(page));
  return [x + width * across, y + height * down];
}

async function take(app: TestApp, item: string, path: string): Promise<Buffer> {
  const { page } = app;
  await answerSaveDialog(app.electron, path);
  await curvesOf(page)
    .getByRole('button', { name: /^Copy or save/ })
    .focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: item }).press('Enter');
  await expect(curvesOf(page).getByText(`Saved as ${basename(path)}.`)).toBeVisible();
  return readFileSync(path);
}

test('the crosshair reads every run, a box zooms, a click chooses a run in chart and table', async ({
  folders,
}) => {
  const app = await compareAll(folders, 5, 300);
  const { page } = app;

  await page.mouse.move(...(await placeIn(page, 0.4, 0.5)));
  const head = legendOf(page).getByRole('columnheader', { name: /^At epoch/ });
  await expect(head).toBeVisible();
  const epoch = Number((await head.innerText()).replace(/\D/g, ''));
  const shown = await legendOf(page)
    .locator('data')
    .evaluateAll((cells) => cells.map((cell) => Number(cell.getAttribute('value'))));
  expect(shown).toEqual(expect.arrayContaining(await valuesAt(page, epoch)));

  const all = curvesOf(page).getByRole('button', { name: 'All' });
  await page.mouse.down();
  await page.mouse.move(...(await placeIn(page, 0.6, 0.7)), { steps: 4 });
  await page.mouse.up();
  await expect(all).toBeVisible();
  await page.mouse.dblclick(...(await placeIn(page, 0.5, 0.2)));
  await expect(all).toBeHidden();
  await page.mouse.wheel(0, -240);
  await expect(all).toBeVisible();
  await plotOf(page).press('0');
  await expect(all).toBeHidden();
  await plotOf(page).press('+');
  await plotOf(page).press('ArrowRight');
  await expect(all).toBeVisible();
  await all.click();

  const [first] = await legendOf(page).getByRole('button').all();
  await first!.click();
  await expect(first!).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByRole('grid', { name: 'Runs' })).toHaveAttribute('aria-activedescendant', /.+/);
  expect(await seriousFindings(page)).toEqual([]);
  await app.expectClean();
  await app.close();
});

/** The validation losses of all runs that were measured after this epoch, as main has them. */
async function valuesAt(page: Page, epoch: number): Promise<number[]> {
  const quantity = { metric: 'loss', target: 0 } as const;
  const values: number[] = [];
  for (const { id } of await listRuns(page)) {
    const curves = await call(page, 'runCurves', { runId: id, quantity, withTest: false });
    const value = curves.validation?.[Array.from(curves.epoch).lastIndexOf(epoch)];
    if (value !== undefined && !Number.isNaN(value)) values.push(value);
  }
  return values;
}

test('a chart is saved as PNG and SVG, and its numbers as CSV', async ({ folders }) => {
  const app = await compareAll(folders, 8, 300);
  const { page } = app;
  const { width } = await boxOf(plotOf(page));

  const png = await take(app, 'Save as PNG…', join(folders.workspace, 'curves.png'));
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  expect(Math.abs(png.readUInt32BE(16) - 2 * width)).toBeLessThanOrEqual(2);

  const svg = (await take(app, 'Save as SVG…', join(folders.workspace, 'curves.svg'))).toString();
  expect(svg).not.toMatch(/<image|data:/);
  expect(svg).toContain('Loss of 8 runs');
  const colors = await colorsOf(page, svg);
  expect(colors).toBeGreaterThan(8);

  const csv = (await take(app, 'Save numbers as CSV…', join(folders.workspace, 'curves.csv'))).toString();
  const [header, ...lines] = csv.trimEnd().split('\n');
  for (const { name, marks, rows } of await listRuns(page)) {
    if (rows !== null && rows.validation > 0) expect(header).toContain(marks.name ?? name);
  }
  expect(lines.length).toBeGreaterThanOrEqual(100);
  await app.expectClean();
  await app.close();
});

/** Different colours of the file, drawn by the browser: a picture that could not be drawn has one. */
function colorsOf(page: Page, svg: string): Promise<number> {
  return page.evaluate(async (text) => {
    const image = new Image();
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = image.naturalWidth;
    canvas.height = image.naturalHeight;
    const context = canvas.getContext('2d')!;
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    return new Set(new Uint32Array(data.buffer)).size;
  }, svg);
}

/** Making the runs takes most of the time: shorter ones at every change, all of it before a release. */
const POINTS = process.env.NINESTEP_LONG === '1' ? 10_000 : 1_000;

test('50 long curves are redrawn at once', async ({ folders }) => {
  test.slow();
  const app = await compareAll(folders, 50, POINTS);
  const { page } = app;
  await page.mouse.move(...(await placeIn(page, 0.5, 0.5)));
  const rows = await legendOf(page).getByRole('button').all();
  const measured = {
    highlight: await redrawTimes(page, 'highlight'),
    zoom: await redrawTimes(page, 'zoom'),
    smoothing: await redrawTimes(page, 'smoothing'),
  };
  for (const [what, times] of Object.entries(measured)) {
    const sorted = times.toSorted((a, b) => a - b);
    const median = sorted[sorted.length >> 1]!;
    console.log(
      `redraw of 50 × ${String(POINTS)} points, ${what}: median ${median.toFixed(0)} ms, most ${sorted.at(-1)!.toFixed(0)} ms`,
    );
    expect(median).toBeLessThan(STUCK_MS);
  }
  expect(rows).toHaveLength(50);
  await app.expectClean();
  await app.close();
});

/** Milliseconds from a gesture to the end of the frame that shows what it did. */
function redrawTimes(page: Page, what: 'highlight' | 'zoom' | 'smoothing'): Promise<number[]> {
  return page.evaluate(async (kind) => {
    const plot = document.querySelector('[role=application]')!;
    const slider = document.querySelector<HTMLInputElement>('[aria-label=Curves] input[type=range]')!;
    const rows = document.querySelectorAll<HTMLElement>(
      '[aria-label="Values of the shown runs"] tbody button',
    );
    const gestures = {
      highlight: (k: number) => rows[k % 5]!.click(),
      zoom: (k: number) => {
        const { left, top, width, height } = plot.getBoundingClientRect();
        const place = { clientX: left + width / 2, clientY: top + height / 2 };
        const deltaY = k % 2 === 0 ? -120 : 120;
        plot.dispatchEvent(new WheelEvent('wheel', { deltaY, bubbles: true, cancelable: true, ...place }));
      },
      smoothing: (k: number) => {
        slider.value = String(0.5 + k / 50);
        slider.dispatchEvent(new Event('input', { bubbles: true }));
      },
    };
    const frame = () =>
      new Promise<void>((resolve) => {
        requestAnimationFrame(() => {
          const channel = new MessageChannel();
          channel.port1.onmessage = () => resolve();
          channel.port2.postMessage(null);
        });
      });
    const times: number[] = [];
    for (let k = 0; k < 15; k++) {
      await frame();
      await frame();
      const startedAt = performance.now();
      gestures[kind](k);
      await frame();
      times.push(performance.now() - startedAt);
    }
    return times;
  }, what);
}
