import type { Experiment } from '@shared/model/experiment.ts';
import { taskOf } from '@shared/model/task.ts';
import type { ModelDescription } from '../../state/model.svelte.ts';

type Output = ModelDescription['outputs'][number];

/** What a person takes for one answer: a number, or a class out of several with the probability of each. */
export type AnswerGroup =
  | { readonly kind: 'number'; readonly name: string; readonly at: number; readonly output: Output }
  | {
      readonly kind: 'classes';
      readonly name: string;
      readonly classes: readonly string[];
      /** Index of its first value among the outputs. */
      readonly at: number;
      /** One value says how likely the second of two classes is. */
      readonly isSingle: boolean;
    };

/** The answers of a model, in the order of its outputs. */
export function answerGroups(
  outputs: readonly Output[],
  { data, training }: Pick<Experiment, 'data' | 'training'>,
): AnswerGroup[] {
  const task = taskOf(training.loss, outputs.length);
  const [first] = outputs;
  if (task === 'multiclass' && first !== undefined) {
    const isOneColumn = outputs.every(({ column }) => column === first.column);
    const name = isOneColumn ? first.column : 'Class';
    return [{ kind: 'classes', name, classes: outputs.map(levelOf), at: 0, isSingle: false }];
  }
  return outputs.map((output, at) => {
    if (task === 'regression') return { kind: 'number', name: output.name, at, output };
    const classes = [otherLevel(output, data.columns), levelOf(output)];
    return { kind: 'classes', name: output.column, classes, at, isSingle: true };
  });
}

/** "species = setosa" → "setosa". */
function levelOf({ name, column }: Output): string {
  const prefix = `${column} = `;
  return name.startsWith(prefix) ? name.slice(prefix.length) : name;
}

function otherLevel(output: Output, columns: Experiment['data']['columns']): string {
  const column = columns.find(({ name }) => name === output.column);
  const level = levelOf(output);
  const other =
    column !== undefined && 'levels' in column ? column.levels.find((one) => one !== level) : undefined;
  return other ?? `not ${level}`;
}

/** How likely each class of a group is, out of all values that a model answered. */
export function sharesOf(
  group: Extract<AnswerGroup, { kind: 'classes' }>,
  values: readonly number[],
): readonly number[] {
  const { at, classes, isSingle } = group;
  const first = values[at] ?? NaN;
  return isSingle ? [1 - first, first] : classes.map((_, k) => values[at + k] ?? NaN);
}

/** The likeliest class with its probability; null where there is no answer. */
export function likeliest(
  group: Extract<AnswerGroup, { kind: 'classes' }>,
  values: readonly number[],
): { readonly name: string; readonly share: number } | null {
  const shares = sharesOf(group, values);
  if (shares.some((share) => Number.isNaN(share))) return null;
  const share = Math.max(...shares);
  return { name: group.classes[shares.indexOf(share)] ?? '', share };
}

/** A probability for a person: "97.3 %". */
export function percentText(share: number): string {
  return `${(100 * share).toFixed(share > 0.0995 && share < 0.9995 ? 1 : 2)} %`;
}
