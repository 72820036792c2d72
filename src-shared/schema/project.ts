import { z } from 'zod';
import { ID_PATTERNS } from '../core/ids.ts';
import { LIMITS } from '../core/limits.ts';
import type { Project } from '../model/project.ts';
import { experimentSchema } from './experiment.ts';

/** `project.json`. A draft in it may be unfinished in ways only `checkExperiment` sees; each field is valid. */
export const projectSchema: z.ZodType<Project> = z.strictObject({
  format: z.literal('ninestep-project'),
  version: z.literal(1),
  name: z.string().min(1).max(LIMITS.nameLength),
  experiments: z
    .array(
      z.strictObject({
        id: z.string().regex(ID_PATTERNS.experiment),
        example: z.string().max(LIMITS.nameLength).optional(),
        experiment: experimentSchema,
      }),
    )
    .min(1)
    .max(LIMITS.experiments)
    .refine((experiments) => new Set(experiments.map(({ id }) => id)).size === experiments.length, {
      error: 'Two experiments have the same id.',
    }),
});
