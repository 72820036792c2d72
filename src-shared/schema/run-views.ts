import { z } from 'zod';
import { LIMITS } from '../core/limits.ts';
import type { RunView, RunViews } from '../model/run-views.ts';
import { runIdSchema } from './run.ts';

const columnId = z.string().min(1).max(LIMITS.textLength);

const runViewSchema: z.ZodType<RunView> = z.strictObject({
  name: z.string().min(1).max(LIMITS.nameLength),
  query: z.string().max(LIMITS.queryLength),
  columns: z.array(columnId).max(LIMITS.columns),
  sort: z.array(z.strictObject({ column: columnId, direction: z.enum(['ascending', 'descending']) })).max(8),
  groupBy: columnId.nullable(),
  baseline: runIdSchema.nullable(),
});

/** `views.json`. */
export const runViewsSchema: z.ZodType<RunViews> = z.strictObject({
  format: z.literal('ninestep-views'),
  version: z.literal(1),
  current: runViewSchema.nullable(),
  saved: z.array(runViewSchema).max(LIMITS.savedViews),
});
