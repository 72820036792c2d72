import { z } from 'zod';
import { LIMITS } from '../core/limits.ts';

/** `test-openings.json`: when a person opened the results of a run on its test rows, earliest first. */
export const testOpeningsSchema = z.strictObject({
  format: z.literal('ninestep-test-openings'),
  version: z.literal(1),
  openings: z.array(z.iso.datetime()).max(LIMITS.testOpenings),
});
export type TestOpeningsFile = z.infer<typeof testOpeningsSchema>;
