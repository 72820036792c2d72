import { z } from 'zod';
import { LIMITS } from '../../core/limits.ts';
import { type Task, TASKS } from '../../model/task.ts';
import type { ForeignModel } from '../foreign-model.ts';

const text = z.string().max(LIMITS.textLength);

/** What Ninestep writes beside the layers of its own exports: docs/formats/tfjs.md. */
const ownSchema = z.looseObject({
  userDefinedMetadata: z.looseObject({
    ninestep: z.looseObject({
      name: text,
      task: z.enum(Object.keys(TASKS) as Task[]),
      inputs: z
        .array(z.looseObject({ name: text, values: z.int().min(1), scaledInside: z.boolean() }))
        .max(LIMITS.columns),
      outputs: z
        .array(
          z.looseObject({
            name: text,
            class: z.looseObject({ column: text, level: text, otherwise: text.optional() }).optional(),
            unscaledInside: z.boolean(),
          }),
        )
        .max(LIMITS.units),
    }),
  }),
});
type Own = z.infer<typeof ownSchema>['userDefinedMetadata']['ninestep'];
type OwnClass = NonNullable<Own['outputs'][number]['class']>;

/** A layers model under the names that Ninestep gave it when it was exported; any other as it is. */
export function withOwnNames(foreign: ForeignModel, file: unknown): ForeignModel {
  const parsed = ownSchema.safeParse(file);
  if (!parsed.success) return foreign;
  const own = parsed.data.userDefinedMetadata.ninestep;
  const values = own.inputs.reduce((sum, input) => sum + input.values, 0);
  if (values !== foreign.inputs.length || own.outputs.length !== foreign.outputs.length) return foreign;
  const inputs = own.inputs.flatMap(valueNames);
  const answers = answersOf(foreign, own);
  const isRaw = own.inputs.every(isGivenRaw) && own.outputs.every(({ unscaledInside }) => unscaledInside);
  return {
    ...foreign,
    ...answers,
    name: own.name,
    inputs: foreign.inputs.map((input, i) => ({ ...input, name: inputs[i]! })),
    outputs: foreign.outputs.map((output, t) => ({ ...output, name: answerName(own.outputs[t]!) })),
    read: [...foreign.read, "Ninestep's own export: the names are those of its columns."],
    warnings: [...answers.warnings, ...(isRaw ? [] : [PREPARED])],
  };
}

const PREPARED =
  'Some columns are prepared, or answers led back, in the module beside the file, which is not read: they are called “prepared” here, and go in and out as that module has them. A Ninestep JSON or ONNX export brings them back whole.';

function isGivenRaw({ values, scaledInside }: Own['inputs'][number]): boolean {
  return values === 1 && scaledInside;
}

/** A name for each number that the network takes of a column. */
function valueNames(input: Own['inputs'][number]): string[] {
  const { name, values } = input;
  if (isGivenRaw(input)) return [name];
  if (values === 1) return [`${name} (prepared)`];
  return Array.from({ length: values }, (_, k) => `${name} (prepared ${String(k + 1)})`);
}

function answerName(output: Own['outputs'][number]): string {
  const { name, class: level, unscaledInside } = output;
  if (level?.otherwise !== undefined) return level.column;
  return unscaledInside || level !== undefined ? name : `${name} (prepared)`;
}

/** What the answers are, where the file's words and the last activation do not contradict one another. */
function answersOf(foreign: ForeignModel, own: Own): Pick<ForeignModel, 'task' | 'classes' | 'warnings'> {
  const { task, warnings } = foreign;
  const levels = own.outputs.flatMap((output) => output.class ?? []);
  if (own.task === 'regression' && levels.length === 0)
    return { task: 'regression', classes: null, warnings: [] };
  const classes = classesOf(task, levels);
  const isKnown = own.task === task && (classes !== null || task === 'multilabel');
  return isKnown ? { task, classes, warnings: [] } : { task, classes: foreign.classes, warnings };
}

function classesOf(task: Own['task'], levels: readonly OwnClass[]): ForeignModel['classes'] {
  const [first] = levels;
  if (first === undefined) return null;
  const { column, level, otherwise } = first;
  if (task === 'binary' && otherwise !== undefined) return { column, levels: [otherwise, level] };
  const isOne = task === 'multiclass' && levels.every((own) => own.column === column);
  return isOne ? { column, levels: levels.map((own) => own.level) } : null;
}
