// @ts-check

/**
 * What a runner's report says.
 * @typedef {object} Counts
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 * @property {string[]} files test files that ran at least one test, or broke before
 * @property {string[]} secondTry titles of tests that failed, and passed when they were tried once more
 */

/**
 * The parts of Vitest's JSON report that are read here.
 * @typedef {object} VitestReport
 * @property {{ name: string, status: string, assertionResults: { status: string }[] }[]} testResults
 */

/**
 * The parts of Playwright's JSON report that are read here.
 * @typedef {object} PlaywrightReport
 * @property {{ rootDir: string }} config
 * @property {PlaywrightSuite[]} suites
 * @property {unknown[]} errors
 *
 * @typedef {object} PlaywrightSuite
 * @property {string} file
 * @property {PlaywrightSuite[]} [suites]
 * @property {{ title: string, tests: { status: string }[] }[]} [specs]
 */

/**
 * @param {VitestReport} report
 * @returns {Counts}
 */
export function countVitest(report) {
  const counts = emptyCounts();
  for (const file of report.testResults) {
    const statuses = file.assertionResults.map((test) => test.status);
    for (const status of statuses)
      add(counts, status === 'passed' || status === 'failed' ? status : 'skipped');
    // A file that breaks while it is loaded fails without a single failed test.
    const isBroken = file.status === 'failed' && !statuses.includes('failed');
    if (isBroken) counts.failed++;
    if (isBroken || statuses.some((status) => status === 'passed' || status === 'failed'))
      counts.files.push(file.name);
  }
  return counts;
}

/**
 * @param {PlaywrightReport} report
 * @returns {Counts}
 */
export function countPlaywright(report) {
  const counts = emptyCounts();
  // Errors outside of any test: a file that does not load, a broken global set-up.
  counts.failed += report.errors.length;
  for (const suite of report.suites) countSuite(suite, `${report.config.rootDir}/`, counts);
  return counts;
}

/**
 * What does not stand here is a failure. "flaky" is a test that failed and passed at its second try.
 * @type {ReadonlyMap<string, 'passed' | 'skipped'>}
 */
const PLAYWRIGHT_STATUSES = new Map([
  ['expected', 'passed'],
  ['flaky', 'passed'],
  ['skipped', 'skipped'],
]);

/**
 * @param {PlaywrightSuite} suite
 * @param {string} folder
 * @param {Counts} counts
 */
function countSuite(suite, folder, counts) {
  const path = `${folder}${suite.file}`;
  for (const { title, tests } of suite.specs ?? []) {
    for (const { status } of tests) {
      add(counts, PLAYWRIGHT_STATUSES.get(status) ?? 'failed');
      if (status === 'flaky') counts.secondTry.push(title);
      if (status !== 'skipped' && !counts.files.includes(path)) counts.files.push(path);
    }
  }
  for (const inner of suite.suites ?? []) countSuite(inner, folder, counts);
}

/** @returns {Counts} */
function emptyCounts() {
  return { passed: 0, failed: 0, skipped: 0, files: [], secondTry: [] };
}

/**
 * @param {Counts} counts
 * @param {'passed' | 'failed' | 'skipped'} kind
 */
function add(counts, kind) {
  counts[kind]++;
}

/**
 * What is wrong with a run beyond its failed tests. Each line is one failure more: a runner that crashes, hangs, runs
 * nothing or overlooks a file must never look like success.
 * @param {object} run
 * @param {number | null} run.code exit code of the runner; null when it was killed
 * @param {boolean} run.timedOut
 * @param {Counts | undefined} run.counts undefined when there is no readable report
 * @param {readonly string[]} run.expectedFiles test files on disk
 * @returns {string[]}
 */
export function findRunProblems({ code, timedOut, counts, expectedFiles }) {
  if (timedOut) return ['The runner did not end in time and was killed.'];
  if (counts === undefined) return [`The runner left no readable report (exit code ${code ?? 'none'}).`];
  if (counts.passed + counts.failed === 0) return ['The runner ran no tests.'];
  const overlooked = expectedFiles.filter((file) => !counts.files.includes(file));
  const problems = overlooked.map((file) => `${file} is there, but none of its tests ran.`);
  if (code !== 0 && counts.failed === 0) {
    problems.push(`The runner ended with exit code ${code ?? 'none'} although no test failed.`);
  }
  return problems;
}
