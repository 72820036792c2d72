import type { ColumnRole, ColumnType } from '../model/column-catalog.ts';
import type { Part } from '../model/data-catalog.ts';
import type { ClassesEvaluation, NumberEvaluation } from '../model/evaluation.ts';
import type { ModelFile } from '../model/model-file.ts';
import type { MetricsPoint, RunMarks, RunRecord } from '../model/run.ts';

/*
 * What a report tells of. Nothing in it is measured by the report itself: the model, what its run wrote down, and what was
 * found on its table where that could be read.
 */

/** The run of a model; what was measured on test rows is left out while that is sealed. */
export interface ReportedRun {
  readonly record: RunRecord;
  readonly marks: RunMarks;
  readonly points: readonly MetricsPoint[];
  /** How often the results on test rows were opened. */
  readonly testOpenings: number;
}

/** A column of the table. */
export interface ReportedColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly role: ColumnRole;
  /** Rows of all parts without a value. */
  readonly missing: number;
  /** Of the training rows, in raw units; days since 1970 for dates; null for levels. */
  readonly statistics: { min: number; max: number; mean: number; std: number } | null;
}

/** Answers beside what is true, at rows of the table. */
interface ReportedAnswers {
  /** Places in the table, 0 first: [N]. */
  readonly rows: Uint32Array;
  /** [outputs, N], raw units; 1 or 0 for a class. */
  readonly truth: Float64Array;
  readonly answers: Float64Array;
}

/** What a model does on the rows of one part. */
export interface ReportedPart {
  readonly part: Part;
  readonly rows: number;
  readonly numbers: readonly NumberEvaluation[];
  readonly classes: readonly ClassesEvaluation[];
  readonly answered: ReportedAnswers;
}

/** The table that a model was trained on, and the model on it: parts that are sealed or have no rows are left out. */
export interface ReportedTable {
  readonly rows: number;
  /** Rows that no part has, because a value is missing. */
  readonly dropped: number;
  readonly columns: readonly ReportedColumn[];
  readonly parts: readonly ReportedPart[];
}

export interface ReportSubject {
  /** Without figures of test rows while these are sealed. */
  readonly model: ModelFile;
  /** Null where there is the model file alone. */
  readonly run: ReportedRun | null;
  /** The table, or in words why nothing is told of it. */
  readonly table: ReportedTable | string;
  /** The version of Ninestep that writes the report. */
  readonly version: string;
}

/** The table, where it could be read. */
export function readTable({ table }: ReportSubject): ReportedTable | null {
  return typeof table === 'string' ? null : table;
}
