import type { PlateauState } from './schedules.ts';
import type { MethodState } from './trainer-snapshot.ts';

/** Where training stands when a method is asked to go on. */
export interface Position {
  /** Updates made. */
  readonly step: number;
  readonly plateau: PlateauState;
}

/** What one call of a method came to. */
export interface Advance {
  /** Updates made, and epochs completed by them. */
  readonly steps: number;
  readonly epochs: number;
  /** The batch of the update that could not be made because something stopped being a number. */
  readonly failed: { readonly firstRow: number; readonly rows: number; readonly step: number } | null;
  /** Why the method itself will not go on. */
  readonly ending: 'goal' | 'stuck' | null;
}

/** How the parameters are moved. */
export interface TrainingMethod {
  readonly stepsPerEpoch: number;
  /**
   * At most `maxSteps` updates, and not beyond the end of an epoch, except through those that `quietEpochs` (asked with the
   * most it may answer) says go by without anything due at their ends.
   */
  advance(position: Position, maxSteps: number, quietEpochs: (limit: number) => number): Advance;
  /** Means over the epoch just completed; null where the method has none. */
  duringEpoch(): { loss: number; articleLoss: number } | null;
  /** Of the last update; null where the method has none, and before the first of this process. */
  learningRate(): number | null;
  state(): MethodState;
  restore(state: MethodState, step: number): void;
}
