// @ts-check
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { SetupError } from './messages.mjs';

/** @type {readonly NodeJS.Signals[]} */
const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** npm passes Ctrl+C on although the terminal has already sent it; the echo arrives within this time. */
const ECHO_MS = 250;

/**
 * Runs a program in the user's terminal and gives back the exit code to end with.
 *
 * The program gets its own process group, so the terminal's Ctrl+C reaches only this script, which passes each
 * signal on exactly once. In a shared group the program would hear one Ctrl+C up to three times (terminal, npm, us)
 * and take the second for "stop at once", losing its last checkpoint.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<number>}
 */
export function runInForeground(command, args, options = {}) {
  const child = spawn(command, [...args], {
    ...options,
    stdio: 'inherit',
    // Windows has no process groups of this kind; there `detached` would open a second console.
    detached: process.platform !== 'win32',
  });
  const stopForwarding = forwardSignals(child);
  return new Promise((resolve, reject) => {
    child.on('error', (error) => {
      stopForwarding();
      reject(
        new SetupError(`Could not start ${command}: ${error.message}`, {
          where: [command, ...args].join(' '),
          todo: 'Check that the file exists and may be run; delete node_modules and start again if it is from there.',
        }),
      );
    });
    child.on('exit', (code, signal) => {
      stopForwarding();
      resolve(code ?? exitCodeOfSignal(signal));
    });
  });
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @returns {() => void} stops it
 */
function forwardSignals(child) {
  const lastAt = new Map();
  const forward = (/** @type {NodeJS.Signals} */ signal) => {
    const now = Date.now();
    const isEcho = now - (lastAt.get(signal) ?? -Infinity) < ECHO_MS;
    lastAt.set(signal, now);
    // On Windows the console itself tells every process about Ctrl+C.
    if (!isEcho && process.platform !== 'win32') child.kill(signal);
  };
  for (const signal of FORWARDED) process.on(signal, forward);
  return () => {
    for (const signal of FORWARDED) process.off(signal, forward);
  };
}

/**
 * The shell's convention: 128 + number of the signal.
 * @param {NodeJS.Signals | null} signal
 * @returns {number}
 */
function exitCodeOfSignal(signal) {
  return signal === null ? 1 : 128 + constants.signals[signal];
}
