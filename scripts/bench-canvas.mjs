// @ts-check
/// <reference lib="dom" />
/**
 * `node scripts/bench-canvas.mjs [--seconds 3]`: frames a second of the designer's canvas in the real window while a layer
 * is dragged through a network of 12 layers of 512 units, while that picture is moved, and while it is zoomed; and the same
 * for a small network with every connection drawn. Then how often the picture of a network in training changes. Lines of JSON on standard output. Docs: docs/benchmarks.md.
 */
import { parseArgs } from 'node:util';
import { asScript } from './lib/as-script.mjs';
import { prepareWindowToMeasure, withWindow } from './lib/measured-window.mjs';

const NETWORKS = {
  '12 layers of 512 units': Array(12).fill('512 relu').join(', '),
  '4 layers of 16 units, every weight': Array(4).fill('16 tanh').join(', '),
};

/**
 * @typedef {{ x: number, y: number, width: number, height: number }} Box
 * @typedef {(page: import('@playwright/test').Page, canvas: Box, phase: number) => Promise<void>} Move phase from −1 to 1
 */

/** @type {Record<string, Move>} */
const MOVEMENTS = {
  'dragging a layer': (page, { x, y, width, height }, phase) =>
    page.mouse.move(x + width / 2 + 0.3 * width * phase, y + height / 2),
  'moving the picture': (page, { x, y, width, height }, phase) =>
    page.mouse.move(x + width / 2 + 0.2 * width * phase, y + height / 2 + 20 * phase),
  zooming: (page, _canvas, phase) => page.mouse.wheel(0, phase < 0 ? 40 : -40),
};

const { values: options } = parseArgs({ options: { seconds: { type: 'string', default: '3' } } });

const seconds = Number(options.seconds);

await asScript(async () => withWindow(await prepareWindowToMeasure(), main));

/** @param {import('./lib/measured-window.mjs').MeasuredWindow} window */
async function main({ electron, page }) {
  for (const [network, layers] of Object.entries(NETWORKS)) {
    await showNetwork(electron, page, layers);
    for (const [movement, move] of Object.entries(MOVEMENTS)) {
      const frames = await measure(page, move);
      tell({ network, movement, ...frames });
    }
  }
  tell({ network: 'the first example, while it trains', ...(await measureLive(page)) });
}

/** @param {object} line */
function tell(line) {
  process.stdout.write(`${JSON.stringify({ benchmark: 'canvas', ...line })}\n`);
}

/**
 * How often the picture of a network that is being trained shows it at another epoch.
 * @param {import('@playwright/test').Page} page
 */
async function measureLive(page) {
  await page.getByRole('listbox', { name: /^The network/ }).focus();
  // Back to the example's own layers: the run's network has to be the one that is drawn.
  for (let k = 0; k < 8; k++) await page.keyboard.press('Control+Z');
  await page.evaluate(async () => {
    const { workbench } = /** @type {any} */ (window);
    const { experiment } = (await workbench.projectExamples({})).value.examples[0];
    const { earlyStopping: _, ...training } = experiment.training;
    await workbench.runStart({ experiment: { ...experiment, training: { ...training, epochs: 1_000_000 } } });
  });
  const source = page.locator('.foot .source');
  await source.filter({ hasText: 'after epoch' }).waitFor();
  const updates = await source.evaluate(async (element, forMs) => {
    let count = 0;
    const observer = new MutationObserver(() => count++);
    observer.observe(element, { characterData: true, childList: true, subtree: true });
    await new Promise((resolve) => setTimeout(resolve, forMs));
    observer.disconnect();
    return count;
  }, seconds * 1000);
  return { updatesPerSecond: Number((updates / seconds).toFixed(1)) };
}

/**
 * Draws a network, from the clipboard as a person would.
 * @param {import('@playwright/test').ElectronApplication} electron
 * @param {import('@playwright/test').Page} page
 * @param {string} layers
 */
async function showNetwork(electron, page, layers) {
  await page
    .getByRole('navigation', { name: 'Stages' })
    .getByRole('button', { name: /Network/ })
    .click();
  await page.getByRole('listbox', { name: /^The network/ }).focus();
  await page.keyboard.press('Control+A');
  await page.keyboard.press('Delete');
  await electron.evaluate(({ clipboard }, text) => clipboard.writeText(text), layers);
  await page.keyboard.press('Control+V');
  await page.keyboard.press('Escape');
  await page.keyboard.press('0');
}

/**
 * Counts the frames that the page draws while the mouse moves to and fro.
 * @param {import('@playwright/test').Page} page
 * @param {Move} move
 */
async function measure(page, move) {
  const canvas = await page.locator('.canvas').boundingBox();
  if (canvas === null) throw new Error('The canvas is not shown.');
  await begin(page, canvas, move);
  await page.evaluate(() => {
    const times = /** @type {number[]} */ ([]);
    const note = (/** @type {number} */ now) => {
      times.push(now);
      requestAnimationFrame(note);
    };
    requestAnimationFrame(note);
    Object.defineProperty(window, 'frameTimes', { value: times, configurable: true });
  });
  const started = performance.now();
  let moves = 0;
  while (performance.now() - started < seconds * 1000) {
    await move(page, canvas, Math.sin((performance.now() - started) / 300));
    moves++;
  }
  const times = /** @type {number[]} */ (await page.evaluate('window.frameTimes.slice()'));
  await page.mouse.up();
  await page.keyboard.press('Escape');
  await page.keyboard.press('0');
  await page.keyboard.press('h');
  await page.keyboard.press('h');
  return { ...summary(times), moves };
}

/**
 * Takes hold of a layer, or of the ground.
 * @param {import('@playwright/test').Page} page
 * @param {Box} canvas
 * @param {Move} move
 */
async function begin(page, { x, y, height }, move) {
  if (move === MOVEMENTS['dragging a layer']) {
    const layer = await page.locator('[data-layer="1"]').boundingBox();
    if (layer === null) throw new Error('The layer is not shown.');
    await page.mouse.move(layer.x + layer.width / 2, layer.y + layer.height / 2);
    await page.mouse.down();
  } else if (move === MOVEMENTS['moving the picture']) {
    await page.mouse.move(x + 20, y + height - 12);
    await page.mouse.down({ button: 'middle' });
  } else {
    await page.mouse.move(x + 300, y + height / 2);
  }
}

/** @param {readonly number[]} times of frames, in ms */
function summary(times) {
  const gaps = times.slice(1).map((time, k) => time - /** @type {number} */ (times[k]));
  const sorted = gaps.toSorted((a, b) => a - b);
  const at = (/** @type {number} */ share) =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
  const spanMs = (times.at(-1) ?? 0) - (times[0] ?? 0);
  const rounded = (/** @type {number} */ value) => Number(value.toFixed(1));
  return {
    framesPerSecond: rounded((1000 * gaps.length) / spanMs),
    medianMs: rounded(at(0.5)),
    p95Ms: rounded(at(0.95)),
    worstMs: rounded(at(1)),
  };
}
