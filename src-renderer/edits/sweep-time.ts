import { type Experiment, shapesOf } from '@shared/model/experiment.ts';
import { parameterCount } from '@shared/model/network.ts';
import { costKey } from './cost.ts';
import { secondsUntilDone } from './queue-time.ts';

/** Different amounts of work of one sweep that are measured. */
const MOST_MEASURED = 12;

interface Planned {
  readonly experiment: Experiment;
}

/** One experiment for every amount of work, evenly picked from the smallest network to the largest where there are many. */
export function experimentsToMeasure(runs: readonly Planned[]): Experiment[] {
  const byCost = new Map<string, Experiment>();
  for (const { experiment } of runs) {
    const key = costKey(experiment);
    if (!byCost.has(key)) byCost.set(key, experiment);
  }
  const distinct = [...byCost.values()].sort((a, b) => sizeOf(a) - sizeOf(b));
  if (distinct.length <= MOST_MEASURED) return distinct;
  const last = distinct.length - 1;
  return Array.from(
    { length: MOST_MEASURED },
    (_, k) => distinct[Math.round((k * last) / (MOST_MEASURED - 1))]!,
  );
}

function sizeOf(experiment: Experiment): number {
  return parameterCount(shapesOf(experiment));
}

/**
 * Seconds until all runs of a sweep have been trained. Null until enough has been measured.
 *
 * @param secondsPerEpoch of an experiment, or null where it was not measured: then that of the measured one with the
 *   nearest number of parameters, in proportion
 * @param epochsShare of the epochs of all runs that are trained: less than 1 where the sweep is halved
 */
export function sweepSeconds(
  runs: readonly Planned[],
  secondsPerEpoch: (experiment: Experiment) => number | null,
  { cores, epochsShare }: { cores: number; epochsShare: number },
): number | null {
  const measured = experimentsToMeasure(runs).map((experiment) => ({
    size: sizeOf(experiment),
    seconds: secondsPerEpoch(experiment),
  }));
  if (measured.length === 0 || measured.some(({ seconds }) => seconds === null)) return null;
  const perEpoch = memoised((experiment: Experiment) => {
    const known = secondsPerEpoch(experiment);
    if (known !== null) return known;
    const size = sizeOf(experiment);
    const nearest = measured.reduce((a, b) => (Math.abs(b.size - size) < Math.abs(a.size - size) ? b : a));
    return (nearest.seconds ?? 0) * (size / Math.max(1, nearest.size));
  });
  const seconds = runs.map(
    ({ experiment }) => perEpoch(experiment) * experiment.training.epochs * epochsShare,
  );
  return secondsUntilDone([], seconds, cores);
}

/** Runs that only differ in seeds share their cost. */
function memoised(work: (experiment: Experiment) => number): (experiment: Experiment) => number {
  const known = new Map<string, number>();
  return (experiment) => {
    const key = costKey(experiment);
    const found = known.get(key) ?? work(experiment);
    known.set(key, found);
    return found;
  };
}
