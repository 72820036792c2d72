import { z } from 'zod';
import { LIMITS } from '../core/limits.ts';
import { COLUMN_ROLES, columnCatalog } from '../model/column-catalog.ts';
import { PARTS } from '../model/data-catalog.ts';
import type {
  CalibrationBin,
  ClassCurves,
  ClassesEvaluation,
  ClassEvaluation,
  Dependence,
  EvaluatedRow,
  EvaluationColumn,
  Importance,
  Interval,
  NumberEvaluation,
  PartEvaluation,
  RowChoice,
  SampledColumn,
} from '../model/evaluation.ts';
import { OUTCOMES } from '../model/evaluation.ts';
import { type Task, TASKS } from '../model/task.ts';
import { measured, partRowsSchema, runIdSchema } from '../schema/run.ts';
import { histogramSchema } from './insight-contract.ts';

const count = z.int().min(0);
const float64s = z.instanceof(Float64Array) as z.ZodType<Float64Array>;
const uint32s = z.instanceof(Uint32Array) as z.ZodType<Uint32Array>;
const name = z.string().max(LIMITS.textLength);
const cell = z.union([z.number(), z.string(), z.null()]);
const keysOf = <K extends string>(table: Readonly<Record<K, unknown>>) => Object.keys(table) as [K, ...K[]];

const partSchema = z.enum(PARTS);
/** A part of a run's data. The test part is refused (NOT_ALLOWED) until the run's test results were opened. */
const subject = { runId: runIdSchema, part: partSchema };

const columnSchema: z.ZodType<EvaluationColumn> = z.strictObject({
  name: z.string(),
  type: z.enum(keysOf(columnCatalog)),
  role: z.enum(keysOf(COLUMN_ROLES)),
});

const interval: z.ZodType<Interval> = z.strictObject({ low: measured, high: measured });

const numberEvaluation: z.ZodType<NumberEvaluation> = z.strictObject({
  output: count,
  name: z.string(),
  rmse: measured,
  mae: measured,
  r2: measured,
  medianAbsoluteError: measured,
  largestError: measured,
  meanResidual: measured,
  baselineRmse: measured,
  intervals: z.strictObject({ rmse: interval, mae: interval, r2: interval }).nullable(),
  residuals: histogramSchema,
  truth: float64s,
  answers: float64s,
});

const averages = z.strictObject({ precision: measured, recall: measured, f1: measured });

const classEvaluation: z.ZodType<ClassEvaluation> = z.strictObject({
  level: z.string(),
  support: count,
  predicted: count,
  hits: count,
  precision: measured,
  recall: measured,
  f1: measured,
  auc: measured.nullable(),
  averagePrecision: measured.nullable(),
  brier: measured.nullable(),
  calibrationError: measured.nullable(),
});

const classesEvaluation: z.ZodType<ClassesEvaluation> = z.strictObject({
  column: z.string(),
  classes: z.array(z.string()),
  outputs: z.array(count),
  isProbability: z.boolean(),
  mistakes: count,
  accuracy: measured,
  accuracyInterval: interval,
  baselineAccuracy: measured,
  balancedAccuracy: measured,
  macro: averages,
  weighted: averages,
  kappa: measured,
  matthews: measured,
  auc: measured.nullable(),
  averagePrecision: measured.nullable(),
  logLoss: measured.nullable(),
  brier: measured.nullable(),
  calibrationError: measured.nullable(),
  confusion: uint32s,
  perClass: z.array(classEvaluation),
});

const partEvaluation: z.ZodType<PartEvaluation> = z.strictObject({
  part: partSchema,
  task: z.enum(keysOf<Task>(TASKS)),
  epoch: count,
  rows: partRowsSchema,
  columns: z.array(columnSchema),
  outputs: z.array(z.strictObject({ name: z.string(), column: z.string() })),
  numbers: z.array(numberEvaluation),
  classes: z.array(classesEvaluation),
  sample: uint32s,
});

const calibrationBin: z.ZodType<CalibrationBin> = z.strictObject({
  from: z.number(),
  to: z.number(),
  count,
  mean: measured,
  share: measured,
  low: measured,
  high: measured,
});

const classCurves: z.ZodType<ClassCurves> = z.strictObject({
  positives: count,
  negatives: count,
  auc: measured.nullable(),
  averagePrecision: measured.nullable(),
  roc: z.strictObject({ falsePositiveRate: float64s, truePositiveRate: float64s, thresholds: float64s }),
  precisionRecall: z.strictObject({ precision: float64s, recall: float64s, thresholds: float64s }),
  calibration: z.strictObject({ bins: z.array(calibrationBin), error: measured, brier: measured }).nullable(),
  counts: z.strictObject({ thresholds: float64s, truePositives: uint32s, falsePositives: uint32s }),
  scores: z.strictObject({ positives: histogramSchema, negatives: histogramSchema }),
});

