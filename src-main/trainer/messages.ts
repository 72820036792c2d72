import type { RunRecord } from '@shared/model/run.ts';
import {
  engineSchema,
  metricsPointSchema,
  partRowsSchema,
  runRecordSchema,
  runStatusSchema,
  wireErrorSchema,
} from '@shared/schema/run.ts';
import { z } from 'zod';

/** What a process is for, told first: a new run, or one that goes on (null: to the epochs it was planned for). */
export type TrainerTask =
  | { type: 'start'; directory: string; record: RunRecord }
  | { type: 'continue'; directory: string; record: RunRecord; moreEpochs: number | null };

/** What main tells the process of a run. It trusts main, so these are types only. */
export type ToTrainer =
  | TrainerTask
  | { type: 'command'; command: RunCommand }
  /** Comes with the port that points go to. */
  | { type: 'watch' }
  /** Main has the final record: nothing is lost if the process goes now. */
  | { type: 'goodbye' };

export type RunCommand = 'pause' | 'resume' | 'stop';

/** What the process of a run tells main, which does not take its word for the shape. */
export const fromTrainerSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('beat') }),
  /** The record on the disk says that the run is being trained. */
  z.strictObject({ type: z.literal('begun'), record: runRecordSchema }),
  /** The run cannot go on, and is as it was. */
  z.strictObject({ type: z.literal('refused'), error: wireErrorSchema }),
  z.strictObject({
    type: z.literal('progress'),
    status: runStatusSchema,
    epochsDone: z.int().min(0),
    seconds: z.number().min(0),
    last: metricsPointSchema.nullable(),
    best: metricsPointSchema.nullable(),
    rows: partRowsSchema.nullable(),
    dataHash: z.string().nullable(),
    engine: engineSchema,
  }),
  z.strictObject({ type: z.literal('ended'), record: runRecordSchema }),
]);
export type FromTrainer = z.infer<typeof fromTrainerSchema>;
export type ProgressReport = Extract<FromTrainer, { type: 'progress' }>;
