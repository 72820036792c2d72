import { AppError } from '../core/errors.ts';
import type { ImportForm } from '../model/import-forms.ts';
import type { ModelLayer } from '../model/model-file.ts';
import type { Task } from '../model/task.ts';

/** A network of another program, in Ninestep's layers, before it becomes a model file. */
export interface ForeignModel {
  readonly form: Exclude<ImportForm, 'ninestep'>;
  /** As the file calls it; null where it does not. */
  readonly name: string | null;
  readonly task: Task;
  readonly inputs: readonly ForeignInput[];
  readonly layers: readonly ModelLayer[];
  readonly outputs: readonly ForeignOutput[];
  /** The classes that the outputs are the probabilities of, one each; of two the second. Null for numbers and several labels. */
  readonly classes: ForeignClasses | null;
  /** What was read and what was made of it, a sentence each. */
  readonly read: readonly string[];
  /** What a person should know before trusting the model. */
  readonly warnings: readonly string[];
}

/** One number that the network takes: scaled = (raw − shift) / scale. */
export interface ForeignInput extends Scale {
  /** Null where the file has no names. */
  readonly name: string | null;
}

/** One number that the network answers: raw = scaled · scale + shift. */
export interface ForeignOutput extends Scale {
  readonly name: string | null;
}

export interface ForeignClasses {
  /** What the class is of; null where the file does not say. */
  readonly column: string | null;
  readonly levels: readonly string[];
}

export interface Scale {
  readonly shift: number;
  readonly scale: number;
}

export const NO_SCALE: Scale = { shift: 0, scale: 1 };

/** A file of another program that does not hold together. `at` says where in it. */
export function refuseFile(at: string, problem: string): never {
  throw new AppError('INVALID_VALUE', `${at}: ${problem}`, { at });
}

/** Something in a file that Ninestep has no layer for. `at` says where in it. */
export function refuseLayer(at: string, problem: string): never {
  throw new AppError('MODEL_UNSUPPORTED', `${at}: ${problem}`, { at });
}
