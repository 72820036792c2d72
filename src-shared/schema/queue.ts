import { z } from 'zod';
import { LIMITS } from '../core/limits.ts';
import { runIdSchema } from './run.ts';

/** `queue.json`: what outlives Ninestep of its queue. */
export const queueFileSchema = z.strictObject({
  format: z.literal('ninestep-queue'),
  version: z.literal(1),
  /** Ninestep is running; found true at a start, it did not end in order. */
  isOpen: z.boolean(),
  isHeld: z.boolean(),
  /** The next one first. */
  waiting: z.array(runIdSchema).max(LIMITS.runsAtOnce),
  /** Of runs that shall end before their last epoch for now: after which. Left out where there are none. */
  untilEpochs: z.record(runIdSchema, z.int().min(1).max(LIMITS.epochs)).optional(),
});
export type QueueFile = z.infer<typeof queueFileSchema>;
