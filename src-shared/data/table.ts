/** A raw table of numbers, column by column. */
export interface Table {
  readonly inputNames: readonly string[];
  readonly targetNames: readonly string[];
  readonly rows: number;
  /** Inputs first, then targets; each holds one number a row, in raw units. */
  readonly columns: readonly Float64Array[];
}
