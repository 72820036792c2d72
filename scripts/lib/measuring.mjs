// @ts-check
import { availableParallelism, cpus } from 'node:os';
import { ensureBuild } from '../ensure-build.mjs';
import { say } from './messages.mjs';

/** What every measurement wants to know: how often, how long, and in which Python its peers are. */
export const MEASURING = /** @type {const} */ ({
  python: { type: 'string', default: 'python3' },
  repeats: { type: 'string', default: '3' },
  seconds: { type: 'string', default: '1' },
});

/** Builds what is measured, and says on what. */
export async function prepareToMeasure() {
  await ensureBuild();
  say(`${cpus()[0]?.model ?? 'Unknown processor'}, ${availableParallelism()} cores, Node ${process.version}`);
}
