import type { SweepSpec } from '@shared/model/sweep.ts';
import { countRepetitions } from '@shared/sweep/expand-sweep.ts';
import { rungsOf } from '@shared/sweep/halving.ts';

/** One step of successive halving: so many configurations are trained to this epoch. */
export interface Rung {
  readonly epoch: number;
  /** At the least; more are promoted where early results were overtaken by later ones. */
  readonly configurations: number;
}

export interface HalvingPlan {
  readonly rungs: readonly Rung[];
  /** Of the epochs of all runs trained to their end, as few as may be needed: above 0, at most 1. */
  readonly leastShare: number;
}

/** What successive halving makes of a sweep of so many runs. */
export function halvingPlan(spec: SweepSpec, runs: number): HalvingPlan {
  const { halving } = spec;
  const epochs = rungsOf(spec);
  let configurations = Math.round(runs / countRepetitions(spec));
  const rungs = epochs.map((epoch, k): Rung => {
    if (k > 0) configurations = Math.max(1, Math.floor(configurations / (halving?.factor ?? 1)));
    return { epoch, configurations };
  });
  const full = (rungs[0]?.configurations ?? 0) * (epochs.at(-1) ?? 0);
  const spent = rungs.reduce(
    (sum, { epoch, configurations: n }, k) => sum + n * (epoch - (epochs[k - 1] ?? 0)),
    0,
  );
  return { rungs, leastShare: full === 0 ? 1 : Math.min(1, spent / full) };
}
