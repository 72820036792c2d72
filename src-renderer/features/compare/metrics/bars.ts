import { deviationOf, meanOf } from '@shared/compare/sample.ts';
import { groupByConfiguration } from '@shared/compare/configurations.ts';
import { type RunEntry, shownName } from '@shared/model/run.ts';
import { compareFigures } from '../measured.ts';

/** One bar: a run, or the mean of a configuration over its seeds. */
export interface Bar {
  readonly id: string;
  readonly name: string;
  /** The run whose colour it has. */
  readonly runId: string;
  /** Null where there is no figure. */
  readonly value: number | null;
  /** Standard deviation over the seeds; null for a single run. */
  readonly deviation: number | null;
  /** Runs with a figure. */
  readonly runs: number;
}

export type Figure = (run: RunEntry) => number | null;

/** A bar for each run, the best first. */
export function runBars(runs: readonly RunEntry[], figure: Figure, isHigher: boolean): Bar[] {
  const bars = runs.map((run) => ({
    id: run.id,
    name: shownName(run),
    runId: run.id,
    value: figure(run),
    deviation: null,
    runs: 1,
  }));
  return sorted(bars, isHigher);
}

/** A bar for each configuration: mean and standard deviation over the runs that have a figure, the best first. */
export function configurationBars(runs: readonly RunEntry[], figure: Figure, isHigher: boolean): Bar[] {
  const bars = groupByConfiguration(runs).map(({ id, label, runs: own }) => {
    const values = own
      .map(figure)
      .filter((value): value is number => value !== null && Number.isFinite(value));
    return {
      id,
      name: label,
      runId: own[0]!.id,
      value: values.length === 0 ? (own.map(figure).find((value) => value !== null) ?? null) : meanOf(values),
      deviation: values.length < 2 ? null : deviationOf(values),
      runs: values.length,
    };
  });
  return sorted(bars, isHigher);
}

function sorted(bars: Bar[], isHigher: boolean): Bar[] {
  return bars.sort((a, b) => compareFigures(a.value, b.value, isHigher));
}
