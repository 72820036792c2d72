import type { Batch, Machine, MachineSetup, StepRun } from '../machine.ts';
import { updateRule } from '../optimizers/optimizer.ts';
import type { NativeSessions } from './native-sessions.ts';
import type { NativeState } from './native-state.ts';
import type { NativeTables } from './native-tables.ts';
import type { MaskMaker } from './step-inputs.ts';

/**
 * Numbers that an update takes. Throws where there is nothing to update by.
 *
 * Shapes: none. Source: the module of each optimizer in `engine/optimizers`.
 */
export function coefficientCount({ optimizer }: MachineSetup): number {
  if (optimizer === null) throw new Error('A machine without an optimizer cannot train.');
  return updateRule(optimizer.type).coefficientCount;
}

/**
 * Whether every step takes all rows, as they stand.
 *
 * Shapes: none. Source: none.
 */
export function takesAllRows({ batchRows, parts }: MachineSetup): boolean {
  return batchRows >= parts.train.rows;
}

/**
 * The batch of the k-th step of a run, 0 first.
 *
 * Shapes: none. Source: `train` of the reference machine.
 */
export function batchOf(setup: MachineSetup, run: Pick<StepRun, 'firstStep' | 'firstRow'>, k: number): Batch {
  const firstRow = takesAllRows(setup) ? 0 : run.firstRow + k * setup.batchRows;
  const rows = Math.min(setup.batchRows, setup.parts.train.rows - firstRow);
  return { firstRow, rows, step: run.firstStep + k };
}

/** What native steps are made with, however they are made. */
export interface NativeContext {
  readonly setup: MachineSetup;
  readonly machine: NativeState & Pick<Machine, 'order'>;
  readonly sessions: NativeSessions;
  readonly tables: NativeTables;
  readonly masks: MaskMaker;
}
