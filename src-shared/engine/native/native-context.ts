import type { Machine, MachineSetup } from '../machine.ts';
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

/** What native steps are made with, however they are made. */
export interface NativeContext {
  readonly setup: MachineSetup;
  readonly machine: NativeState & Pick<Machine, 'order'>;
  readonly sessions: NativeSessions;
  readonly tables: NativeTables;
  readonly masks: MaskMaker;
}
