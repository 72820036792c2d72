// @ts-check
/**
 * `node --expose-gc scripts/bench-history.mjs [WORKSPACE]`: how long the history takes to open, as lines of JSON. Without a
 * workspace one of 10,000 runs is made and removed afterwards. Docs: docs/benchmarks.md.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { asScript } from './lib/as-script.mjs';
import { withModule } from './lib/with-module.mjs';

/** @typedef {{ makeRuns: (wanted: { out: string, runs: number, points: number, seed: number }) => Promise<string[]> }} MakeRunsModule */
/** @typedef {{ measureHistory: (root: string) => Promise<object[]> }} MeasureModule */

await asScript(() => main(process.argv[2]));

/** @param {string | undefined} given */
async function main(given) {
  if (given !== undefined) {
    await measure(resolve(given));
    return;
  }
  const out = mkdtempSync(join(tmpdir(), 'ninestep-history-'));
  try {
    await withModule('test/helpers/made-runs/make-runs.ts', (/** @type {MakeRunsModule} */ { makeRuns }) =>
      makeRuns({ out, runs: 10_000, points: 200, seed: 1 }),
    );
    await measure(out);
  } finally {
    rmSync(out, { recursive: true });
  }
}

/** @param {string} workspace */
async function measure(workspace) {
  const lines = await withModule(
    'test/helpers/made-runs/measure-history.ts',
    (/** @type {MeasureModule} */ { measureHistory }) => measureHistory(workspace),
  );
  for (const line of lines) process.stdout.write(`${JSON.stringify(line)}\n`);
}
