import { z } from 'zod';
import { LIMITS } from '../core/limits.ts';
import { type ImportForm, IMPORT_FORMS } from '../model/import-forms.ts';
import { type Task, TASKS } from '../model/task.ts';
import { experimentSchema } from '../schema/experiment.ts';
import { runIdSchema } from '../schema/run.ts';

const count = z.int().min(0);
const path = z.string().min(1).max(LIMITS.textLength);
const words = z.array(z.string());

/** What a foreign model file holds, told before anything is made of it. */
export const importedModelSchema = z.strictObject({
  form: z.enum(Object.keys(IMPORT_FORMS) as [ImportForm, ...ImportForm[]]),
  fileName: z.string(),
  /** What the model will be called, unless a person says otherwise. */
  name: z.string(),
  task: z.enum(Object.keys(TASKS) as [Task, ...Task[]]),
  parameters: count,
  inputs: z.array(z.strictObject({ name: z.string(), kind: z.string() })),
  outputs: z.array(z.strictObject({ name: z.string(), kind: z.string() })),
  /** A line a layer, in words, such as "Dense, 30 → 16, ReLU". */
  layers: z.array(z.strictObject({ label: z.string(), parameters: count })),
  /** What was read and what was made of it, a sentence each. */
  read: words,
  /** What a person should know before trusting it: names that had to be made up, classes that had to be guessed. */
  warnings: words,
  /** Whether the file holds the experiment it was trained with, so that it needs no table to be chosen. */
  hasExperiment: z.boolean(),
});
export type ImportedModel = z.infer<typeof importedModelSchema>;

export const importContract = {
  /**
   * Tells what a model file holds, without making anything. `path` null: opens the dialog; else a file that was dropped or
   * chosen before.
   */
  'import:inspect': {
    request: z.strictObject({ path: path.nullable() }),
    response: z.discriminatedUnion('status', [
      z.strictObject({ status: z.literal('cancelled') }),
      z.strictObject({ status: z.literal('found'), path, found: importedModelSchema }),
    ]),
  },
  /**
   * Makes an experiment and a run of it whose model is the imported one. `table` null: of a foreign model the experiment gets
   * a table of rows drawn around its inputs with its own answers. The window adds the experiment to the project.
   */
  'import:make': {
    request: z.strictObject({
      path,
      name: z.string().min(1).max(LIMITS.nameLength).nullable(),
      table: z
        .strictObject({
          path,
          /** Columns by name; null: found by the names of the model's outputs, else as the table suggests. */
          targets: z.array(z.string().max(LIMITS.nameLength)).max(LIMITS.columns).nullable(),
        })
        .nullable(),
    }),
    response: z.strictObject({
      runId: runIdSchema,
      experiment: experimentSchema,
      /** What had to be decided on the way, a sentence each. */
      remarks: words,
    }),
  },
} as const;
