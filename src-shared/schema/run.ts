import { z } from 'zod';
import { ERROR_CODES, type ErrorCode } from '../core/errors.ts';
import { ID_PATTERNS } from '../core/ids.ts';
import { LIMITS } from '../core/limits.ts';
import { BACKEND_REQUESTS, BACKENDS } from '../model/backends.ts';
import {
  type EngineIdentity,
  GROUP_KINDS,
  type GroupKind,
  type MetricsPoint,
  type PartMetrics,
  RUN_STATUSES,
  type RunBranch,
  type RunEngine,
  type RunEntry,
  type RunGroup,
  type RunMarks,
  type RunRecord,
  type RunStatus,
} from '../model/run.ts';
import { experimentSchema } from './experiment.ts';
import { settingValueSchema } from './sweep.ts';

/** A measured number: unlike a setting it may be NaN or infinite, and is then kept as such. */
export const measured = z.union([z.number(), z.nan(), z.literal(Infinity), z.literal(-Infinity)]);
const count = z.int().min(0);

/** What is measured on one part, of numbers of the given kind. */
function partMetricsOf(number: z.ZodType<number>): z.ZodType<PartMetrics> {
  const ofEachTarget = z.array(number).max(LIMITS.columns);
  return z.strictObject({
    loss: number,
    articleLoss: number,
    rmse: ofEachTarget,
    mae: ofEachTarget.optional(),
    r2: ofEachTarget.optional(),
    classification: z
      .strictObject({
        accuracy: number,
        balancedAccuracy: number,
        f1: number,
        logLoss: number,
        auc: number.nullable(),
        confusion: z
          .array(z.array(count).max(LIMITS.confusionClasses))
          .max(LIMITS.confusionClasses)
          .nullable()
          .describe('Rows true classes, columns predicted ones.'),
      })
      .optional(),
  });
}

const partMetricsSchema = partMetricsOf(measured);
/** In a model file, where all numbers are finite. */
export const finitePartMetricsSchema = partMetricsOf(z.number());

const evaluation = {
  epoch: count,
  step: count,
  duringEpoch: z.strictObject({ loss: measured, articleLoss: measured }).nullable(),
  train: partMetricsSchema,
  validation: partMetricsSchema.nullable(),
  test: partMetricsSchema.nullable(),
};

/** A point before the clock is asked. */
export const evaluationSchema: z.ZodType<Omit<MetricsPoint, 'seconds'>> = z.strictObject(evaluation);

export const metricsPointSchema: z.ZodType<MetricsPoint> = z.strictObject({
  ...evaluation,
  seconds: z.number().min(0),
});

export const runStatusSchema = z.enum(Object.keys(RUN_STATUSES) as [RunStatus, ...RunStatus[]]);

export const wireErrorSchema = z.strictObject({
  code: z.enum(Object.keys(ERROR_CODES) as [ErrorCode, ...ErrorCode[]]),
  message: z.string(),
  at: z.string().optional(),
});

export const runIdSchema = z.string().regex(ID_PATTERNS.run);

const engine = {
  name: z.literal('ninestep'),
  version: z.string(),
  backend: z.enum(BACKENDS),
  threads: z.int().min(1).optional(),
  runtime: z.string().min(1).max(LIMITS.nameLength).optional(),
};

/** What trained a run or a model. */
export const engineSchema: z.ZodType<EngineIdentity> = z.strictObject(engine);

/** The same in the record of a run, with how it came to that. */
export const runEngineSchema: z.ZodType<RunEngine> = z.strictObject({
  ...engine,
  asked: z.enum(BACKEND_REQUESTS).optional(),
  why: z.string().min(1).max(LIMITS.textLength).optional(),
});

/** Rows of each part. */
export const partRowsSchema = z.strictObject({ train: count, validation: count, test: count });

export const groupIdSchema = z.string().regex(ID_PATTERNS.group);

const runGroupSchema: z.ZodType<RunGroup> = z.strictObject({
  id: groupIdSchema,
  kind: z.enum(Object.keys(GROUP_KINDS) as [GroupKind, ...GroupKind[]]),
  name: z.string().min(1).max(LIMITS.nameLength),
  index: count,
  configuration: count,
  replicate: count,
  values: z.record(z.string(), settingValueSchema),
});

const runBranchSchema: z.ZodType<RunBranch> = z.strictObject({
  runId: runIdSchema,
  name: z.string().min(1).max(LIMITS.nameLength),
  epoch: count,
  weights: z.string().regex(/^sha256:[0-9a-f]{64}$/),
});

const runRecord = {
  format: z.literal('ninestep-run'),
  version: z.literal(1),
  id: runIdSchema,
  name: z.string().min(1).max(LIMITS.nameLength),
  origin: z.enum(['window', 'command-line']),
  status: runStatusSchema,
  createdAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  experiment: experimentSchema,
  group: runGroupSchema.optional(),
  branch: runBranchSchema.optional(),
  engine: runEngineSchema,
  dataHash: z.string().nullable(),
  rows: partRowsSchema.nullable(),
  parameters: count,
  epochsDone: count,
  seconds: z.number().min(0),
  last: metricsPointSchema.nullable(),
  best: metricsPointSchema.nullable(),
  reason: z.string().nullable(),
  failure: wireErrorSchema.nullable(),
};

/** `run.json`. */
export const runRecordSchema: z.ZodType<RunRecord> = z.strictObject(runRecord);

/** What a person says about a run. */
const runMarks = {
  name: z.string().min(1).max(LIMITS.nameLength).nullable(),
  tags: z.array(z.string().min(1).max(LIMITS.tagLength)).max(LIMITS.tags),
  note: z.string().max(LIMITS.textLength),
  isStarred: z.boolean(),
  color: count.nullable(),
};
export const runMarksSchema: z.ZodType<RunMarks> = z.strictObject(runMarks);

/** `marks.json`. */
export const runMarksFileSchema = z.strictObject({
  format: z.literal('ninestep-marks'),
  version: z.literal(1),
  ...runMarks,
});
export type RunMarksFile = z.infer<typeof runMarksFileSchema>;

/** A run as it crosses from main to the window. */
export const runEntrySchema: z.ZodType<RunEntry> = z.strictObject({
  ...runRecord,
  marks: runMarksSchema,
  spark: z.array(z.number().nullable()).max(LIMITS.sparkPoints),
  isElsewhere: z.boolean(),
});
