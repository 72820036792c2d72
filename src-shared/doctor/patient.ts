import type { Experiment } from '../model/experiment.ts';
import type { InsightPoint } from '../model/insight.ts';
import type { MetricsPoint, RunStatus } from '../model/run.ts';

/** An input column as its training rows are, in raw units. */
export interface InputFacts {
  readonly name: string;
  readonly min: number;
  readonly max: number;
}

/** Everything the doctor is told of a run. Nothing in it comes from test rows. */
export interface Patient {
  readonly experiment: Experiment;
  readonly status: RunStatus;
  /** Training rows; null while the data is not there yet. */
  readonly trainingRows: number | null;
  /** Every evaluation so far, epoch 0 first. */
  readonly points: readonly MetricsPoint[];
  /** What was measured inside of the network; empty for runs that were made before it was. */
  readonly insight: readonly InsightPoint[];
  /** Columns of numbers; null where they are not known. */
  readonly inputs: readonly InputFacts[] | null;
}
