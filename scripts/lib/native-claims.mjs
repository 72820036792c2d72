// @ts-check
import { OURS, oursOn, speedRatio } from './peer-table.mjs';

/*
 * What is promised of the native backend, and whether measurements keep it: docs/benchmarks.md.
 */

/**
 * @typedef {{ what: string, wanted: string, measured: string, holds: boolean }} Claim
 * @typedef {import('./contest.mjs').Line} Line
 */

/** Samples a second on one thread of the reference machine (AMD EPYC with AVX-512). */
export const LEAST_SPEED = { 'tabular-batch': 300_000, digits: 260_000, wide: 34_000 };
/** How many times as fast as others on as many threads. */
const LEAST_RATIO = { torch: 1.2, numpy: 1 };
/** Of the better backend, that `auto` reaches. */
const LEAST_SHARE = 0.95;
/** Milliseconds in which a process answers, and in which training stops. */
const MOST_MS = { 'event-loop-gap': 60, stop: 150 };
/** By which the forecast of memory may be wrong, as a share of what was taken. */
const MOST_ERROR = 0.2;

/**
 * Speed, on its own and against the peers.
 * @param {readonly import('./peer-table.mjs').Result[]} results
 * @returns {Claim[]}
 */
export function speedClaims(results) {
  return Object.entries(LEAST_SPEED).flatMap(([workload, least]) => {
    const ofWorkload = results.filter((result) => result.workload === workload);
    const native = oursOn(ofWorkload, 'native', 1);
    if (native === undefined) return [notMeasured(`native on ${workload}`)];
    const own = {
      what: `native on ${workload}, one thread`,
      wanted: `≥ ${count(least)} samples/s`,
      measured: count(native.median),
      holds: native.median >= least,
    };
    const against = Object.entries(LEAST_RATIO).flatMap(([tool, ratio]) =>
      ofWorkload
        .filter((result) => result.tool === tool && result.threads === 1)
        .map((peer) =>
          atLeast(`native on ${workload} against ${peer.version}`, speedRatio(native, peer), ratio),
        ),
    );
    return [own, ...against];
  });
}

/**
 * The choice: never much slower than the better of the two.
 * @param {readonly Line[]} lines
 * @returns {Claim[]}
 */
export function choiceClaims(lines) {
  return lines
    .filter(({ request, ratios }) => request === 'auto' && ratios !== undefined)
    .map(({ workload, backend, ratios = {} }) =>
      atLeast(
        `auto (${backend ?? ''}) on ${workload} against the better`,
        Math.min(...Object.values(ratios)),
        LEAST_SHARE,
      ),
    );
}

/**
 * How soon a run answers; the worst of all repeats counts.
 * @param {readonly Line[]} lines
 * @returns {Claim[]}
 */
export function responseClaims(lines) {
  return Object.entries(MOST_MS).map(([workload, most]) => {
    const line = lines.find((other) => other.workload === workload);
    if (line === undefined) return notMeasured(workload);
    return {
      what: `${workload}, training ${line.backend ?? ''}`,
      wanted: `≤ ${most} ms`,
      measured: line.max.toFixed(1),
      holds: line.max <= most,
    };
  });
}

/**
 * What a network of about 50 million parameters takes, as it was forecast.
 * @param {readonly Line[]} lines
 * @returns {Claim[]}
 */
export function memoryClaims(lines) {
  return lines.map(({ workload, backend, median, forecastMegabytes = NaN }) => {
    const error = forecastMegabytes / median - 1;
    return {
      what: `forecast of ${workload}, ${backend ?? ''}, of ${count(median)} MB`,
      wanted: `± ${100 * MOST_ERROR} %`,
      measured: `${(100 * error).toFixed(1)} %`,
      holds: Math.abs(error) <= MOST_ERROR,
    };
  });
}

/**
 * @param {readonly Claim[]} claims
 * @returns {string} a Markdown table
 */
export function claimTable(claims) {
  const rows = claims.map(({ what, wanted, measured, holds }) => [
    what,
    wanted,
    measured,
    holds ? 'yes' : 'NO',
  ]);
  const header = ['what', 'promised', 'measured', 'kept'];
  return [header, header.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}

/**
 * @param {string} what
 * @param {number} ratio
 * @param {number} least
 * @returns {Claim}
 */
function atLeast(what, ratio, least) {
  return {
    what,
    wanted: `≥ ${least.toFixed(2)} ×`,
    measured: `${ratio.toFixed(2)} ×`,
    holds: ratio >= least,
  };
}

/**
 * @param {string} what
 * @returns {Claim}
 */
function notMeasured(what) {
  return {
    what,
    wanted: 'a measurement',
    measured: `none: ${OURS} has no native backend here`,
    holds: false,
  };
}

/** @param {number} value */
function count(value) {
  return value.toLocaleString('en-GB', { maximumSignificantDigits: 3 });
}
