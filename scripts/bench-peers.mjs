// @ts-check
/**
 * `npm run bench:peers`: every workload of `ninestep bench` in Ninestep and, where Python has them, in NumPy,
 * scikit-learn and PyTorch, one after the other, round by round. Lines of JSON on standard output, then a table on
 * standard error. docs/benchmarks.md says what is compared.
 */
import { availableParallelism, cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { ensureBuild } from './ensure-build.mjs';
import { ensureDependencies } from './ensure-dependencies.mjs';
import { capture } from './lib/capture.mjs';
import { describeFailure, say, SetupError } from './lib/messages.mjs';
import { medianOf, OURS, peerTable } from './lib/peer-table.mjs';
import { inProject } from './lib/project.mjs';

/** Those that threads share, and those that run on one. */
const THREADED = ['article', 'tabular-small', 'tabular-batch', 'digits', 'wide'];
const SINGLE = ['predict-one', 'predict-many', 'lm-article', 'lbfgs-article', 'live-metrics'];
/** What only Ninestep has: measured once, for the table. */
const WITHOUT_PEERS = ['lm-article', 'live-metrics'];
const PEERS = ['numpy', 'sklearn', 'torch'];
const TIMEOUT_MS = 15 * 60_000;

const { values: options } = parseArgs({
  options: {
    python: { type: 'string', default: 'python3' },
    workload: { type: 'string', default: [...THREADED, ...SINGLE].join(',') },
    peers: { type: 'string', default: PEERS.join(',') },
    threads: { type: 'string', default: availableParallelism() > 1 ? '1,2' : '1' },
    rounds: { type: 'string', default: '3' },
    repeats: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '1' },
  },
});

/**
 * @typedef {{ tool: string, workload: string, threads: number }} Contender
 * @typedef {object} Line
 * @property {string} unit
 * @property {number} median
 * @property {number} min
 * @property {number} max
 * @property {string} [version] of a peer
 * @property {string} [backend] of Ninestep
 * @property {number} [restarts]
 */

try {
  await ensureDependencies();
  await ensureBuild();
  say(`${cpus()[0]?.model ?? 'Unknown processor'}, ${availableParallelism()} cores, Node ${process.version}`);
  const results = [];
  for (const workload of options.workload.split(',')) results.push(...(await contest(workload)));
  say(`\n${peerTable(results)}`);
} catch (error) {
  say(describeFailure(error));
  process.exitCode = 1;
}

/**
 * One workload: everybody once in each round, so that whatever slows the machine down meets all of them.
 * @param {string} workload
 */
async function contest(workload) {
  let contenders = contendersOf(workload);
  /** @type {Map<Contender, Line[]>} */
  const lines = new Map(contenders.map((contender) => [contender, []]));
  const rounds = WITHOUT_PEERS.includes(workload) ? 1 : Number(options.rounds);
  for (let round = 0; round < rounds; round++) {
    for (const contender of contenders) {
      const measured = await measure(contender);
      if (measured.length === 0) contenders = contenders.filter((other) => other !== contender);
      lines.get(contender)?.push(...measured);
    }
  }
  return [...lines].flatMap(([contender, measured]) => resultsOf(contender, measured));
}

/**
 * @param {string} workload
 * @returns {Contender[]}
 */
function contendersOf(workload) {
  const counts = THREADED.includes(workload) ? options.threads.split(',').map(Number) : [1];
  const peers = WITHOUT_PEERS.includes(workload) ? [] : options.peers.split(',');
  return [OURS, ...peers].flatMap((tool) => counts.map((threads) => ({ tool, workload, threads })));
}

/**
 * Runs one contender once and prints what it says. Nothing from a peer that is not there.
 * @param {Contender} contender
 * @returns {Promise<Line[]>}
 */
async function measure({ tool, workload, threads }) {
  const effort = ['--threads', String(threads), '--repeats', options.repeats, '--seconds', options.seconds];
  const [program, file, ...args] =
    tool === OURS
      ? [process.execPath, inProject('out/main/cli.cjs'), 'bench', '--workload', workload, ...effort]
      : [options.python, inProject(`scripts/peers/${tool}_peer.py`), '--workload', workload, ...effort];
  const { code, output, timedOut } = await capture(program, [file, ...args], {
    timeoutMs: TIMEOUT_MS,
    env: { ...process.env, ...threadLimits(threads), PYTHONDONTWRITEBYTECODE: '1' },
  });
  if (code === null && !timedOut && tool !== OURS) return notThere(workload, output.trim());
  if (code !== 0) {
    throw new SetupError(`${tool} ended with code ${code ?? 'none'}:\n${output.trimEnd()}`, {
      where: `${workload}, ${program} ${file}`,
      todo: 'Choose another Python with --python, or leave the peer out with --peers.',
    });
  }
  const lines = output
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map(parseLine);
  const reason = lines.find(({ skipped }) => skipped !== undefined)?.skipped;
  if (reason !== undefined) return notThere(workload, reason);
  for (const line of lines) process.stdout.write(`${JSON.stringify({ tool, ...line })}\n`);
  return lines;
}

/**
 * @param {string} line
 * @returns {Line & { skipped?: string }}
 */
function parseLine(line) {
  /** @type {Line & { skipped?: string }} */
  const parsed = JSON.parse(line);
  return parsed;
}

/**
 * A peer that cannot be measured is left out, and said.
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
 * @param {readonly Line[]} lines
 */
function resultsOf({ tool, workload, threads }, lines) {
  const ways = new Set(lines.map(wayOf));
  return [...ways].map((way) => {
    const own = lines.filter((line) => wayOf(line) === way);
    return {
      workload: workload === 'lm-article' ? `${workload}, ${way} restarts` : workload,
      tool,
      version: own[0]?.version ?? `${tool}, ${own[0]?.backend ?? ''}`,
      threads,
      unit: own[0]?.unit ?? '',
      median: medianOf(own.map(({ median }) => median)),
      min: Math.min(...own.map(({ min }) => min)),
      max: Math.max(...own.map(({ max }) => max)),
    };
  });
}

/** @param {Line} line */
function wayOf({ restarts }) {
  return typeof restarts === 'number' ? String(restarts) : '';
}
