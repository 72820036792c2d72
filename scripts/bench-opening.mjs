// @ts-check
/// <reference lib="dom" />
/**
 * `node scripts/bench-opening.mjs [--starts 3] [--size 100k]`: how long keys wait in the real window while a table opens, from
 * the moment that they are pressed until the window deals with them. The window is started several times, and the table opened
 * twice in each. Sizes: 100k (100,000 × 20), 1m (1,000,000 × 50). Lines of JSON on standard output. Docs: docs/benchmarks.md.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { asScript } from './lib/as-script.mjs';
import { prepareWindowToMeasure, withWindow } from './lib/measured-window.mjs';
import { SetupError } from './lib/messages.mjs';
import { withModule } from './lib/with-module.mjs';

const SIZES = /** @type {Record<string, TableSize>} */ ({
  '100k': { rows: 100_000, columns: 20, isMixed: true, pressedMs: 4_000 },
  '1m': { rows: 1_000_000, columns: 50, isMixed: true, pressedMs: 30_000 },
});
const EVERY_MS = 8;
/** What a person takes for at once. */
const PROMISED_MS = 50;

/**
 * @typedef {{ rows: number, columns: number, isMixed: boolean, pressedMs: number }} TableSize `pressedMs`: longer than it opens
 * @typedef {{ writeTable: (path: string, size: TableSize) => Promise<void> }} DrawnTableModule
 * @typedef {import('./lib/measured-window.mjs').MeasuredWindow} MeasuredWindow
 */

const { values: options } = parseArgs({
  options: { starts: { type: 'string', default: '3' }, size: { type: 'string', default: '100k' } },
});

await asScript(async () => {
  const size = SIZES[options.size];
  if (size === undefined) {
    const todo = `Known: ${Object.keys(SIZES).join(', ')}.`;
    throw new SetupError('There is no such size of table.', { where: '--size', todo });
  }
  const program = await prepareWindowToMeasure();
  const folder = mkdtempSync(join(tmpdir(), 'ninestep-opening-'));
  try {
    const path = join(folder, 'table.csv');
    await withModule('src-main/bench/drawn-table.ts', (/** @type {DrawnTableModule} */ { writeTable }) =>
      writeTable(path, size),
    );
    const all = /** @type {number[]} */ ([]);
    for (let start = 1; start <= Number(options.starts); start++) {
      await withWindow(program, async (window) => {
        for (const opening of ['first', 'second']) {
          const delays = await delaysWhileOpening(window, path, size);
          all.push(...delays);
          tell(size, { start, opening, ...summary(delays) });
        }
      });
    }
    tell(size, summary(all));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

/**
 * @param {TableSize} size
 * @param {object} line
 */
function tell({ rows, columns }, line) {
  process.stdout.write(`${JSON.stringify({ benchmark: 'opening', rows, columns, ...line })}\n`);
}

/**
 * Milliseconds that each key waited while the table was opened.
 * @param {MeasuredWindow} window
 * @param {string} path
 * @param {TableSize} size
 */
async function delaysWhileOpening({ electron, page }, path, { rows, pressedMs }) {
  await page.getByRole('combobox', { name: 'Experiment' }).waitFor();
  await electron.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
  }, path);
  await page.evaluate(() => {
    const delays = /** @type {number[]} */ ([]);
    const note = (/** @type {KeyboardEvent} */ { key, timeStamp }) => {
      if (key === 'F8') delays.push(performance.now() - timeStamp);
    };
    window.addEventListener('keydown', note, { capture: true });
    Object.defineProperty(window, 'keyDelays', { value: delays, configurable: true });
  });
  await page.keyboard.press('Control+o');
  const until = performance.now() + pressedMs;
  const pressed = /** @type {Promise<void>[]} */ ([]);
  while (performance.now() < until) {
    // Not waited for: a person does not wait for the last key either.
    pressed.push(page.keyboard.press('F8'));
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  }
  await Promise.all(pressed);
  await page.locator(`[role="grid"][aria-rowcount="${String(rows + 1)}"]`).waitFor({ timeout: 1_000 });
  return /** @type {Promise<number[]>} */ (page.evaluate('window.keyDelays.slice()'));
}

/** @param {readonly number[]} delays */
function summary(delays) {
  const sorted = delays.toSorted((a, b) => a - b);
  const at = (/** @type {number} */ share) =>
    Number((sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN).toFixed(1));
  return {
    keys: sorted.length,
    medianMs: at(0.5),
    p99Ms: at(0.99),
    worstMs: at(1),
    above50: sorted.filter((delay) => delay > PROMISED_MS).length,
  };
}
