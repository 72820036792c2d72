import { z } from 'zod';
import { LIMITS } from '../core/limits.ts';
import type { Forecast, QueueState } from '../model/queue.ts';
import { experimentSchema } from '../schema/experiment.ts';
import {
  groupIdSchema,
  metricsPointSchema,
  runEntrySchema,
  runIdSchema,
  runMarksSchema,
  runRecordSchema,
  runStatusSchema,
} from '../schema/run.ts';
import { runViewsSchema } from '../schema/run-views.ts';
import { engineWishSchema } from '../schema/settings.ts';
import { sweepSchema } from '../schema/sweep.ts';

const done = z.strictObject({});
const oneRun = z.strictObject({ runId: runIdSchema });
const runIds = z.array(runIdSchema).min(1).max(LIMITS.runsAtOnce);
const tag = z.string().min(1).max(LIMITS.tagLength);
const seconds = z.number().min(0).nullable();

export const queueStateSchema: z.ZodType<QueueState> = z.strictObject({
  waiting: z.array(runIdSchema),
  engine: engineWishSchema,
  budget: z.int().min(1),
  inUse: z.int().min(0),
  cores: z.int().min(1),
  isHeld: z.boolean(),
  reason: z.string().nullable(),
});

const forecastSchema: z.ZodType<Forecast> = z.strictObject({ secondsPerEpoch: seconds, seconds });

/** What is drawn of a run: a metric of its points. `target` where there is one figure for each of them. */
const quantitySchema = z.strictObject({
  metric: z.enum([
    'loss',
    'articleLoss',
    'rmse',
    'mae',
    'r2',
    'accuracy',
    'balancedAccuracy',
    'f1',
    'logLoss',
    'auc',
  ]),
  target: z.int().min(0).max(LIMITS.columns),
});
export type CurveQuantity = z.infer<typeof quantitySchema>;

const float64s = z.instanceof(Float64Array) as z.ZodType<Float64Array>;

/** Values as long as `epoch`; NaN where a value is none, or was not measured. Null: never measured, or sealed. */
const curvesSchema = z.strictObject({
  epoch: float64s,
  step: float64s,
  seconds: float64s,
  train: float64s.nullable(),
  validation: float64s.nullable(),
  test: float64s.nullable(),
});
export type RunCurves = z.infer<typeof curvesSchema>;

/** A deleted run: in the bin until it is restored or purged. */
const binnedRunSchema = z.strictObject({
  id: runIdSchema,
  name: z.string(),
  status: runStatusSchema,
  createdAt: z.string(),
  deletedAt: z.string(),
  /** Of all its files. */
  bytes: z.int().min(0),
});
export type BinnedRun = z.infer<typeof binnedRunSchema>;

export const ARTIFACTS = { png: 'PNG image', svg: 'SVG image', csv: 'CSV table', json: 'JSON' } as const;
export type ArtifactKind = keyof typeof ARTIFACTS;

const artifactSchema = z.strictObject({
  kind: z.enum(Object.keys(ARTIFACTS) as [ArtifactKind, ...ArtifactKind[]]),
  /** What the file is about, in words; its name is made from it. */
  name: z.string().min(1).max(LIMITS.nameLength),
  /** Text, or the bytes of a PNG. */
  content: z.union([z.string().max(LIMITS.artifactBytes), z.instanceof(Uint8Array) as z.ZodType<Uint8Array>]),
});

