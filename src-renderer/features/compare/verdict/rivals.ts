import { type Configuration, configurationId, groupByConfiguration } from '@shared/compare/configurations.ts';
import type { Measurement } from '@shared/compare/measurements.ts';
import { overlapOf } from '@shared/compare/overlap.ts';
import { seedsOf } from '@shared/compare/seeds.ts';
import { type Verdict, verdictOn } from '@shared/compare/verdict.ts';
import type { RunEntry } from '@shared/model/run.ts';
import { measure, type Metric, prefersHigher } from '../measured.ts';

/**
 * The configurations of the chosen runs, each with all of its runs in the history: whoever chose the seeds by hand could
 * choose those that please.
 */
export function rivalsOf(
  runs: readonly RunEntry[],
  all: readonly RunEntry[],
): readonly Configuration<RunEntry>[] {
  const ids = new Set(runs.map(configurationId));
  const others = all.filter((run) => ids.has(configurationId(run)));
  const known = new Set(others.map(({ id }) => id));
  const missing = runs.filter(({ id }) => !known.has(id));
  const groups = groupByConfiguration([...others, ...missing]);
  const place = new Map([...ids].map((id, k) => [id, k]));
  return groups.toSorted((a, b) => place.get(a.id)! - place.get(b.id)!);
}

/** The verdict on B against A by one figure. */
export function verdictBetween(
  a: Configuration<RunEntry>,
  b: Configuration<RunEntry>,
  metric: Metric,
  isTestOpen: (runId: string) => boolean,
): Verdict {
  const measured = ({ runs }: Configuration<RunEntry>): Measurement[] =>
    runs.map((run) => ({
      runId: run.id,
      seeds: seedsOf(run.experiment),
      status: run.status,
      value: measure(run, metric, isTestOpen),
    }));
  return verdictOn({
    a: measured(a),
    b: measured(b),
    isHigherBetter: prefersHigher(metric),
    overlap: overlapOf([...a.runs, ...b.runs], metric.part),
  });
}
