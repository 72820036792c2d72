// @ts-check

/**
 * The outcome of one check or one runner.
 * @typedef {object} Outcome
 * @property {string} name
 * @property {number} passed
 * @property {number} failed
 * @property {number} [skipped]
 * @property {string[]} [secondTry] titles of tests that failed, and passed when they were tried once more
 * @property {number} durationMs
 * @property {string} output shown only when something failed, were it at the first try
 */

/** A broken lint rule can print thousands of lines; the beginning and the end tell enough. */
const SHOWN_AT_START = 80;
const SHOWN_AT_END = 160;
/** Of many tests those that failed shall be found at once. */
const PASSED_TEST = /^\s*✓/u;

/**
 * @param {Outcome} outcome
 * @returns {string}
 */
export function outcomeLine(outcome) {
  const mark = outcome.failed === 0 ? 'ok  ' : 'FAIL';
  const seconds = `${(outcome.durationMs / 1000).toFixed(1)} s`;
  const skipped = outcome.skipped ? `, ${outcome.skipped} skipped` : '';
  const isOneCheck = outcome.passed + outcome.failed === 1 && skipped === '';
  const counts = isOneCheck ? '' : `  ${outcome.passed} passed, ${outcome.failed} failed${skipped}`;
  const again = (outcome.secondTry ?? []).map((title) => `\n        failed, then passed: ${title}`);
  return `  ${mark}  ${outcome.name.padEnd(16)}${seconds.padStart(8)}${counts}${again.join('')}`;
}

/**
 * Whether there is anything to be mended: a test that passes only at its second try is not sound, either.
 * @param {Outcome} outcome
 * @returns {boolean}
 */
export function isToBeMended({ failed, secondTry = [] }) {
  return failed > 0 || secondTry.length > 0;
}

/**
 * @param {Outcome} outcome
 * @returns {string}
 */
export function failureText(outcome) {
  return `\n──── ${outcome.name} ────\n${shorten(outcome.output.trimEnd())}\n`;
}

/**
 * The last line of `npm test`; other programs read it.
 * @param {readonly Outcome[]} outcomes
 * @returns {{ line: string, exitCode: 0 | 1 }}
 */
export function summarize(outcomes) {
  const passed = outcomes.reduce((sum, outcome) => sum + outcome.passed, 0);
  // No outcome at all is not a success either.
  const failed = outcomes.reduce((sum, outcome) => sum + outcome.failed, outcomes.length === 0 ? 1 : 0);
  return { line: `${passed} passed, ${failed} failed`, exitCode: failed === 0 ? 0 : 1 };
}

/**
 * @param {string} text
 * @returns {string}
 */
function shorten(text) {
  const lines = text.split('\n').filter((line) => !PASSED_TEST.test(line));
  const left = lines.length - SHOWN_AT_START - SHOWN_AT_END;
  if (left <= 0) return lines.join('\n');
  return [
    ...lines.slice(0, SHOWN_AT_START),
    `… ${left} lines left out …`,
    ...lines.slice(-SHOWN_AT_END),
  ].join('\n');
}
