import type { RunEntry } from '../model/run.ts';

/** What a field of a run may hold. Null: it has none. NaN: it was measured, and is no number. */
export type FieldValue = string | number | boolean | null | readonly string[];

/**
 * What can be asked about a run, and shown of it in a column.
 *
 * text: compared without regard to case, `:` asks whether it contains. choice: one of `options`. setting: a number or a
 * text, as the setting has it. duration: seconds. date: milliseconds since 1970, UTC.
 */
export type FieldKind =
  'text' | 'choice' | 'tags' | 'setting' | 'number' | 'duration' | 'date' | 'yes-no' | 'picture';

export interface RunField {
  /** As it is written in a query, and kept as the id of a column. */
  readonly id: string;
  /** On the head of a column. */
  readonly label: string;
  /** In a word or two for the completion. */
  readonly help: string;
  readonly kind: FieldKind;
  readonly options?: Readonly<Record<string, string>> | undefined;
  readonly read: (run: RunEntry) => FieldValue;
}
