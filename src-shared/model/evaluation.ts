import type { ColumnRole, ColumnType, RawValue } from './column-catalog.ts';
import type { Part } from './data-catalog.ts';
import type { Histogram } from './insight.ts';
import type { Task } from './task.ts';

/*
 * What a trained model does on the rows of one part, all in raw units. Every figure is of all rows of the part; only what
 * is drawn point by point is of a sample, which is always named with the number of rows it was drawn from.
 */

/** A column of the run's table that answers may be looked at against. */
export interface EvaluationColumn {
  name: string;
  type: ColumnType;
  role: ColumnRole;
}

/** One value that the model answers. */
export interface EvaluationOutput {
  name: string;
  /** The target column that it speaks of. */
  column: string;
}

/** Between which values a figure lies with 95 % confidence, if the rows are like those to come. */
export interface Interval {
  low: number;
  high: number;
}

export interface NumberIntervals {
  rmse: Interval;
  mae: Interval;
  r2: Interval;
}

/** How well numbers were met. A residual is truth − answer, as in statistics. */
export interface NumberEvaluation {
  /** Place among the model's outputs. */
  output: number;
  name: string;
  rmse: number;
  mae: number;
  r2: number;
  /** Half of all absolute errors are smaller. */
  medianAbsoluteError: number;
  largestError: number;
  /** Mean of the residuals: above 0 the model answers too low on the whole. */
  meanResidual: number;
  /** RMSE of always answering the mean of this part's truth: what R² compares with. */
  baselineRmse: number;
  /** By resampling; null of more rows than that is done for, where it no longer matters. */
  intervals: NumberIntervals | null;
  /** Of the residuals of all rows. */
  residuals: Histogram;
  /** At the rows of the sample. */
  truth: Float64Array;
  answers: Float64Array;
}

/** One class among those of a column, against all others. */
export interface ClassEvaluation {
  level: string;
  /** Rows that are of it, that were taken for it, and both. */
  support: number;
  predicted: number;
  hits: number;
  /** 0 where nothing was taken for it, or no row is of it, as scikit-learn with zero_division = 0. */
  precision: number;
  recall: number;
  f1: number;
  /** Null where only one kind of rows occurs, so that nothing can be told apart. */
  auc: number | null;
  averagePrecision: number | null;
  /** Null where answers are no probabilities. */
  brier: number | null;
  calibrationError: number | null;
}

export interface ClassAverages {
  precision: number;
  recall: number;
  f1: number;
}

/** How well the classes of one column were found. */
export interface ClassesEvaluation {
  column: string;
  /** The first is "no" where one answer stands for two classes. */
  classes: string[];
  /** Places among the model's outputs: one for each class, or a single one, of the second of two classes. */
  outputs: number[];
  /** Whether the answers are probabilities: not where classes are learned as numbers, by a squared loss. */
  isProbability: boolean;
  mistakes: number;
  accuracy: number;
  /** Wilson 1927: also where all rows were found, or none. */
  accuracyInterval: Interval;
  /** Share of the rows that are of the most frequent class: the accuracy of always saying so. */
  baselineAccuracy: number;
  balancedAccuracy: number;
  /** Each class counts the same; of those that occur or are predicted. */
  macro: ClassAverages;
  /** Each class counts by its rows. */
  weighted: ClassAverages;
  /** Cohen's κ, Matthews' correlation. */
  kappa: number;
  matthews: number;
  /** Null where a class does not occur: means over the classes, one against the rest. */
  auc: number | null;
  averagePrecision: number | null;
  /** Null where answers are no probabilities. Brier: Σ over the classes, for one answer that of "yes". */
  logLoss: number | null;
  brier: number | null;
  /** Of the class that was taken (Guo et al. 2017), in bins of a tenth. */
  calibrationError: number | null;
  /** [classes, classes]: rows are true classes, columns predicted ones. */
  confusion: Uint32Array;
  perClass: ClassEvaluation[];
}

/** All there is to say of a part. */
export interface PartEvaluation {
  part: Part;
  task: Task;
  /** Whose weights were measured. */
  epoch: number;
  /** Rows of each part; those of the test part are known while its results are sealed. */
  rows: Record<Part, number>;
  columns: EvaluationColumn[];
  outputs: EvaluationOutput[];
  numbers: NumberEvaluation[];
  classes: ClassesEvaluation[];
  /** Rows of the table (0 first) that are drawn: all of the part, or so many by lot, always the same ones. */
  sample: Uint32Array;
}

