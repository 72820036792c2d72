import type { AnsweredPart } from '@shared/evaluation/answered-part.ts';
import type { ModelOutput } from '@shared/model/model-file.ts';
import type { Task } from '@shared/model/task.ts';

const PLAIN = {
  transform: { kind: 'none', shift: 0, scale: 1 },
  range: { min: 0, max: 1, mean: 0.5 },
} as const;

/** An output that is a number. */
export function numberOutput(name: string): ModelOutput {
  return { name, ...PLAIN };
}

/** The outputs of a column of classes; a single one for two of them. */
export function classOutputs(column: string, levels: readonly string[]): ModelOutput[] {
  if (levels.length === 2) {
    const [otherwise, level] = levels as [string, string];
    return [{ name: `${column} = ${level}`, ...PLAIN, class: { column, level, otherwise } }];
  }
  return levels.map((level) => ({ name: `${column} = ${level}`, ...PLAIN, class: { column, level } }));
}

/** Answers beside the truth, an array a row: [N][T]. Rows of the table are every third one. */
export function answeredPart(
  task: Task,
  outputs: readonly ModelOutput[],
  rows: readonly { truth: readonly number[]; answers: readonly number[] }[],
): AnsweredPart {
  const columns = (of: 'truth' | 'answers') =>
    Float64Array.from(outputs.flatMap((_, t) => rows.map((row) => row[of][t]!)));
  return {
    task,
    outputs,
    rows: Uint32Array.from(rows, (_, n) => 3 * n),
    truth: columns('truth'),
    answers: columns('answers'),
  };
}
