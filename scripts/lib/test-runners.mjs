// @ts-check
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { capture } from './capture.mjs';
import { listFiles } from './content-hash.mjs';
import { hasDisplay } from './display.mjs';
import { inProject, projectFolder } from './project.mjs';
import { shareOut } from './share-out.mjs';
import { countPlaywright, countVitest, findRunProblems } from './test-counts.mjs';

/** Generous: a whole suite takes some minutes. Long campaigns are asked for by name and get more. */
const TIMEOUT_MS = 30 * 60_000;
const LONG_TIMEOUT_MS = 6 * 60 * 60_000;

/**
 * @typedef {import('./test-report.mjs').Outcome} Outcome
 * @typedef {import('./test-counts.mjs').Counts} Counts
 */

/**
 * @param {import('./static-checks.mjs').StaticCheck} check
 * @returns {Promise<Outcome>}
 */
export async function runStaticCheck({ name, script, args }) {
  const run = await capture(process.execPath, [inProject(script), ...args], {
    cwd: projectFolder,
    env: testEnvironment(false),
    timeoutMs: TIMEOUT_MS,
  });
  const passed = run.code === 0 ? 1 : 0;
  const output = run.timedOut ? `${run.output}\nKilled: it did not end in time.` : run.output;
  return {
    name,
    passed,
    failed: 1 - passed,
    durationMs: run.durationMs,
    output: output || 'It printed nothing.',
  };
}

/**
 * Unit, component, golden, fuzz and crash tests.
 * @param {boolean} long
 * @returns {Promise<Outcome>}
 */
export function runVitest(long) {
  return runAndCount({
    name: 'unit',
    long,
    command: [
      process.execPath,
      inProject('node_modules/vitest/vitest.mjs'),
      'run',
      '--reporter=default',
      '--reporter=json',
      // A forgotten test.only would silence all other tests of its file.
      '--allowOnly=false',
    ],
    reportTo: (path) => ({ args: [`--outputFile.json=${path}`] }),
    count: countVitest,
    isExpected: (file) => /\.(test|fuzz|crash)\.ts$/.test(file),
  });
}

/**
 * The real app in the real Electron window. Two windows on one display would fight for the focus; where there is none, two
 * virtual ones take half of the tests each.
 * @param {boolean} long
 * @returns {Promise<Outcome[]>}
 */
export function runPlaywright(long) {
  if (hasDisplay(process.platform, process.env)) return Promise.all([runWindowTests(long, 1, 1)]);
  return Promise.all([1, 2].map((share) => runWindowTests(long, share, 2)));
}

/**
 * @param {boolean} long
 * @param {number} share which of the shares, 1 first
 * @param {number} shares
 * @returns {Promise<Outcome>}
 */
function runWindowTests(long, share, shares) {
  const files = shareOut(windowTests(), shares)[share - 1] ?? [];
  return runAndCount({
    name: shares === 1 ? 'e2e' : `e2e-${String(share)}`,
    long,
    command: [
      ...(shares === 1 ? [] : ['xvfb-run', '-a']),
      process.execPath,
      inProject('node_modules/@playwright/test/cli.js'),
      'test',
      '--reporter=list,json',
      `--output=test-results/${String(share)}`,
      ...files,
    ],
    reportTo: (path) => ({ env: { PLAYWRIGHT_JSON_OUTPUT_FILE: path } }),
    count: countPlaywright,
    isExpected: (file) => files.includes(file),
  });
}

/**
 * Test files of the window, those with most to do first as far as their length tells.
 * @returns {string[]}
 */
function windowTests() {
  const length = (/** @type {string} */ file) => statSync(inProject(file)).size;
  return listFiles(projectFolder, 'test')
    .filter((file) => file.endsWith('.e2e.ts'))
    .sort((a, b) => length(b) - length(a));
}

/**
 * @template Report
 * @param {object} runner
 * @param {string} runner.name
 * @param {boolean} runner.long
 * @param {readonly string[]} runner.command
 * @param {(path: string) => { args?: string[], env?: NodeJS.ProcessEnv }} runner.reportTo how it is told where to write
 * @param {(report: Report) => Counts} runner.count
 * @param {(file: string) => boolean} runner.isExpected which files under test/ it has to run
 * @returns {Promise<Outcome>}
 */
async function runAndCount(runner) {
  const folder = mkdtempSync(join(tmpdir(), 'ninestep-test-'));
  const reportPath = join(folder, 'report.json');
  const { args: reportArgs = [], env: reportEnv = {} } = runner.reportTo(reportPath);
  const [command = '', ...args] = [...runner.command, ...reportArgs];
  try {
    const run = await capture(command, args, {
      cwd: projectFolder,
      env: { ...testEnvironment(runner.long), ...reportEnv },
      timeoutMs: runner.long ? LONG_TIMEOUT_MS : TIMEOUT_MS,
    });
    const counts = readCounts(reportPath, runner.count);
    const expectedFiles = listFiles(projectFolder, 'test').filter(runner.isExpected);
    const problems = findRunProblems({ code: run.code, timedOut: run.timedOut, counts, expectedFiles });
    return {
      name: runner.name,
      passed: counts?.passed ?? 0,
      failed: (counts?.failed ?? 0) + problems.length,
      skipped: counts?.skipped ?? 0,
      secondTry: counts?.secondTry ?? [],
      durationMs: run.durationMs,
      output: [run.output.trimEnd(), ...problems].join('\n'),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @template Report
 * @param {string} path
 * @param {(report: Report) => Counts} count
 * @returns {Counts | undefined} undefined when the runner crashed before it wrote a report
 */
function readCounts(path, count) {
  try {
    const counts = count(JSON.parse(readFileSync(path, 'utf8')));
    return {
      ...counts,
      files: counts.files.map((file) => relative(projectFolder, file).split(sep).join('/')),
    };
  } catch {
    return undefined;
  }
}

/**
 * @param {boolean} long
 * @returns {NodeJS.ProcessEnv}
 */
function testEnvironment(long) {
  return long ? { ...process.env, NINESTEP_LONG: '1' } : process.env;
}
