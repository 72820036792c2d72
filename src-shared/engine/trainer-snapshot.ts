import { AppError } from '../core/errors.ts';
import type { FloatArray } from '../core/float-array.ts';
import type { RandomState } from '../core/random.ts';
import type { MetricsPoint } from '../model/run.ts';
import type { PlateauState } from './schedules.ts';
import type { SecondOrderState } from './second-order/method.ts';

/** A metrics point before the host, which has a clock, adds the seconds. */
export type Evaluation = Omit<MetricsPoint, 'seconds'>;

/** Weights that are kept, with what was measured on them. */
export interface KeptWeights {
  readonly evaluation: Evaluation;
  readonly parameters: FloatArray;
  /** Of batch normalisations: without them the parameters answer something else. */
  readonly statistics: FloatArray;
}

/** Where a first-order method stands within its epoch. */
export interface FirstOrderState {
  readonly kind: 'first-order';
  /** Steps of the present epoch. */
  readonly batch: number;
  /** Over the present epoch's rows so far. */
  readonly lossSum: number;
  readonly articleLossSum: number;
  readonly random: RandomState;
  /** Null where a step takes all rows: they are never shuffled. */
  readonly order: Uint32Array | null;
}

export type MethodState =
  FirstOrderState | { readonly kind: 'second-order'; readonly state: SecondOrderState };

/** Everything that decides how training goes on, as copies that nothing changes any more. */
export interface TrainerSnapshot {
  readonly epoch: number;
  readonly step: number;
  /** The step whose weights were measured last; −1 before the first time. */
  readonly evaluatedStep: number;
  /** The epoch from which early stopping counts where nothing better has come since. */
  readonly patienceFrom: number;
  readonly plateau: PlateauState;
  readonly parameters: FloatArray;
  readonly statistics: FloatArray;
  readonly slots: readonly FloatArray[];
  readonly best: KeptWeights | null;
  readonly method: MethodState;
}

/**
 * Copies an array of a snapshot to where it came from. Throws INVALID_VALUE where it is of another kind or length: the
 * snapshot then belongs to another experiment.
 *
 * Shapes: both alike.
 * Source: none, this is bookkeeping.
 */
export function putBack(target: FloatArray, kept: FloatArray, what: string): void {
  if (kept.length !== target.length || kept.BYTES_PER_ELEMENT !== target.BYTES_PER_ELEMENT) {
    throw notOfThisExperiment(what);
  }
  target.set(kept);
}

/**
 * The refusal of a snapshot that another experiment made.
 *
 * Shapes: none. Source: none, this is bookkeeping.
 */
export function notOfThisExperiment(what: string): AppError {
  return new AppError(
    'INVALID_VALUE',
    `The checkpoint does not fit to the experiment of its run: ${what} differ. One of the two was changed or replaced; ` +
      'train the experiment again.',
    { at: what },
  );
}