/** What the window asks about runs, the queue, the history and groups. */
export const runContract = {
  /** The whole history as text: the lines of ipc/run-list.ts, because ten thousand runs are slow to check one by one. */
  'runs:list': { request: done, response: z.strictObject({ text: z.string() }) },
  /** Puts a run into the queue; it begins at once where there is a core for it. */
  'run:start': { request: z.strictObject({ experiment: experimentSchema }), response: runRecordSchema },
  /**
   * Goes on with a run that has ended, from its checkpoint: for so many epochs more, or (null) to those it was planned for.
   * Answered once it is in the queue again, after the event that says so; what cannot go on is refused.
   */
  'run:continue': {
    request: z.strictObject({ runId: runIdSchema, moreEpochs: z.int().min(1).max(LIMITS.epochs).nullable() }),
    response: done,
  },
  /** `stop` also takes runs out of the queue that have not begun. Runs that the command does not fit are passed over. */
  'run:command': {
    request: z.strictObject({ runIds, command: z.enum(['pause', 'resume', 'stop']) }),
    response: z.strictObject({ done: z.int().min(0) }),
  },
  /** Seconds of training on this machine with a core to itself, from a short measurement. */
  'run:forecast': { request: z.strictObject({ experiment: experimentSchema }), response: forecastSchema },
  /** Asks for a port with the points of an active run; it arrives as a window message (`ipc/run-port.ts`). */
  'run:watch': {
    request: z.strictObject({ runId: runIdSchema, nonce: z.string().min(16).max(64) }),
    response: done,
  },
  'run:open': {
    request: oneRun,
    response: z.strictObject({
      run: runRecordSchema,
      points: z.array(metricsPointSchema),
      /** False while no model has been written yet. */
      hasModel: z.boolean(),
      /** How often the results on the test rows were opened: see `run:open-test`. */
      testOpenings: z.int().min(0),
      /** Lines of its points that are damaged, and left out. */
      damagedPoints: z.int().min(0),
    }),
  },
  /** One metric over the whole run, for comparing many. `withTest` only where the test results have been opened. */
  'run:curves': {
    request: z.strictObject({ runId: runIdSchema, quantity: quantitySchema, withTest: z.boolean() }),
    response: curvesSchema,
  },
  /**
   * The person opens the results on the test rows, which are sealed until then. It is written down with the run before
   * they are shown, and never taken back: whoever looks often chooses by them.
   */
  'run:open-test': {
    request: oneRun,
    /** How often, this time among them. */
    response: z.strictObject({ opened: z.int().min(1) }),
  },
  'run:reveal': { request: oneRun, response: done },
  /** Says something about runs; what is left out stays. Told to the window by events. */
  'run:mark': {
    request: z.strictObject({
      runIds,
      marks: z.strictObject({
        name: z.string().min(1).max(LIMITS.nameLength).nullable().optional(),
        note: z.string().max(LIMITS.textLength).optional(),
        isStarred: z.boolean().optional(),
        color: z.int().min(0).nullable().optional(),
        addTags: z.array(tag).max(LIMITS.tags).optional(),
        removeTags: z.array(tag).max(LIMITS.tags).optional(),
      }),
    }),
    response: done,
  },
  /** Moves runs to the bin. Refused, with nothing moved, where one of them is being trained or waits. */
  'run:delete': { request: z.strictObject({ runIds }), response: done },
  'bin:list': { request: done, response: z.strictObject({ runs: z.array(binnedRunSchema) }) },
  'bin:restore': { request: z.strictObject({ runIds }), response: done },
  /** For good. Null: all of them. */
  'bin:purge': {
    request: z.strictObject({ runIds: runIds.nullable() }),
    response: z.strictObject({ bytes: z.int().min(0) }),
  },
  'views:save': { request: z.strictObject({ views: runViewsSchema }), response: done },
  /** Before another run that waits; null: to the end. */
  'queue:move': {
    request: z.strictObject({ runIds, before: runIdSchema.nullable() }),
    response: done,
  },
  'queue:configure': {
    request: z.strictObject({
      budget: z.int().min(1).max(LIMITS.threads).optional(),
      isHeld: z.boolean().optional(),
      engine: engineWishSchema.optional(),
    }),
    response: done,
  },
  /** Launches a group: its spec is kept first, then its runs come into the queue. */
  'group:start': {
    request: z.strictObject({ spec: sweepSchema }),
    response: z.strictObject({ groupId: groupIdSchema, runs: z.int().min(1) }),
  },
  /** Makes the runs that are missing, and goes on with those that were interrupted or stopped. */
  'group:continue': {
    request: z.strictObject({ groupId: groupIdSchema }),
    response: z.strictObject({ runs: z.int().min(0) }),
  },
  /** The spec that a group was launched with. */
  'group:spec': {
    request: z.strictObject({ groupId: groupIdSchema }),
    response: z.strictObject({ spec: sweepSchema }),
  },
  /** Asks for a spec file and reads it; null where the person changed their mind. */
  'sweep:choose': { request: done, response: z.strictObject({ spec: sweepSchema.nullable() }) },
  /** Asks where, and writes a chart or a table there. */
  'artifact:save': {
    request: artifactSchema,
    response: z.discriminatedUnion('status', [
      z.strictObject({ status: z.literal('cancelled') }),
      z.strictObject({ status: z.literal('saved'), fileName: z.string() }),
    ]),
  },
  /** Onto the clipboard: a PNG as a picture, all else as text. */
  'artifact:copy': { request: artifactSchema, response: done },
} as const;

/** What main tells about them without being asked. */
export const runEvents = [
  /** More of a long history has been read: `text` as `runs:list` gives it; so many of the folders that have to be read were. */
  z.strictObject({
    type: z.literal('runs-read'),
    text: z.string(),
    done: z.int().min(0),
    total: z.int().min(1),
  }),
  /** A run is new, or has changed; at most once a second for each while it is trained. */
  z.strictObject({ type: z.literal('run-changed'), run: runEntrySchema }),
  /** Only what a person says about them has changed. */
  z.strictObject({
    type: z.literal('runs-marked'),
    runIds: z.array(runIdSchema),
    marks: z.array(runMarksSchema),
  }),
  /** They are in the bin, or gone. */
  z.strictObject({ type: z.literal('runs-removed'), runIds: z.array(runIdSchema) }),
  z.strictObject({ type: z.literal('queue-changed'), queue: queueStateSchema }),
] as const;
