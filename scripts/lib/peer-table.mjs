// @ts-check

/**
 * What one tool reached in one workload: the median of its rounds.
 * @typedef {object} Result
 * @property {string} workload
 * @property {string} tool
 * @property {string} backend of Ninestep; of others nothing
 * @property {string} version the tool's name and version, as the table tells it
 * @property {number} threads
 * @property {string} unit
 * @property {number} median
 * @property {number} min
 * @property {number} max
 * @property {readonly number[]} rounds the median of each, in the order in which they were measured
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
 * How many times as fast the first is as the second, whatever they are measured in: the median over the rounds, each against
 * the other's in the same round, as a machine's speed drifts.
 * @param {Pick<Result, 'unit' | 'rounds'>} result
 * @param {Pick<Result, 'rounds'>} other
 * @returns {number}
 */
export function speedRatio({ unit, rounds }, other) {
  const pairs = rounds.slice(0, other.rounds.length).map((own, round) => own / (other.rounds[round] ?? NaN));
  return medianOf(TIMES.includes(unit) ? pairs.map((ratio) => 1 / ratio) : pairs);
}

/**
 * All results as a Markdown table. Ratios are the speed of each backend of Ninestep over that of the row's tool, on as many
 * threads; and the best of each over its backends and numbers of threads.
 * @param {readonly Result[]} results
 * @returns {string}
 */
export function peerTable(results) {
  const backends = [...new Set(results.filter(isOurs).map(({ backend }) => backend))];
  const header = [
    ...['workload', 'tool', 'threads', 'median', 'min–max'],
    ...backends.map((backend) => `${backend} ÷ it`),
    'best ÷ best',
  ];
  const rows = results.map((result) => {
    const ofWorkload = results.filter(
      ({ workload, unit }) => workload === result.workload && unit === result.unit,
    );
    return [
      result.workload,
      result.version,
      String(result.threads),
      `${figure(result.median)} ${result.unit}`,
      `${figure(result.min)}–${figure(result.max)}`,
      ...backends.map((backend) => ratioCell(oursOn(ofWorkload, backend, result.threads), result)),
      bestRatio(result, ofWorkload),
    ];
  });
  return [header, header.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}

/** @param {Result} result */
function isOurs({ tool }) {
  return tool === OURS;
}

/**
 * What one of our backends reached on so many threads, if it was measured.
 * @param {readonly Result[]} results of one workload
 * @param {string} backend
 * @param {number} threads
 */
export function oursOn(results, backend, threads) {
  return results.find((own) => isOurs(own) && own.backend === backend && own.threads === threads);
}

/**
 * @param {Result | undefined} ours
 * @param {Result} result
 */
function ratioCell(ours, result) {
  return ours === undefined || ours === result ? '' : `${speedRatio(ours, result).toFixed(2)} ×`;
}

/**
 * Told once for each tool, where it did best.
 * @param {Result} result
 * @param {readonly Result[]} ofWorkload
 * @returns {string}
 */
function bestRatio(result, ofWorkload) {
  if (isOurs(result)) return '';
  const itsBest = fastest(ofWorkload.filter(({ tool }) => tool === result.tool));
  return itsBest === result ? ratioCell(fastest(ofWorkload.filter(isOurs)), result) : '';
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
