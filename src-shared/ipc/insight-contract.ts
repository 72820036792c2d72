import { z } from 'zod';
import { LIMITS } from '../core/limits.ts';
import type {
  DrawnInput,
  DrawnOutput,
  DrawnRows,
  Histogram,
  InsightPoint,
  LayerInsight,
  Moment,
} from '../model/insight.ts';
import { experimentSchema } from '../schema/experiment.ts';
import { evaluationSchema, measured, runIdSchema, runRecordSchema } from '../schema/run.ts';

const count = z.int().min(0);
const float32s = z.instanceof(Float32Array) as z.ZodType<Float32Array>;
const cell = z.union([z.number(), z.string().max(LIMITS.textLength), z.null()]);
const oneRun = z.strictObject({ runId: runIdSchema });

export const histogramSchema: z.ZodType<Histogram> = z.strictObject({
  min: measured,
  max: measured,
  counts: z.array(count).max(LIMITS.histogramBins),
});

const layerInsightSchema: z.ZodType<LayerInsight> = z.strictObject({
  gradientNorm: measured.nullable(),
  parameterNorm: measured.nullable(),
  updateRatio: measured.nullable(),
  weights: histogramSchema.nullable(),
  outputs: histogramSchema.nullable(),
  deadShare: z.number().min(0).max(1).nullable(),
  saturatedShare: z.number().min(0).max(1).nullable(),
});

export const insightPointSchema: z.ZodType<InsightPoint> = z.strictObject({
  epoch: count,
  step: count,
  learningRate: measured.nullable(),
  probeRows: count,
  noiseScale: measured.nullable(),
  layers: z.array(layerInsightSchema).max(LIMITS.layers + 1),
});

const momentSchema: z.ZodType<Moment> = z.strictObject({ epoch: count, step: count });

/** A grid of answers over two inputs, the others held: values at `size` even places of each axis. */
const surfaceRequest = z.strictObject({
  /** Names of two different input columns that are numbers, and their raw ranges. */
  x: z.string(),
  y: z.string(),
  xRange: z.tuple([z.number(), z.number()]),
  yRange: z.tuple([z.number(), z.number()]),
  size: z.int().min(2).max(LIMITS.surfaceSize),
  /** One raw value for each input column, those of x and y unused. */
  rest: z.array(cell).max(LIMITS.columns),
});

/** What of a network is wanted. The less it is, the faster it comes. */
export const lookRequestSchema = z.strictObject({
  weights: z.boolean(),
  /** Rows of the table whose way through the network is wanted, 0 first. */
  rows: z.array(count).max(LIMITS.lookedAtRows),
  surface: surfaceRequest.nullable(),
  /** Most rows of each part whose answers are wanted beside what is true; 0: none. */
  answers: z.int().min(0).max(LIMITS.answersAtOnce),
});
export type LookRequest = z.infer<typeof lookRequestSchema>;
export type SurfaceRequest = z.infer<typeof surfaceRequest>;

/** Weights of one dense layer. Where it is large, the means of blocks of them; never more than LIMITS.drawnWeights. */
const layerWeights = z.strictObject({
  /** Place among the layers, the output layer last, 0 first. */
  layer: count,
  /** Of `values`: units (or blocks of units) by inputs (or blocks of them). */
  rows: count,
  columns: count,
  /** [rows, columns] */
  values: float32s,
  /** Of single weights, for the scale of widths. */
  largest: measured,
});

const answersOfPart = z.strictObject({
  part: z.enum(['train', 'validation']),
  /** Of the table, as many as `count`. */
  rows: z.array(count),
  /** In raw units, or probabilities: [count, outputs]. */
  answers: float32s,
  truth: float32s,
});

/** A network as it is at one moment. */
export const networkFrameSchema = z.strictObject({
  epoch: count,
  step: count,
  weights: z.array(layerWeights).nullable(),
  /** Of the table, those that `activations` are about: as asked for, without rows that may not be shown. */
  rows: z.array(count),
  /** Scaled inputs first, then the outputs of each layer: each [rows, units]. */
  activations: z.array(float32s).nullable(),
  /**
   * While a run is trained, this and the answers may be of up to a few seconds before, and coarser than asked for: `request`
   * says how they are. Answers in raw units, or probabilities, at (x k, y j) in [(j · size + k) · outputs …]: [size, size, outputs].
   */
  surface: z.strictObject({ request: surfaceRequest, outputs: count, values: float32s }).nullable(),
  answers: z.array(answersOfPart).nullable(),
});
export type NetworkFrame = z.infer<typeof networkFrameSchema>;

const drawnInput: z.ZodType<DrawnInput> = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.enum(['number', 'integer', 'date']),
    name: z.string(),
    min: z.number(),
    max: z.number(),
    mean: z.number(),
  }),
  z.strictObject({
    type: z.enum(['category', 'boolean']),
    name: z.string(),
    levels: z.array(z.string()),
    typical: z.string(),
  }),
]);
const drawnOutput: z.ZodType<DrawnOutput> = z.strictObject({
  name: z.string(),
  min: z.number(),
  max: z.number(),
  class: z
    .strictObject({ column: z.string(), level: z.string(), otherwise: z.string().nullable() })
    .nullable(),
});
const drawnRows: z.ZodType<DrawnRows> = z.strictObject({
  part: z.enum(['train', 'validation']),
  of: count,
  rows: z.array(count).max(LIMITS.answersAtOnce),
  columns: z.array(z.instanceof(Float64Array) as z.ZodType<Float64Array>),
  truth: float32s,
});

/** What the window asks about the inside of networks. */
export const insightContract = {
  /** All that was measured inside of the network of a run, and the moments whose weights were kept. */
  'run:insight': {
    request: oneRun,
    response: z.strictObject({
      points: z.array(insightPointSchema),
      moments: z.array(momentSchema),
      /** Bytes that the kept weights take. */
      bytes: count,
    }),
  },
  /** The network at a kept moment; `epoch` null: the best weights, as model.json has them. */
  'run:look': {
    request: z.strictObject({ runId: runIdSchema, epoch: count.nullable(), look: lookRequestSchema }),
    response: networkFrameSchema,
  },
  /** What the inputs and answers of a run's network are, and rows to draw beside them; never those of the test part. */
  'run:rows': {
    request: z.strictObject({
      runId: runIdSchema,
      /** Input columns whose values are wanted. */
      columns: z.array(z.string()).max(2),
      /** Most rows of each part. */
      most: z.int().min(1).max(LIMITS.answersAtOnce),
    }),
    response: z.strictObject({
      inputs: z.array(drawnInput),
      outputs: z.array(drawnOutput),
      parts: z.array(drawnRows),
    }),
  },
  /** Puts the weights of a kept moment back and measures them anew; without test rows while they are sealed. */
  'run:measure': {
    request: z.strictObject({ runId: runIdSchema, epoch: count }),
    response: evaluationSchema,
  },
  /** A new run that begins with the weights of a kept moment, perhaps with other training settings. */
  'run:branch': {
    request: z.strictObject({ runId: runIdSchema, epoch: count, experiment: experimentSchema }),
    response: runRecordSchema,
  },
} as const;
