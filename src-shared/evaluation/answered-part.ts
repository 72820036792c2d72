import type { PreparedInput, PreparedTarget } from '../data/prepared-data.ts';
import { targetFeatures } from '../model/features.ts';
import type { ModelOutput } from '../model/model-file.ts';
import type { Task } from '../model/task.ts';
import type { Answerer, AskedRows } from './answerer.ts';
import type { Work } from './work.ts';

/**
 * A model's answers on some rows, beside what is true.
 *
 * Shapes: rows [N] of the table, in its order; truth and answers [T, N] in raw units, 1 or 0 for a class.
 */
export interface AnsweredPart {
  readonly task: Task;
  readonly outputs: readonly ModelOutput[];
  readonly rows: Uint32Array;
  readonly truth: Float64Array;
  readonly answers: Float64Array;
}

/** A table as a model takes it, one value a row: all that is needed of prepared data. */
export interface ModelTable {
  readonly inputs: readonly Pick<PreparedInput, 'values'>[];
  readonly targets: readonly Pick<PreparedTarget, 'values' | 'column' | 'fitted'>[];
}

/** Has a model answer rows of a table. */
export function* answerPart(
  { data, task, answerer }: { data: ModelTable; task: Task; answerer: Answerer },
  part: Uint32Array,
): Work<AnsweredPart> {
  const rows = part.slice().sort();
  const answers = yield* answerer.answer(rowsOfTable(data, rows));
  return { task, outputs: outputsOf(data), rows, truth: truthOf(data, rows), answers };
}

/** Rows of the table as they stand in it. */
export function rowsOfTable(data: ModelTable, rows: Uint32Array): AskedRows {
  const columns = data.inputs.map(({ values }) => values);
  return { rows: rows.length, value: (input, n) => columns[input]![rows[n]!]! };
}

function outputsOf(data: ModelTable): ModelOutput[] {
  return data.targets.flatMap(({ fitted }) => fitted);
}

/** What the model should answer, in raw units: [T, N]. */
function truthOf(data: ModelTable, rows: Uint32Array): Float64Array {
  const outputs = data.targets.flatMap(({ fitted, values, column }) => {
    const isSingle = targetFeatures(column).length === 1;
    return fitted.map((output, k) => ({ values, level: levelOf(output, isSingle, k) }));
  });
  const truth = new Float64Array(outputs.length * rows.length);
  outputs.forEach(({ values, level }, t) => {
    for (let n = 0; n < rows.length; n++) {
      const value = values[rows[n]!]!;
      truth[t * rows.length + n] = level === null ? value : Number(value === level);
    }
  });
  return truth;
}

/** The place of the level that an output is the probability of; null where it is a number. */
function levelOf(output: ModelOutput, isSingle: boolean, k: number): number | null {
  if (output.class === undefined) return null;
  return isSingle ? 1 : k;
}

/** Some rows of a part, by their places in it. */
export function takeRows(part: AnsweredPart, places: Uint32Array): AnsweredPart {
  const N = part.rows.length;
  if (places.length === N) return part;
  const take = (values: Float64Array): Float64Array => {
    const T = part.outputs.length;
    const taken = new Float64Array(T * places.length);
    for (let t = 0; t < T; t++) {
      for (let n = 0; n < places.length; n++) taken[t * places.length + n] = values[t * N + places[n]!]!;
    }
    return taken;
  };
  return {
    ...part,
    rows: Uint32Array.from(places, (n) => part.rows[n]!),
    truth: take(part.truth),
    answers: take(part.answers),
  };
}
