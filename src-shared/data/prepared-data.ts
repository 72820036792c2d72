import type { TableColumn } from '../model/column-catalog.ts';
import type { Part } from '../model/data-catalog.ts';
import type { ModelInput, ModelOutput } from '../model/model-file.ts';
import type { ColumnStatistics } from './column-statistics.ts';

interface PreparedBase {
  readonly name: string;
  readonly column: TableColumn;
  /** Where the experiment speaks of it. */
  readonly at: string;
  /** Interpreted, one a row of the table: numbers, days since 1970, places of levels; NaN where missing. */
  readonly values: Float64Array;
  /** Of the training rows. */
  readonly statistics: ColumnStatistics;
}

export interface PreparedInput extends PreparedBase {
  readonly role: 'input';
  readonly fitted: ModelInput;
}

export interface PreparedTarget extends PreparedBase {
  readonly role: 'target';
  readonly fitted: readonly ModelOutput[];
}

export type PreparedColumn = PreparedInput | PreparedTarget;

/** A table split and understood: everything fitted on the training rows only. */
export interface PreparedData {
  readonly tableRows: number;
  /** Rows of the table that no part has, because a value is missing. */
  readonly dropped: number;
  /** Rows of each part, as places in the table. */
  readonly rows: Record<Part, Uint32Array>;
  readonly inputs: readonly PreparedInput[];
  readonly targets: readonly PreparedTarget[];
  /** What each row of the table counts in training; null where all count the same. */
  readonly weights: Float64Array | null;
  /** `sha256:` of names and raw values: two runs with the same hash saw the same table. */
  readonly hash: string;
}
