import type { ModelOutput } from '../model/model-file.ts';
import type { Task } from '../model/task.ts';

/** The classes of one column, and the outputs that speak of them. */
export interface ClassGroup {
  readonly column: string;
  /** The first is "no" where one output stands for two classes. */
  readonly classes: readonly string[];
  /** Places among the outputs: neighbours, one for each class, or a single one. */
  readonly outputs: readonly number[];
  readonly isProbability: boolean;
}

/** What a class is called whose column is a number: 1 for yes, 0 for no. */
const NO_AND_YES = ['0', '1'] as const;
/** What stands for the column where each class has a column of its own. */
const WITHOUT_COLUMN = 'class';

/**
 * The outputs that name classes, by column. Under cross-entropy a target that is a number is a class, too: with softmax
 * all such targets together are the classes of a row, else each is a yes or no by itself.
 */
export function classGroups(outputs: readonly ModelOutput[], task: Task): ClassGroup[] {
  const isProbability = task !== 'regression';
  const groups = new Map<string, { classes: string[]; outputs: number[] }>();
  outputs.forEach((output, t) => {
    const found = classOf(output, task);
    if (found === null) return;
    const known = groups.get(found.column);
    if (known === undefined) groups.set(found.column, { classes: [...found.classes], outputs: [t] });
    else {
      known.classes.push(...found.classes);
      known.outputs.push(t);
    }
  });
  return [...groups].map(([column, group]) => ({ column, ...group, isProbability }));
}

/** The outputs that are numbers. */
export function numberOutputs(outputs: readonly ModelOutput[], task: Task): number[] {
  return outputs.flatMap((output, t) => (classOf(output, task) === null ? [t] : []));
}

function classOf(output: ModelOutput, task: Task): { column: string; classes: readonly string[] } | null {
  if (output.class !== undefined) {
    const { column, level, otherwise } = output.class;
    return { column, classes: otherwise === undefined ? [level] : [otherwise, level] };
  }
  if (task === 'regression') return null;
  return task === 'multiclass'
    ? { column: WITHOUT_COLUMN, classes: [output.name] }
    : { column: output.name, classes: NO_AND_YES };
}

/**
 * Scores of a group's outputs, classes below one another: [outputs of the group, N].
 *
 * Shapes: values [T, N].
 */
export function scoresOf({ outputs }: ClassGroup, values: Float64Array, N: number): Float64Array {
  const [first, last] = [outputs[0]!, outputs.at(-1)!];
  return values.subarray(first * N, (last + 1) * N);
}

/**
 * How much each row is of one class by the model: of the first of two classes 1 − that of the second.
 *
 * Shapes: scores as by `scoresOf`; returns [N].
 */
export function scoresOfClass(group: ClassGroup, scores: Float64Array, c: number, N: number): Float64Array {
  if (group.outputs.length > 1) return scores.subarray(c * N, (c + 1) * N);
  return c === 1 ? scores : scores.map((score) => 1 - score);
}
