// @ts-check
/**
 * `npm test`: every check there is. Goes on after a failure, shows what failed, and ends with the line
 * "N passed, N failed" on stdout.
 *
 *   npm test                  everything
 *   npm test -- static        only the checks that read the sources; also: unit, e2e, lint, types, format, …
 *   npm run test:long         everything, with long campaigns (NINESTEP_LONG=1)
 */
import { ensureBuild } from './ensure-build.mjs';
import { ensureDependencies } from './ensure-dependencies.mjs';
import { ensureKernels } from './ensure-kernels.mjs';
import { ensureVirtualDisplay } from './ensure-system-libraries.mjs';
import { hasDisplay } from './lib/display.mjs';
import { describeFailure } from './lib/messages.mjs';
import { runPool } from './lib/task-pool.mjs';
import { planTests } from './lib/test-plan.mjs';
import { failureText, isToBeMended, outcomeLine, summarize } from './lib/test-report.mjs';
import { runPlaywright, runStaticCheck, runVitest } from './lib/test-runners.mjs';
import { prepareWindow } from './lib/window.mjs';

/** @typedef {import('./lib/test-report.mjs').Outcome} Outcome */

/** As many as a small machine has cores. */
const CHECKS_AT_ONCE = 2;

/** @type {Outcome[]} */
const outcomes = [];

try {
  await runAll(process.argv.slice(2));
} catch (error) {
  record({ name: 'test script', passed: 0, failed: 1, durationMs: 0, output: describeFailure(error) });
}
for (const outcome of outcomes.filter(isToBeMended)) console.log(failureText(outcome));
const { line, exitCode } = summarize(outcomes);
console.log(`\n${line}`);
process.exitCode = exitCode;

/** @param {readonly string[]} args */
async function runAll(args) {
  const plan = planTests(args);
  if (!(await setUp('dependencies', ensureDependencies))) return;
  // Every check reads what the kernels are compiled to.
  if (!(await setUp('kernels', ensureKernels))) return;
  const built = plan.unit || plan.e2e ? await setUp('build', ensureBuild) : true;
  await runPool(
    plan.checks.map((check) => async () => record(await runStaticCheck(check))),
    CHECKS_AT_ONCE,
  );
  if (plan.unit) record(await runVitest(plan.long));
  if (!plan.e2e) return;
  // The window shows the build: without one, these tests would fail for a reason that is already in the report.
  if (!built)
    record({
      name: 'e2e',
      passed: 0,
      failed: 1,
      durationMs: 0,
      output: 'Not run, because the build failed.',
    });
  else if (await setUp('electron', prepareTestWindow))
    for (const outcome of await runPlaywright(plan.long)) record(outcome);
}

async function prepareTestWindow() {
  await prepareWindow();
  if (!hasDisplay(process.platform, process.env)) await ensureVirtualDisplay();
}

/**
 * A step that the tests need. It counts as a check of its own only when it fails, so that the number of tests does
 * not depend on what was there before.
 * @param {string} name
 * @param {() => Promise<void>} step
 * @returns {Promise<boolean>} whether it worked
 */
async function setUp(name, step) {
  const startedAt = Date.now();
  try {
    await step();
    return true;
  } catch (error) {
    record({
      name,
      passed: 0,
      failed: 1,
      durationMs: Date.now() - startedAt,
      output: describeFailure(error),
    });
    return false;
  }
}

/** @param {Outcome} outcome */
function record(outcome) {
  outcomes.push(outcome);
  console.log(outcomeLine(outcome));
}
