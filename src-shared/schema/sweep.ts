import { z } from 'zod';
import { LIMITS } from '../core/limits.ts';
import { formatCount } from '../core/text.ts';
import { layerCatalog } from '../model/layer-catalog.ts';
import { crossValidationFields } from '../model/data-catalog.ts';
import {
  halvingFields,
  replicateFields,
  searchFields,
  type SeedPath,
  SEEDS,
  type SweepSpec,
} from '../model/sweep.ts';
import { experimentSchema } from './experiment.ts';
import { catalogSchema, shapeOf } from './from-fields.ts';

const path = z.string().min(1).max(LIMITS.textLength);

/** One value of a setting, or hidden layers as a whole. */
export const settingValueSchema = z.union(
  [
    z.string().max(LIMITS.textLength),
    z.number(),
    z.boolean(),
    z.null(),
    z.array(catalogSchema(layerCatalog)).max(LIMITS.layers),
  ],
  { error: 'Must be a number, a text, true, false, null, or a list of layers.' },
);

const most = formatCount(LIMITS.groupRuns);

const setting = z.union(
  [
    z.strictObject({ path, values: z.array(settingValueSchema).min(1).max(LIMITS.groupRuns) }),
    z.strictObject({
      path,
      range: z.strictObject({
        from: z.number(),
        to: z.number(),
        scale: z.enum(['linear', 'log']).default('linear'),
        steps: z.int().min(1).max(LIMITS.groupRuns).default(5),
      }),
    }),
  ],
  {
    error:
      `Must have a path, and either values (a list of 1 to ${most}) or a range of two numbers, from and to, with a scale ` +
      `(linear or log) and steps (1 to ${most}) if you like.`,
  },
);

/** `sweep.json`. All but the experiment may be left out. Whether the settings fit the experiment is another question. */
export const sweepSchema: z.ZodType<SweepSpec> = z.strictObject({
  format: z.literal('ninestep-sweep'),
  version: z.literal(1),
  name: z.string().min(1).max(LIMITS.nameLength).default('Sweep'),
  experiment: experimentSchema,
  settings: z.array(setting).max(64).default([]),
  search: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('grid') }),
      z.strictObject({ kind: z.literal('random'), ...shapeOf(searchFields) }),
    ])
    .prefault({ kind: 'grid' }),
  replicates: z
    .strictObject({
      ...shapeOf(replicateFields),
      vary: z
        .array(z.enum(Object.keys(SEEDS) as [SeedPath, ...SeedPath[]]))
        .default(['network.seed', 'training.seed']),
    })
    .prefault({}),
  crossValidation: z
    .strictObject({ folds: shapeOf(crossValidationFields).folds })
    .nullable()
    .default(null),
  halving: z.strictObject(shapeOf(halvingFields)).nullable().default(null),
});
