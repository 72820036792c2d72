// @ts-check
/**
 * `node scripts/make-runs.mjs --runs 10000 --out WORKSPACE [--points 200] [--seed 1]`: fills a workspace with runs that were
 * never trained, for benches, tests and screenshots. The same seed makes the same files.
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureDependencies } from './ensure-dependencies.mjs';
import { describeFailure, say } from './lib/messages.mjs';
import { inProject, projectFolder } from './lib/project.mjs';

/** @typedef {typeof import('../test/helpers/made-runs/make-runs.ts')} MakeRunsModule */

try {
  await ensureDependencies();
  await main();
} catch (error) {
  say(describeFailure(error));
  process.exitCode = 1;
}

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
  const out = resolve(values.out);
  const startedAt = performance.now();
  const runs = await withMakeRuns(({ makeRuns }) =>
    makeRuns({
      out,
      runs: Number(values.runs),
      points: Number(values.points),
      seed: Number(values.seed),
    }),
  );
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  say(`Made ${String(runs.length)} runs in ${out}, in ${seconds} s.`);
}

/**
 * @template T
 * @param {(module: MakeRunsModule) => Promise<T>} work
 */
async function withMakeRuns(work) {
  // Loaded here: at the top it would be missing before the dependencies are installed.
  const { createServer } = await import('vite');
  const server = await createServer({
    root: projectFolder,
    configFile: false,
    appType: 'custom',
    logLevel: 'error',
    server: { middlewareMode: true, watch: null, ws: false },
    optimizeDeps: { noDiscovery: true },
    resolve: { alias: { '@shared': inProject('src-shared'), '@resources': inProject('resources') } },
  });
  try {
    const module = await server.ssrLoadModule(inProject('test/helpers/made-runs/make-runs.ts'));
    return await work(/** @type {MakeRunsModule} */ (module));
  } finally {
    // The tables are loaded while the runs are made.
    await server.close();
  }
}
