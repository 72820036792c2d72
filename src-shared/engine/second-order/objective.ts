import type { Machine } from '../machine.ts';

/** What L-BFGS needs to know of what it makes small. */
export type SmoothObjective = Pick<Machine, 'parameters' | 'gradients' | 'computeGradients'>;

/** What Levenberg–Marquardt needs to know: a loss that is Σ r² up to a constant factor. */
export type LeastSquaresObjective = Pick<Machine, 'parameters' | 'computeLoss' | 'normalEquations'>;

export type Objective = SmoothObjective & LeastSquaresObjective;

/** All training rows at once: second-order methods know no other batch. */
export interface FullBatch {
  readonly firstRow: 0;
  readonly rows: number;
  readonly step: 0;
}

/** What one iteration came to. */
export interface Descent {
  readonly loss: number;
  /** No step was found that makes the loss smaller, or there is nothing left to gain. */
  readonly isStuck: boolean;
}

/** The memory of a method, as a checkpoint keeps it. */
export interface DescentState {
  readonly numbers: readonly number[];
  readonly vectors: readonly Float64Array[];
}

/** A method as it goes down from one start. Restoring its state gives the same bits. */
export interface DescentMethod {
  /** Null where an iteration takes more than one call, of which this was not the last. */
  iterate(): Descent | null;
  /** Forgets everything about the way here: the parameters are a new start. */
  begin(): void;
  state(): DescentState;
  restore(state: DescentState): void;
}
