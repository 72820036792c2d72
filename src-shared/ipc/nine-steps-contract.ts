import { z } from 'zod';
import { LIMITS } from '../core/limits.ts';
import {
  type LayerTrace,
  type LossTrace,
  type NineStepsTrace,
  STEP_BATCHES,
  type StepAnswer,
  type StepBatch,
  type StepCheck,
  type StepColumn,
  type UpdateTrace,
} from '../model/nine-steps.ts';
import { columnCatalog, type ColumnType, SCALINGS, type ScalingKind } from '../model/column-catalog.ts';
import { experimentSchema } from '../schema/experiment.ts';
import { measured, runIdSchema } from '../schema/run.ts';

const count = z.int().min(0);
const cell = z.union([z.number(), z.string(), z.null()]);
const float64s = z.instanceof(Float64Array) as z.ZodType<Float64Array>;
const batch = z.enum(Object.keys(STEP_BATCHES) as [StepBatch, ...StepBatch[]]);

/** Whose network is walked through, and on which row. */
const question = z.strictObject({
  weights: z.discriminatedUnion('kind', [
    /** Those that training would begin with. */
    z.strictObject({ kind: z.literal('initial'), experiment: experimentSchema }),
    /** Those of a run, with the run's own experiment: at a kept moment, or (null) the best. */
    z.strictObject({ kind: z.literal('run'), runId: runIdSchema, epoch: count.nullable() }),
  ]),
  row: count,
  batch,
  layer: count,
});
export type NineStepsRequest = z.infer<typeof question>;

const columnSchema: z.ZodType<StepColumn> = z.strictObject({
  name: z.string(),
  role: z.enum(['input', 'target']),
  type: z.enum(Object.keys(columnCatalog) as [ColumnType, ...ColumnType[]]),
  cell,
  range: z.strictObject({ min: measured, max: measured, mean: measured }).nullable(),
  features: z.array(
    z.strictObject({
      name: z.string(),
      raw: measured,
      scaled: measured,
      transform: z
        .strictObject({
          kind: z.enum(Object.keys(SCALINGS) as [ScalingKind, ...ScalingKind[]]),
          shift: measured,
          scale: measured,
        })
        .nullable(),
    }),
  ),
});

const layerSchema: z.ZodType<LayerTrace> = z.strictObject({
  layer: count,
  input: float64s,
  source: float64s.nullable(),
  mask: float64s.nullable(),
  moments: z.strictObject({ mean: float64s, variance: float64s, normalized: float64s }).nullable(),
  z: float64s,
  slope: float64s.nullable(),
  a: float64s,
  dA: float64s.nullable(),
  dZ: float64s,
  units: count,
  parameters: float64s,
  gradients: float64s,
  updated: float64s,
});

const lossSchema: z.ZodType<LossTrace> = z.strictObject({
  loss: measured,
  penalty: measured,
  after: measured,
  targets: z.array(z.strictObject({ name: z.string(), answer: measured, target: measured, term: measured })),
  weight: measured,
});

const updateSchema: z.ZodType<UpdateTrace> = z.strictObject({
  gradientNorm: measured,
  clipFactor: measured,
  rate: measured.nullable(),
  damping: measured.nullable(),
  refusal: z.string().nullable(),
});

const answersSchema: z.ZodType<StepAnswer[]> = z.array(
  z.strictObject({ name: z.string(), before: measured, after: measured, truth: measured.nullable() }),
);

const traceSchema: z.ZodType<NineStepsTrace> = z.strictObject({
  rows: z.strictObject({ train: count, validation: count, test: count }),
  tableRows: count,
  dropped: count,
  tableRow: count,
  batch: z.strictObject({ kind: batch, rows: count, place: count }),
  epoch: count.nullable(),
  columns: z.array(columnSchema),
  flow: z.array(z.strictObject({ values: float64s, gradients: float64s })).max(LIMITS.layers + 2),
  layer: layerSchema,
  loss: lossSchema,
  update: updateSchema,
  answers: answersSchema,
  cases: z.array(z.strictObject({ inputs: z.array(cell), answers: answersSchema })).max(LIMITS.testCases),
});

const checkSchema: z.ZodType<StepCheck> = z.strictObject({
  layer: count,
  indices: z.instanceof(Uint32Array),
  analytic: float64s,
  numeric: float64s,
  maxRelativeError: measured,
  tolerance: z.number(),
});

/** What the window asks while it walks through the nine steps. */
export const nineStepsContract = {
  /** One step of training taken apart: everything of one row in one layer, and an outline of the others. */
  'steps:trace': { request: question, response: traceSchema },
  /** The gradients of that layer beside finite differences of the loss. */
  'steps:check': { request: question, response: checkSchema },
  /** The same step as a NumPy script that runs by itself, with all numbers in it. */
  'steps:script': { request: question, response: z.strictObject({ text: z.string() }) },
} as const;
