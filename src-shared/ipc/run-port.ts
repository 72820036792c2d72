import { z } from 'zod';
import { insightPointSchema, lookRequestSchema, networkFrameSchema } from './insight-contract.ts';
import { metricsPointSchema, runIdSchema, runStatusSchema } from '../schema/run.ts';

/**
 * Messages from a run's own process to the window, over a MessagePort that main only brokers. The first one holds every
 * point so far; later ones only what is new. At most LIMITS.metricMessagesPerSecond of them.
 */
export const runPortMessageSchema = z.strictObject({
  /** True when `points` are all points so far and replace what the window has. */
  whole: z.boolean(),
  points: z.array(metricsPointSchema),
  /** As with points: all of them, or what is new. */
  insight: z.array(insightPointSchema),
  /** The network as it now is, as far as it was asked for by `lookMessageSchema`. */
  frame: networkFrameSchema.nullable(),
  status: runStatusSchema,
  epochsDone: z.int().min(0),
  seconds: z.number().min(0),
  /** Seconds of training still to come at the present speed; null while that is unknown. */
  secondsLeft: z.number().min(0).nullable(),
});
export type RunPortMessage = z.infer<typeof runPortMessageSchema>;

/** The window message with which the preload script hands on a port. */
export const portHandoverSchema = z.strictObject({
  type: z.literal('ninestep-run-port'),
  runId: runIdSchema,
  nonce: z.string(),
});

/** From the window on the same port: what of the network it wants to see from now on; null: nothing. */
export const lookMessageSchema = z.strictObject({
  type: z.literal('look'),
  look: lookRequestSchema.nullable(),
});
export type LookMessage = z.infer<typeof lookMessageSchema>;
