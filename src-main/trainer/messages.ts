import type { BackendRequest } from '@shared/model/backends.ts';
import type { RunRecord } from '@shared/model/run.ts';
import {
  metricsPointSchema,
  partRowsSchema,
  runEngineSchema,
  runRecordSchema,
  runStatusSchema,
  wireErrorSchema,
} from '@shared/schema/run.ts';
import { z } from 'zod';

/** What a process is for, told first: a run that waited for its turn. It goes on from its checkpoint, where it has one. */
export interface TrainerTask {
  type: 'train';
  directory: string;
  record: RunRecord;
  /** What is to train it where it has not begun yet, and most threads that it may use. */
  backend: BackendRequest;
  threads: number;
  /** Epoch after which it ends for now; null: when its experiment ends. */
  untilEpoch: number | null;
}

/** What main tells the process of a run. It trusts main, so these are types only. */
export type ToTrainer =
  | TrainerTask
  | { type: 'command'; command: RunCommand }
  /** Comes with the port that points go to. */
  | { type: 'watch' }
  /** Main has the final record: nothing is lost if the process goes now. */
  | { type: 'goodbye' };

/** `yield`: stop with a checkpoint, to wait for another turn. */
export type RunCommand = 'pause' | 'resume' | 'stop' | 'yield';

/** What the process of a run tells main, which does not take its word for the shape. */
export const fromTrainerSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('beat') }),
  /** The record on the disk says that the run is being trained. */
  z.strictObject({ type: z.literal('begun'), record: runRecordSchema }),
  /** The run cannot be trained by this process, and is as it was. */
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
    engine: runEngineSchema,
  }),
  z.strictObject({ type: z.literal('ended'), record: runRecordSchema }),
  /** The process is about to die, of what the system does not see: its thread has no memory left. */
  z.strictObject({ type: z.literal('dying'), reason: z.literal('oom') }),
]);
export type FromTrainer = z.infer<typeof fromTrainerSchema>;
export type ProgressReport = Extract<FromTrainer, { type: 'progress' }>;
/** Twice a second, as long as training goes on. */
export type SignOfLife = ProgressReport | Extract<FromTrainer, { type: 'beat' }>;
