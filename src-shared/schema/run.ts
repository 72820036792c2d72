import { z } from 'zod';
import { ERROR_CODES, type ErrorCode } from '../core/errors.ts';
import { ID_PATTERNS } from '../core/ids.ts';
import { LIMITS } from '../core/limits.ts';
import { type MetricsPoint, RUN_STATUSES, type RunRecord, type RunStatus } from '../model/run.ts';
import { experimentSchema } from './experiment.ts';

/** A measured number: unlike a setting it may be NaN or infinite, and is then kept as such. */
export const measured = z.union([z.number(), z.nan(), z.literal(Infinity), z.literal(-Infinity)]);
const count = z.int().min(0);

const partMetrics = z.strictObject({
  loss: measured,
  articleLoss: measured,
  rmse: z.array(measured).max(LIMITS.columns),
});

export const metricsPointSchema: z.ZodType<MetricsPoint> = z.strictObject({
  epoch: count,
  step: count,
  seconds: z.number().min(0),
  duringEpoch: z.strictObject({ loss: measured, articleLoss: measured }).nullable(),
  train: partMetrics,
  validation: partMetrics.nullable(),
  test: partMetrics.nullable(),
});

export const runStatusSchema = z.enum(Object.keys(RUN_STATUSES) as [RunStatus, ...RunStatus[]]);

export const wireErrorSchema = z.strictObject({
  code: z.enum(Object.keys(ERROR_CODES) as [ErrorCode, ...ErrorCode[]]),
  message: z.string(),
  at: z.string().optional(),
});

export const runIdSchema = z.string().regex(ID_PATTERNS.run);

/** Rows of each part. */
export const partRowsSchema = z.strictObject({ train: count, validation: count, test: count });

/** `run.json`, and a run as it crosses from main to the window. */
export const runRecordSchema: z.ZodType<RunRecord> = z.strictObject({
  format: z.literal('ninestep-run'),
  version: z.literal(1),
  id: runIdSchema,
  name: z.string().min(1).max(LIMITS.nameLength),
  origin: z.enum(['window', 'command-line']),
  status: runStatusSchema,
  createdAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  experiment: experimentSchema,
  engine: z.strictObject({
    name: z.literal('ninestep'),
    version: z.string(),
    backend: z.literal('reference'),
  }),
  dataHash: z.string().nullable(),
  rows: partRowsSchema.nullable(),
  parameters: count,
  epochsDone: count,
  seconds: z.number().min(0),
  last: metricsPointSchema.nullable(),
  best: metricsPointSchema.nullable(),
  reason: z.string().nullable(),
  failure: wireErrorSchema.nullable(),
});
