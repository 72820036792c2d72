// @ts-check
import { SetupError } from './messages.mjs';
import { STATIC_CHECKS } from './static-checks.mjs';

/**
 * @typedef {object} TestPlan
 * @property {readonly import('./static-checks.mjs').StaticCheck[]} checks
 * @property {boolean} unit
 * @property {boolean} e2e
 * @property {boolean} long
 */

/**
 * Reads the command line: nothing means everything; otherwise the named parts. "types" selects all checks whose name
 * begins with it.
 * @param {readonly string[]} args
 * @returns {TestPlan}
 */
export function planTests(args) {
  const parts = args.filter((arg) => arg !== '--long');
  const unknown = parts.filter((part) => !isPart(part));
  if (unknown.length > 0) {
    const known = ['static', 'unit', 'e2e', 'types', ...STATIC_CHECKS.map((check) => check.name), '--long'];
    throw new SetupError(`There is no part of the tests called ${unknown.join(', ')}.`, {
      where: `npm test -- ${parts.join(' ')}`,
      todo: `Choose from ${known.join(', ')}; or name nothing to run everything.`,
    });
  }
  const wants = (/** @type {string} */ part) => parts.length === 0 || parts.includes(part);
  return {
    checks: STATIC_CHECKS.filter(({ name }) => wants('static') || parts.some((part) => selects(part, name))),
    unit: wants('unit'),
    e2e: wants('e2e'),
    long: args.includes('--long'),
  };
}

/**
 * @param {string} part
 * @returns {boolean}
 */
function isPart(part) {
  return ['static', 'unit', 'e2e'].includes(part) || STATIC_CHECKS.some(({ name }) => selects(part, name));
}

/**
 * @param {string} part
 * @param {string} name
 * @returns {boolean}
 */
function selects(part, name) {
  return name === part || name.startsWith(`${part}-`);
}
