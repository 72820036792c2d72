import type { SecondOrderState } from '@shared/engine/second-order/method.ts';
import { engineSchema, evaluationSchema, metricsPointSchema, runIdSchema } from '@shared/schema/run.ts';
import { z } from 'zod';

const count = z.int().min(0);
const floats = z.union([z.instanceof(Float32Array), z.instanceof(Float64Array)]);
const uint32 = count.max(2 ** 32 - 1);

const plateau = z.strictObject({ factor: z.number(), best: z.number().nullable(), waited: count });

const firstOrder = z.strictObject({
  kind: z.literal('first-order'),
  batch: count,
  lossSum: z.number(),
  articleLossSum: z.number(),
  random: z.strictObject({ words: z.array(uint32).length(4), spareNormal: z.number().nullable() }),
  order: z.instanceof(Uint32Array).nullable(),
});

const secondOrder = z.strictObject({
  kind: z.literal('second-order'),
  // Its own module alone knows what is in it; the checksum says that it is as that module wrote it.
  state: z.custom<SecondOrderState>(
    (state) => typeof state === 'object' && state !== null && 'descent' in state,
  ),
});

const trainerSnapshot = z.strictObject({
  epoch: count,
  step: count,
  evaluatedStep: z.int().min(-1),
  patienceFrom: count,
  plateau,
  parameters: floats,
  statistics: floats,
  slots: z.array(floats),
  best: z.strictObject({ evaluation: evaluationSchema, parameters: floats, statistics: floats }).nullable(),
  method: z.discriminatedUnion('kind', [firstOrder, secondOrder]),
});

/** What `checkpoint.bin` holds, its arrays in place. */
export const checkpointSchema = z.strictObject({
  format: z.literal('ninestep-checkpoint'),
  version: z.literal(1),
  runId: runIdSchema,
  engine: engineSchema,
  dataHash: z.string(),
  settingsHash: z.string(),
  points: count,
  seconds: z.number().min(0),
  last: metricsPointSchema.nullable(),
  best: metricsPointSchema.nullable(),
  trainer: trainerSnapshot,
});
