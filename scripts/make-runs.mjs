// @ts-check
/**
 * `node scripts/make-runs.mjs --runs 10000 --out WORKSPACE [--points 200] [--seed 1]`: fills a workspace with runs that were
 * never trained, for benches, tests and screenshots. The same seed makes the same files.
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { asScript } from './lib/as-script.mjs';
import { say } from './lib/messages.mjs';
import { withModule } from './lib/with-module.mjs';

/** @typedef {{ makeRuns: (wanted: { out: string, runs: number, points: number, seed: number }) => Promise<string[]> }} MakeRunsModule */

await asScript(main);

async function main() {
  const { values } = parseArgs({
    options: {
      runs: { type: 'string', default: '10000' },
      out: { type: 'string' },
      points: { type: 'string', default: '200' },
      seed: { type: 'string', default: '1' },
    },
  });
  if (values.out === undefined) throw new Error('Say where the workspace is: --out FOLDER.');
  const wanted = {
    out: resolve(values.out),
    runs: Number(values.runs),
    points: Number(values.points),
    seed: Number(values.seed),
  };
  const startedAt = performance.now();
  const made = await withModule(
    'test/helpers/made-runs/make-runs.ts',
    (/** @type {MakeRunsModule} */ { makeRuns }) => makeRuns(wanted),
  );
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  say(`Made ${String(made.length)} runs in ${wanted.out}, in ${seconds} s.`);
}
