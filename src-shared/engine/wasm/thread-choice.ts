import { parameterCount } from '../../model/network.ts';
import type { MachineSetup } from '../machine.ts';
import { MOST_THREADS } from './regions.ts';

/** Multiply-adds of a step below which threads would wait for one another longer than they work: about 20 µs of one core. */
const WORTH_SHARING = 500_000;

/** How many of the threads on offer a machine uses. The result does not depend on it, only the time. */
export function threadsFor({ shapes, batchRows, parts }: MachineSetup, offered: number): number {
  const rows = Math.min(batchRows, parts.train.rows);
  return 3 * parameterCount(shapes) * rows < WORTH_SHARING ? 1 : Math.min(offered, MOST_THREADS);
}
