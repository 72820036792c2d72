/** A cell of a raw row. Missing: null, undefined or an empty text. A date may be a Date, days since 1970-01-01, or text. */
export type Cell = number | string | boolean | Date | null | undefined;

/** Raw values by the names of the inputs, or in their order. What the model has no input for is not looked at. */
export type Row = Readonly<Record<string, Cell>> | readonly Cell[];

export type Task = 'regression' | 'binary' | 'multiclass' | 'multilabel';

/** An input column of the model, as model.json tells of it. */
export interface Input {
  readonly name: string;
  /** Left out: a number. */
  readonly type?: 'number' | 'integer' | 'date' | 'category' | 'boolean' | undefined;
  /** The texts that a category knows; of a boolean no, then yes. */
  readonly levels?: readonly string[] | undefined;
  /** Of the rows it was trained on: outside of it the model guesses. */
  readonly range?: { readonly min: number; readonly max: number; readonly mean: number } | undefined;
  /** There where a value may be missing: what stands in for it. */
  readonly missing?: { readonly fill: number | string | null; readonly indicator: boolean } | undefined;
}

/** A value that the model answers. */
export interface Output {
  readonly name: string;
  readonly range?: { readonly min: number; readonly max: number; readonly mean: number } | undefined;
  /** Where the answer is a probability: of which level of which column. A single one has the other for `otherwise`. */
  readonly class?:
    { readonly column: string; readonly level: string; readonly otherwise?: string | undefined } | undefined;
}

/** A model that was loaded and has answered its golden cases. `rows.map(model.predict)` answers many rows. */
export interface Model {
  readonly name: string;
  readonly task: Task;
  readonly inputs: readonly Input[];
  readonly outputs: readonly Output[];
  /** How many golden cases it answered, and the largest difference, in raw units. */
  readonly verified: { readonly goldenCases: number; readonly largestDifference: number };
  /**
   * Raw values of one row → answers by name: the class of each column whose classes the model tells apart, then every
   * output in raw units. Throws ModelError, INVALID_VALUE, where the model cannot take a value.
   */
  readonly predict: (row: Row) => Record<string, string | number>;
  /** The outputs alone, in their order. */
  readonly predictValues: (row: Row) => number[];
}

/** Says what went wrong (`code`), where (`at`, as `layers[2].W`) and, in its message, what to do. */
export class ModelError extends Error {
  readonly code:
    | 'FILE_NOT_JSON'
    | 'FILE_TOO_NEW'
    | 'MISSING_FIELD'
    | 'UNKNOWN_FIELD'
    | 'INVALID_VALUE'
    | 'GOLDEN_CASE_MISMATCH';
  readonly at: string | undefined;
}

export interface Options {
  /**
   * Refuses rows with names that are none of the inputs, lists of another length, and cells in which something stands that
   * the model does not know. Otherwise the first are not looked at, and the last are filled as missing values are.
   */
  readonly strict?: boolean | undefined;
}

/**
 * model.json, as its text or parsed → a model to predict with, its numbers readable or in base64. Every part is checked
 * and the golden cases are run. Throws ModelError.
 */
export function loadModel(source: string | object, options?: Options): Model;
