// @ts-check
import { capture } from './capture.mjs';
import { say, SetupError } from './messages.mjs';
import { medianOf, OURS } from './peer-table.mjs';
import { inProject } from './project.mjs';

/** Those that threads share, and those that run on one. */
export const THREADED = ['article', 'tabular-small', 'tabular-batch', 'digits', 'wide'];
export const SINGLE = ['predict-one', 'predict-many', 'lm-article', 'lbfgs-article', 'live-metrics'];
/** What our backends do in different ways. */
const COMPARED = [...THREADED, 'predict-one', 'predict-many'];
/** What only Ninestep has: measured once, for the table. */
const WITHOUT_PEERS = ['lm-article', 'live-metrics'];
export const PEERS = ['numpy', 'sklearn', 'torch'];
const TIMEOUT_MS = 15 * 60_000;

/**
 * @typedef {object} Effort how and with what to measure; numbers as they are passed on
 * @property {string} python
 * @property {readonly string[]} peers
 * @property {readonly string[]} backends of Ninestep
 * @property {readonly number[]} threads
 * @property {number} rounds
 * @property {string} repeats
 * @property {string} seconds
 *
 * @typedef {{ tool: string, backend: string, workload: string, threads: number }} Contender
 *
 * @typedef {object} Line what `ninestep bench` and the peers print
 * @property {string} workload
 * @property {string} unit
 * @property {number} median
 * @property {number} min
 * @property {number} max
 * @property {string} [version] of a peer
 * @property {string} [request] of Ninestep: what was asked for
 * @property {string} [backend] and what that was
 * @property {Readonly<Record<string, number>>} [ratios] how many times as fast as what else was asked for
 * @property {number} [forecastMegabytes]
 * @property {number} [restarts]
 * @property {string} [skipped] why there is no measurement
 */

/**
 * One workload: everybody once in each round, in an order that is turned round after each, so that whatever slows the machine
 * down meets all of them.
 * @param {string} workload
 * @param {Effort} effort
 * @returns {Promise<import('./peer-table.mjs').Result[]>}
 */
export async function contest(workload, effort) {
  let contenders = contendersOf(workload, effort);
  /** @type {Map<Contender, Line[][]>} */
  const rounds = new Map(contenders.map((contender) => [contender, []]));
  const count = WITHOUT_PEERS.includes(workload) ? 1 : effort.rounds;
  for (let round = 0; round < count; round++) {
    for (const contender of [...contenders]) {
      const lines = await measure(contender, effort);
      if (lines.length === 0) contenders = contenders.filter((other) => other !== contender);
      else rounds.get(contender)?.push(lines);
    }
    contenders.reverse();
  }
  return [...rounds].flatMap(([contender, measured]) => resultsOf(contender, measured));
}

/**
 * @param {string} workload
 * @param {Effort} effort
 * @returns {Contender[]}
 */
function contendersOf(workload, { peers, backends, threads }) {
  const counts = THREADED.includes(workload) ? threads : [1];
  const ours = (COMPARED.includes(workload) ? backends : ['auto']).map((backend) => ({
    tool: OURS,
    backend,
  }));
  const others = (WITHOUT_PEERS.includes(workload) ? [] : peers).map((tool) => ({ tool, backend: '' }));
  return [...ours, ...others].flatMap((who) => counts.map((count) => ({ ...who, workload, threads: count })));
}

/**
 * Runs one contender once and prints what it says. Nothing from one that is not there.
 * @param {Contender} contender
 * @param {Effort} effort
 * @returns {Promise<Line[]>}
 */
async function measure({ tool, backend, workload, threads }, { python, repeats, seconds }) {
  const isOurs = tool === OURS;
  const [program, file] = isOurs
    ? [process.execPath, inProject('out/main/cli.cjs')]
    : [python, inProject(`scripts/peers/${tool}_peer.py`)];
  const args = [...(isOurs ? ['bench', '--backend', backend] : []), '--workload', workload];
  const effort = ['--threads', String(threads), '--repeats', repeats, '--seconds', seconds];
  const { code, output, timedOut } = await capture(program, [file, ...args, ...effort], {
    timeoutMs: TIMEOUT_MS,
    env: { ...process.env, ...threadLimits(threads), PYTHONDONTWRITEBYTECODE: '1' },
  });
  if (code === null && !timedOut && !isOurs) return notThere(workload, output.trim());
  if (code !== 0) {
    throw new SetupError(`${tool} ended with code ${code ?? 'none'}:\n${output.trimEnd()}`, {
      where: `${workload}, ${program} ${file}`,
      todo: 'Choose another Python with --python, or leave the peer out with --peers.',
    });
  }
  const lines = linesIn(output);
  const reason = lines.find(({ skipped }) => skipped !== undefined)?.skipped;
  if (reason !== undefined) return notThere(workload, reason);
  // What it says on standard error is among the output: why another backend took its place.
  if (backend === 'native' && lines.some((line) => line.backend !== backend))
    return notThere(workload, output.trim());
  for (const line of lines) process.stdout.write(`${JSON.stringify({ tool, ...line })}\n`);
  return lines;
}

/**
 * The measurements in what a program printed.
 * @param {string} output
 * @returns {Line[]}
 */
export function linesIn(output) {
  return output
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => {
      /** @type {Line} */
      const parsed = JSON.parse(line);
      return parsed;
    });
}

/**
 * What cannot be measured is left out, and said.
 * @param {string} workload
 * @param {string} reason
 * @returns {Line[]}
 */
function notThere(workload, reason) {
  say(`${workload}: left out, ${reason}`);
  return [];
}

/**
 * The libraries under NumPy and PyTorch take their number of threads from the environment.
 * @param {number} threads
 */
function threadLimits(threads) {
  const names = ['OMP_NUM_THREADS', 'OPENBLAS_NUM_THREADS', 'MKL_NUM_THREADS', 'BLIS_NUM_THREADS'];
  return Object.fromEntries(names.map((name) => [name, String(threads)]));
}

/**
 * The rounds of one contender as one result; a workload that is measured in several ways (with restarts and without) as
 * one for each.
 * @param {Contender} contender
 * @param {readonly Line[][]} rounds
 * @returns {import('./peer-table.mjs').Result[]}
 */
function resultsOf({ tool, backend, workload, threads }, rounds) {
  const ways = new Set(rounds.flat().map(wayOf));
  return [...ways].map((way) => {
    const own = rounds.flat().filter((line) => wayOf(line) === way);
    const medians = own.map(({ median }) => median);
    return {
      workload: workload === 'lm-article' ? `${workload}, ${way} restarts` : workload,
      tool,
      backend,
      version: own[0]?.version ?? ourName(backend, own[0]?.backend ?? ''),
      threads,
      unit: own[0]?.unit ?? '',
      median: medianOf(medians),
      min: Math.min(...own.map(({ min }) => min)),
      max: Math.max(...own.map(({ max }) => max)),
      rounds: medians,
    };
  });
}

/**
 * @param {string} request
 * @param {string} backend what that was
 */
function ourName(request, backend) {
  return request === 'auto' ? `${OURS}, auto: ${backend}` : `${OURS}, ${backend}`;
}

/** @param {Line} line */
function wayOf({ restarts }) {
  return typeof restarts === 'number' ? String(restarts) : '';
}
