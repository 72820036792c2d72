// @ts-check

/**
 * What one tool reached in one workload: the median of its rounds.
 * @typedef {object} Result
 * @property {string} workload
 * @property {string} tool
 * @property {string} version the tool's name and version, as the table tells it
 * @property {number} threads
 * @property {string} unit
 * @property {number} median
 * @property {number} min
 * @property {number} max
 */

export const OURS = 'ninestep';

/** Units of which less is better. */
const TIMES = ['µs', 'ms', 's', '%'];

/**
 * The middle one of the numbers, or the mean of the middle two.
 * @param {readonly number[]} values
 * @returns {number}
 */
export function medianOf(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? NaN) + (sorted[Math.ceil(middle)] ?? NaN)) / 2;
}

/**
 * How many times as fast the first is, whatever they are measured in.
 * @param {Pick<Result, 'unit' | 'median'>} ours
 * @param {Pick<Result, 'unit' | 'median'>} peer
 * @returns {number}
 */
export function speedRatio(ours, peer) {
  return TIMES.includes(ours.unit) ? peer.median / ours.median : ours.median / peer.median;
}

/**
 * All results as a Markdown table. Ratios are Ninestep's speed over the peer's: on as many threads as the peer had, and
 * the best of each over its numbers of threads.
 * @param {readonly Result[]} results
 * @returns {string}
 */
export function peerTable(results) {
  const rows = results.map((result) => {
    const ofWorkload = results.filter(
      ({ workload, unit }) => workload === result.workload && unit === result.unit,
    );
    const ours = ofWorkload.filter(({ tool }) => tool === OURS);
    return [
      result.workload,
      result.version,
      String(result.threads),
      `${figure(result.median)} ${result.unit}`,
      `${figure(result.min)}–${figure(result.max)}`,
      ...ratiosOf(result, ours, ofWorkload),
    ];
  });
  const header = [
    'workload',
    'tool',
    'threads',
    'median',
    'min–max',
    'ours ÷ it, same threads',
    'best ÷ best',
  ];
  return [header, header.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}

/**
 * @param {Result} result
 * @param {readonly Result[]} ours
 * @param {readonly Result[]} ofWorkload
 * @returns {[string, string]}
 */
function ratiosOf(result, ours, ofWorkload) {
  if (result.tool === OURS) return ['', ''];
  const onSame = ours.find(({ threads }) => threads === result.threads);
  const best = fastest(ours);
  const itsBest = fastest(ofWorkload.filter(({ tool }) => tool === result.tool));
  return [
    onSame === undefined ? '' : `${speedRatio(onSame, result).toFixed(2)} ×`,
    best === undefined || itsBest !== result ? '' : `${speedRatio(best, result).toFixed(2)} ×`,
  ];
}

/**
 * @param {readonly Result[]} results
 * @returns {Result | undefined}
 */
function fastest(results) {
  const [first, ...others] = results;
  if (first === undefined) return undefined;
  return others.reduce((best, other) => (speedRatio(other, best) > 1 ? other : best), first);
}

/**
 * Three digits that count, thousands apart.
 * @param {number} value
 * @returns {string}
 */
function figure(value) {
  return value.toLocaleString('en-GB', { maximumSignificantDigits: 3 });
}
