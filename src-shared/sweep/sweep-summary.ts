import { monitoredLoss } from '../model/monitored-loss.ts';
import type { RunRecord } from '../model/run.ts';
import type { PlannedRun } from './expand-sweep.ts';

/** A configuration by what its finished runs came to. */
export interface ConfigurationSummary {
  configuration: number;
  /** Places of its runs in the group. */
  runs: readonly number[];
  finished: number;
  /** Over the finished runs: the lowest monitored loss of each, in scaled units; null where none has finished. */
  mean: number | null;
  /** Standard deviation of that (n − 1); null with fewer than two. */
  deviation: number | null;
}

/**
 * The configurations of a group, the best first: lowest mean loss among those of which all runs have finished, then those
 * of which some have, then the others, in the order of the plan.
 */
export function summarizeSweep(
  plan: readonly PlannedRun[],
  recordAt: (index: number) => RunRecord | undefined,
): ConfigurationSummary[] {
  const byConfiguration: PlannedRun[][] = [];
  for (const run of plan) (byConfiguration[run.configuration] ??= []).push(run);
  return byConfiguration
    .map((runs, configuration) => summarize(configuration, runs, recordAt))
    .sort((a, b) => missing(a) - missing(b) || (a.mean ?? 0) - (b.mean ?? 0));
}

function summarize(
  configuration: number,
  runs: readonly PlannedRun[],
  recordAt: (index: number) => RunRecord | undefined,
): ConfigurationSummary {
  const losses = runs
    .map(({ index }) => recordAt(index))
    .filter((record) => record?.status === 'finished')
    .map((record) => (record?.best ? monitoredLoss(record.best) : NaN))
    .filter(Number.isFinite);
  const mean = losses.length === 0 ? null : sum(losses) / losses.length;
  const squares = mean === null ? [] : losses.map((loss) => (loss - mean) ** 2);
  return {
    configuration,
    runs: runs.map(({ index }) => index),
    finished: losses.length,
    mean,
    deviation: losses.length < 2 ? null : Math.sqrt(sum(squares) / (losses.length - 1)),
  };
}

/** 0: all its runs have finished; 1: some; 2: none. */
function missing({ runs, finished }: ConfigurationSummary): number {
  if (finished === 0) return 2;
  return finished === runs.length ? 0 : 1;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