const rowChoiceSchema: z.ZodType<RowChoice> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('all') }),
  z.strictObject({ kind: z.literal('row'), row: count }),
  z.strictObject({ kind: z.literal('worst'), output: count }),
  z.strictObject({ kind: z.literal('mistakes'), column: name }),
  z.strictObject({ kind: z.literal('unsure'), column: name }),
  z.strictObject({ kind: z.literal('cell'), column: name, truth: name, predicted: name }),
  z.strictObject({
    kind: z.literal('outcome'),
    column: name,
    level: name,
    threshold: z.number(),
    outcome: z.enum(OUTCOMES),
  }),
]);

const evaluatedRow: z.ZodType<EvaluatedRow> = z.strictObject({
  row: count,
  inputs: z.array(cell),
  truth: z.array(measured),
  answers: z.array(measured),
  classes: z.array(
    z.strictObject({
      column: z.string(),
      truth: z.string(),
      predicted: z.string(),
      probability: measured,
    }),
  ),
});

const sampledColumn: z.ZodType<SampledColumn> = z.strictObject({
  column: columnSchema,
  values: float64s,
  levels: z.array(z.string()).nullable(),
});

const importance: z.ZodType<Importance> = z.strictObject({
  rows: count,
  of: count,
  figures: z.array(
    z.strictObject({
      name: z.enum(['r2', 'rmse', 'mae', 'accuracy', 'logLoss']),
      of: z.string().nullable(),
      baseline: measured,
    }),
  ),
  columns: z.array(
    z.strictObject({
      column: z.string(),
      losses: z.array(z.strictObject({ mean: measured, std: measured, values: z.array(measured) })),
    }),
  ),
});

const dependence: z.ZodType<Dependence> = z.strictObject({
  rows: count,
  of: count,
  column: columnSchema,
  places: float64s,
  levels: z.array(z.string()).nullable(),
  isKnown: z.array(z.boolean()),
  deciles: z.array(z.number()).nullable(),
  levelCounts: z.array(count).nullable(),
  mean: float64s,
  lines: z.strictObject({ rows: uint32s, values: float64s }),
});

/**
 * What the window asks about a trained model's answers on its data. All of it is of the weights in `model.json`, computed as
 * "Try it" computes. A newer `evaluation:importance` or `evaluation:dependence` ends the one before with CANCELLED.
 */
export const evaluationContract = {
  /** Every figure of one part, and the sample of rows that is drawn. */
  'evaluation:read': { request: z.strictObject(subject), response: partEvaluation },
  /** One class against the rest: ROC, precision and recall, calibration, counts at every threshold. */
  'evaluation:curves': {
    request: z.strictObject({ ...subject, column: name, level: name }),
    response: classCurves,
  },
  /** Rows of one kind, a page of them. */
  'evaluation:rows': {
    request: z.strictObject({
      ...subject,
      which: rowChoiceSchema,
      from: count,
      count: z.int().min(1).max(LIMITS.evaluatedRows),
    }),
    response: z.strictObject({ of: count, rows: z.array(evaluatedRow) }),
  },
  /** A column's values at the rows of the sample: what residuals are drawn against. */
  'evaluation:column': {
    request: z.strictObject({ ...subject, column: name }),
    response: sampledColumn,
  },
  /** Permutation importance of some input columns; the same seed shuffles the same way, whatever else is asked for. */
  'evaluation:importance': {
    request: z.strictObject({
      ...subject,
      columns: z.array(name).min(1).max(LIMITS.columns),
      repeats: z.int().min(1).max(LIMITS.importanceRepeats),
      seed: z.int().min(0).max(LIMITS.seed),
    }),
    response: importance,
  },
  /**
   * Partial dependence on one input column and the lines of single rows (ICE). `range` null: that of the training rows;
   * of levels always all.
   */
  'evaluation:dependence': {
    request: z.strictObject({
      ...subject,
      column: name,
      range: z.tuple([z.number(), z.number()]).nullable(),
      places: z.int().min(2).max(LIMITS.dependencePlaces),
      lines: z.int().min(0).max(LIMITS.dependenceLines),
    }),
    response: dependence,
  },
  /** Ends importance and dependence that are under way: they answer CANCELLED. */
  'evaluation:cancel': { request: z.strictObject({}), response: z.strictObject({}) },
} as const;