/** A stretch of probabilities: what the model said, and what was true. */
export interface CalibrationBin {
  from: number;
  to: number;
  count: number;
  /** Mean of the probabilities, and share of the rows that were of the class; NaN without rows. */
  mean: number;
  share: number;
  /** 95 % interval of the share (Wilson 1927). */
  low: number;
  high: number;
}

/** Everything about one class that depends on where the line between yes and no is drawn. */
export interface ClassCurves {
  positives: number;
  negatives: number;
  auc: number | null;
  averagePrecision: number | null;
  /** As scikit-learn's `roc_curve`; corners left out where there are more than can be seen. */
  roc: { falsePositiveRate: Float64Array; truePositiveRate: Float64Array; thresholds: Float64Array };
  /** As scikit-learn's `precision_recall_curve`, highest recall first, its last point 1 at recall 0. */
  precisionRecall: { precision: Float64Array; recall: Float64Array; thresholds: Float64Array };
  /** In bins of a tenth; null where answers are no probabilities. */
  calibration: { bins: CalibrationBin[]; error: number; brier: number } | null;
  /** Rows whose score is at least the threshold; `thresholds` from the lowest to the highest, in even steps. */
  counts: { thresholds: Float64Array; truePositives: Uint32Array; falsePositives: Uint32Array };
  /** Scores of the rows that are of the class, and of the others, over the same range. */
  scores: { positives: Histogram; negatives: Histogram };
}

/** Where a row stands when one class is told from the rest. */
export const OUTCOMES = ['true-positive', 'false-positive', 'true-negative', 'false-negative'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Which rows of a part, and in which order. */
export type RowChoice =
  /** In the order of the table. */
  | { kind: 'all' }
  /** One row of the table, where it is of the part. */
  | { kind: 'row'; row: number }
  /** Largest absolute residual of an output first. */
  | { kind: 'worst'; output: number }
  /** Wrong class, the most certain of it first. */
  | { kind: 'mistakes'; column: string }
  /** The two most probable classes are closest first. */
  | { kind: 'unsure'; column: string }
  /** One cell of a confusion matrix, the most certain first. */
  | { kind: 'cell'; column: string; truth: string; predicted: string }
  /** By a threshold for one class: score ≥ threshold is positive. Highest score first. */
  | { kind: 'outcome'; column: string; level: string; threshold: number; outcome: Outcome };

/** A row of the table beside what the model says of it. */
export interface EvaluatedRow {
  /** Of the table, 0 first. */
  row: number;
  /** What the model takes, in the order of its inputs: fit for `model:predict`. */
  inputs: RawValue[];
  /** One a model output: raw units; 1 or 0 for a class. */
  truth: number[];
  answers: number[];
  /** One a column of classes: `probability` (or score) of the class that was predicted. */
  classes: { column: string; truth: string; predicted: string; probability: number }[];
}

/** Values of a column at the rows of the sample. */
export interface SampledColumn {
  column: EvaluationColumn;
  /** Numbers, days since 1970, places among `levels`; NaN where missing. */
  values: Float64Array;
  levels: string[] | null;
}

/** A figure by which importance is measured. */
export interface ImportanceFigure {
  name: 'r2' | 'rmse' | 'mae' | 'accuracy' | 'logLoss';
  /** The output or column of classes that it is of; null: the mean over all of them. */
  of: string | null;
  /** With the column as it is. */
  baseline: number;
}

/** What is lost of each figure when the values of one input column are shuffled among the rows. */
export interface ColumnImportance {
  column: string;
  /** One a figure. Above 0: the model is worse without it (R² and accuracy lower, errors higher). `std` over the repeats, ddof 0. */
  losses: { mean: number; std: number; values: number[] }[];
}

export interface Importance {
  /** Rows that were shuffled, of how many of the part. */
  rows: number;
  of: number;
  figures: ImportanceFigure[];
  columns: ColumnImportance[];
}

/** How the answers change with one input column, all others as they are. */
export interface Dependence {
  /** Rows that were averaged over, of how many of the part. */
  rows: number;
  of: number;
  column: EvaluationColumn;
  /** Values that were put into the column: numbers, days since 1970, or places among `levels`. */
  places: Float64Array;
  levels: string[] | null;
  /** Whether training rows had such a value: within their range, or of that level. */
  isKnown: boolean[];
  /** Of the training rows: 0 %, 10 % … 100 % of them lie below; null for levels. */
  deciles: number[] | null;
  /** Training rows of each level; null for numbers. */
  levelCounts: number[] | null;
  /** Mean answer, [outputs, places]. */
  mean: Float64Array;
  /** Of single rows, `lines.rows` of the table: [outputs, rows, places]. */
  lines: { rows: Uint32Array; values: Float64Array };
}
