import type { DrawnOutput } from '@shared/model/insight.ts';

/** Answers that are the classes of one column, by their places among all answers. */
interface ClassGroup {
  /** Unlike any other, and how it is called. */
  readonly id: string;
  readonly label: string;
  readonly outputs: readonly number[];
  readonly levels: readonly string[];
}

/**
 * The answers that belong together as classes. `isOneOf`: the output is a softmax, so that all answers are classes of one
 * question even where the table has a column of numbers for each.
 */
export function classGroups(outputs: readonly DrawnOutput[], isOneOf: boolean): ClassGroup[] {
  if (isOneOf && outputs.every((output) => output.class === null)) {
    const levels = outputs.map(({ name }) => name);
    return [{ id: 'all', label: 'all answers', outputs: outputs.map((_, k) => k), levels }];
  }
  const columns = new Map<string, number[]>();
  outputs.forEach(({ class: ofClass }, k) => {
    if (ofClass !== null) columns.set(ofClass.column, [...(columns.get(ofClass.column) ?? []), k]);
  });
  return [...columns].map(([column, places]) => ({
    id: column,
    label: column,
    outputs: places,
    levels: places.map((k) => outputs[k]!.class!.level),
  }));
}
