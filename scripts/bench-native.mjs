// @ts-check
/**
 * `npm run bench:native`: whether the native backend keeps what is promised of it, on this machine: its speed, alone and back
 * to back with careful NumPy and PyTorch; what `auto` chooses; how soon a run answers and stops; what it takes of memory.
 * Lines of JSON on standard output, then a table of promises on standard error. Ends with 1 where one is not kept.
 * docs/benchmarks.md.
 */
import { parseArgs } from 'node:util';
import { asScript } from './lib/as-script.mjs';
import { capture } from './lib/capture.mjs';
import { contest, linesIn } from './lib/contest.mjs';
import { say, SetupError } from './lib/messages.mjs';
import {
  choiceClaims,
  claimTable,
  LEAST_SPEED,
  memoryClaims,
  responseClaims,
  speedClaims,
} from './lib/native-claims.mjs';
import { MEASURING, prepareToMeasure } from './lib/measuring.mjs';
import { peerTable } from './lib/peer-table.mjs';
import { inProject } from './lib/project.mjs';

/** Whatever backends do in different ways. */
const CHOSEN = 'article,tabular-small,tabular-batch,digits,wide,predict-one,predict-many';
const TIMEOUT_MS = 30 * 60_000;

const { values: options } = parseArgs({
  options: {
    ...MEASURING,
    threads: { type: 'string', default: '1' },
    rounds: { type: 'string', default: '5' },
  },
});

await asScript(async () => {
  await prepareToMeasure();
  const results = [];
  for (const workload of Object.keys(LEAST_SPEED)) results.push(...(await contest(workload, effort())));
  const chosen = await bench('--workload', CHOSEN, '--backend', 'all', '--repeats', '9');
  const responses = await bench('--workload', 'responsiveness', '--backend', 'native', '--repeats', '9');
  const memory = await bench('--workload', 'memory', '--backend', 'native');
  const claims = [
    ...speedClaims(results),
    ...choiceClaims(chosen),
    ...responseClaims(responses),
    ...memoryClaims(memory),
  ];
  say(`\n${peerTable(results)}\n${claimTable(claims)}`);
  if (!claims.every(({ holds }) => holds)) process.exitCode = 1;
});

/** @returns {import('./lib/contest.mjs').Effort} */
function effort() {
  const { python, repeats, seconds } = options;
  return {
    ...{ python, repeats, seconds },
    peers: ['numpy', 'torch'],
    backends: ['native', 'wasm', 'auto'],
    threads: options.threads.split(',').map(Number),
    rounds: Number(options.rounds),
  };
}

/**
 * What `ninestep bench` measures in a process of its own.
 * @param {...string} args
 */
async function bench(...args) {
  const { code, output } = await capture(
    process.execPath,
    [inProject('out/main/cli.cjs'), 'bench', ...args, '--seconds', options.seconds, '--json'],
    { timeoutMs: TIMEOUT_MS },
  );
  if (code !== 0) {
    throw new SetupError(`The measurement ended with code ${code ?? 'none'}:\n${output.trimEnd()}`, {
      where: `ninestep bench ${args.join(' ')}`,
      todo: 'Run that line alone to see what is wrong.',
    });
  }
  const lines = linesIn(output);
  for (const line of lines) process.stdout.write(`${JSON.stringify(line)}\n`);
  return lines;
}
