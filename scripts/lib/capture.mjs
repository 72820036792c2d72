// @ts-check
import { spawn } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';

/** What is kept of a program's output: enough for any report, bounded for a program that never stops talking. */
const KEPT_CHARACTERS = 400_000;

/** Time between the polite request to end and the kill. */
const GRACE_MS = 5_000;

/**
 * @typedef {object} Captured
 * @property {number | null} code exit code; null when it was killed or never started
 * @property {string} output stdout and stderr as they came
 * @property {boolean} timedOut
 * @property {number} durationMs
 */

/** @type {readonly NodeJS.Signals[]} */
const ENDING_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** @type {Set<import('node:child_process').ChildProcess>} */
const underWay = new Set();
let interrupted = false;

/**
 * Runs a program to its end and keeps what it prints. Never throws: a program that cannot start is a result too.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeoutMs?: number }} [options]
 * @returns {Promise<Captured>}
 */
export function capture(command, args, options = {}) {
  if (interrupted)
    return Promise.resolve({ code: null, output: 'Interrupted.\n', timedOut: false, durationMs: 0 });
  const startedAt = Date.now();
  return new Promise((resolve) => {
    const child = spawn(command, [...args], {
      cwd: options.cwd,
      env: options.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      // A process group of its own: a runner's own children (browsers, workers, Xvfb) end with it.
      detached: process.platform !== 'win32',
    });
    watch(child);

    let output = '';
    let timedOut = false;
    const keep = (/** @type {Buffer} */ chunk) => {
      output = (output + chunk.toString()).slice(-KEPT_CHARACTERS);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);

    const timer = setTimeout(
      () => {
        timedOut = true;
        endWithChildren(child);
      },
      options.timeoutMs ?? 2 ** 31 - 1,
    );

    const finish = (/** @type {number | null} */ code) => {
      clearTimeout(timer);
      unwatch(child);
      // Some tools (Rolldown) colour their errors whatever NO_COLOR says.
      resolve({
        code,
        output: stripVTControlCharacters(output),
        timedOut,
        durationMs: Date.now() - startedAt,
      });
    };
    child.on('error', (error) => {
      output += `Could not start ${command}: ${error.message}\n`;
      finish(null);
    });
    child.on('close', finish);
  });
}

/**
 * Ctrl+C does not reach a process group of its own, so it is passed on: what runs is ended, what would come next
 * does not start any more, and the caller still gets to write its report.
 */
function onEndingSignal() {
  interrupted = true;
  for (const child of underWay) endWithChildren(child);
}

/** @param {import('node:child_process').ChildProcess} child */
function watch(child) {
  if (underWay.size === 0) for (const signal of ENDING_SIGNALS) process.on(signal, onEndingSignal);
  underWay.add(child);
}

/** @param {import('node:child_process').ChildProcess} child */
function unwatch(child) {
  underWay.delete(child);
  if (underWay.size === 0) for (const signal of ENDING_SIGNALS) process.off(signal, onEndingSignal);
}

/** @param {import('node:child_process').ChildProcess} child */
function endWithChildren(child) {
  signalGroup(child, 'SIGTERM');
  setTimeout(() => {
    signalGroup(child, 'SIGKILL');
    // A grandchild that left the group may hold the pipes open for ever; without this, 'close' would not come.
    child.stdout?.destroy();
    child.stderr?.destroy();
  }, GRACE_MS).unref();
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
function signalGroup(child, signal) {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // Already gone: what was wanted.
  }
}
