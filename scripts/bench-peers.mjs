// @ts-check
/**
 * `npm run bench:peers`: every workload of `ninestep bench` in Ninestep, by each of its backends, and, where Python has them,
 * in NumPy, scikit-learn and PyTorch, one after the other, round by round. Lines of JSON on standard output, then a table on
 * standard error. docs/benchmarks.md says what is compared.
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { asScript } from './lib/as-script.mjs';
import { contest, PEERS, SINGLE, THREADED } from './lib/contest.mjs';
import { say } from './lib/messages.mjs';
import { MEASURING, prepareToMeasure } from './lib/measuring.mjs';
import { peerTable } from './lib/peer-table.mjs';

const { values: options } = parseArgs({
  options: {
    ...MEASURING,
    workload: { type: 'string', default: [...THREADED, ...SINGLE].join(',') },
    peers: { type: 'string', default: PEERS.join(',') },
    backend: { type: 'string', default: 'auto,native,wasm' },
    threads: { type: 'string', default: availableParallelism() > 1 ? '1,2' : '1' },
    rounds: { type: 'string', default: '3' },
  },
});

await asScript(async () => {
  await prepareToMeasure();
  const effort = {
    ...options,
    peers: options.peers.split(',').filter((peer) => peer !== ''),
    backends: options.backend.split(','),
    threads: options.threads.split(',').map(Number),
    rounds: Number(options.rounds),
  };
  const results = [];
  for (const workload of options.workload.split(',')) results.push(...(await contest(workload, effort)));
  say(`\n${peerTable(results)}`);
});
