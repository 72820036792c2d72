import type { PreparedInput } from '../data/prepared-data.ts';
import { rawValue } from '../export/build-model.ts';
import type { EvaluatedRow } from '../model/evaluation.ts';
import type { AnsweredPart } from './answered-part.ts';
import { classGroups } from './class-groups.ts';
import { findClasses, scoreOf } from './classes-evaluation.ts';

/** Some rows of a part, by their places in it, with all that is said of them. */
export function evaluatedRows(
  part: AnsweredPart,
  inputs: readonly PreparedInput[],
  places: Uint32Array,
): EvaluatedRow[] {
  const N = part.rows.length;
  const groups = classGroups(part.outputs, part.task).map((group) => findClasses(group, part));
  const valuesAt = (values: Float64Array, n: number) => part.outputs.map((_, t) => values[t * N + n]!);
  return Array.from(places, (n) => {
    const row = part.rows[n]!;
    return {
      row,
      inputs: inputs.map(({ fitted, values }) => rawValue(fitted, values[row]!)),
      truth: valuesAt(part.truth, n),
      answers: valuesAt(part.answers, n),
      classes: groups.map(({ group, scores, actual, predicted }) => ({
        column: group.column,
        truth: group.classes[actual[n]!]!,
        predicted: group.classes[predicted[n]!]!,
        probability: scoreOf(group, scores, predicted[n]!, n, N),
      })),
    };
  });
}
