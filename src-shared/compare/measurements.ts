import { hasEnded, type RunStatus } from '../model/run.ts';
import { seedKey, seedNames, type SeedsOfRun } from './seeds.ts';

/** One run of a configuration, and what was measured on it. */
export interface Measurement {
  runId: string;
  seeds: SeedsOfRun;
  status: RunStatus;
  /** Null where the run has no such figure. */
  value: number | null;
}

/** One run that counts. */
export interface Counted {
  runId: string;
  /** "seed 3". */
  name: string;
  key: string;
  value: number;
}

/** The runs of a configuration that can be compared, and why the others cannot. */
export interface Sorted {
  counted: readonly Counted[];
  /** Not ended yet. */
  unfinished: number;
  /** Ended without a finite figure: diverged or failed. */
  withoutFigure: number;
  /** Runs with the seeds of another one: the same run again, which must not count twice. */
  repeated: number;
  /** Counted, though they ended before their time. */
  cutShort: number;
}

/** Sorts both configurations' runs, with names of seeds that hold for both. */
export function sortMeasurements(
  a: readonly Measurement[],
  b: readonly Measurement[],
): { a: Sorted; b: Sorted } {
  const nameOf = seedNames([...a, ...b].map(({ seeds }) => seeds));
  return { a: sortOne(a, nameOf), b: sortOne(b, nameOf) };
}

function sortOne(runs: readonly Measurement[], nameOf: (seeds: SeedsOfRun) => string): Sorted {
  const counted = new Map<string, Counted>();
  let [unfinished, withoutFigure, repeated, cutShort] = [0, 0, 0, 0];
  for (const { runId, seeds, status, value } of runs) {
    const key = seedKey(seeds);
    if (!hasEnded(status)) unfinished += 1;
    else if (value === null || !Number.isFinite(value)) withoutFigure += 1;
    else if (counted.has(key)) repeated += 1;
    else {
      counted.set(key, { runId, name: nameOf(seeds), key, value });
      if (status !== 'finished') cutShort += 1;
    }
  }
  return { counted: [...counted.values()], unfinished, withoutFigure, repeated, cutShort };
}
